"""Entries of every kind are amended, marked as entered in error and reinstated; every version stays to be seen."""

from typing import Any

import pytest

from tests.integration.corrected import AMENDED, REASON, RIGHT, WRONG, amend, at, id_in, mark, recorded, reinstate
from tests.integration.refusals import refused
from tests.integration.world import FAR_NURSE, MOTHER, NURSE, OTHER_MOTHER, Clock, everything, open_handbook

pytestmark = pytest.mark.usefixtures("world")
each_kind = pytest.mark.parametrize("kind", list(AMENDED))
FAMILYS = ["measurement", "findings", "milestones", "feeding", "supplement", "dental"]
NOW = "2026-06-15T03:00:00Z"


@pytest.fixture
def path() -> str:
    """A girl of 161 days."""
    return f"/v1/handbooks/{open_handbook()['handbook_id']}"


@each_kind
def test_an_amendment_changes_what_was_said_and_keeps_what_was_before(path: str, kind: str, clock: Clock) -> None:
    address = at(path, kind, recorded(path, kind))
    first = MOTHER.get(address)
    clock.move(hours=1)

    amended = amend(address, AMENDED[kind][2])

    assert amended.status == 200, amended.body
    entry = amended.body["entry"]
    assert entry["data"] == {**first.body["data"], **AMENDED[kind][2]}
    assert (entry["version"], entry["status"], entry["etag"]) == (2, "amended", '"2"')
    assert (entry["changed_at"], entry["changed_by"], entry["reason"]) == ("2026-06-15T04:00:00Z", "nurse", REASON)
    assert (entry["recorded_at"], entry["recorded_by"]) == (NOW, "nurse")
    assert amended.headers["ETag"] == '"2"'
    assert (MOTHER.get(address).body, MOTHER.get(address).headers["ETag"]) == (entry, '"2"')
    assert MOTHER.get(f"{address}/versions").body == {"items": [entry, first.body]}
    assert (first.body["status"], first.body["reason"]) == ("recorded", None)


@each_kind
def test_what_was_entered_in_error_stays_to_be_seen_and_can_be_reinstated(path: str, kind: str) -> None:
    address = at(path, kind, recorded(path, kind))

    marked = mark(address)
    again = mark(address, '"2"')
    changed = amend(address, AMENDED[kind][2], '"2"')
    back = reinstate(address)

    assert (marked.status, marked.body["entry"]["status"]) == (200, "entered_in_error")
    assert marked.body["entry"]["reason"] == WRONG
    for answer in (again, changed):
        refused(answer, 409, "wrong-entry-status")
    assert (back.status, back.body["entry"]["status"], back.body["entry"]["version"]) == (200, "amended", 3)
    refused(reinstate(address, '"3"'), 409, "wrong-entry-status")
    found = MOTHER.get(f"{address}/versions").body["items"]
    assert [(one["version"], one["status"]) for one in found] == [
        (3, "amended"),
        (2, "entered_in_error"),
        (1, "recorded"),
    ]
    assert [one["reason"] for one in found] == [RIGHT, WRONG, None]
    assert len({str(one["data"]) for one in found}) == 1


@each_kind
def test_of_two_writers_one_is_told_and_nothing_is_lost(path: str, kind: str) -> None:
    address = at(path, kind, recorded(path, kind))
    first = amend(address, AMENDED[kind][2])
    before = everything()

    for late in (amend(address, AMENDED[kind][2]), mark(address), reinstate(address, '"1"')):
        refused(late, 412, "stale-version", "If-Match")
        assert (late.headers["ETag"], late.body["kept"]) == ('"2"', first.body["entry"])
        assert late.body["sent"]["reason"]
    refused(NURSE.call("PATCH", address, {"changes": {"x": 1}, "reason": REASON}), 428, "version-required", "If-Match")
    assert everything() == before


@each_kind
def test_families_dispute_what_staff_recorded_and_strangers_see_nothing(path: str, kind: str) -> None:
    address = at(path, kind, recorded(path, kind))
    before = everything()

    for answer in (amend(address, AMENDED[kind][2], caller=MOTHER), mark(address, caller=MOTHER)):
        refused(answer, 403, "forbidden")
    for stranger in (OTHER_MOTHER, FAR_NURSE):
        for answer in (amend(address, AMENDED[kind][2], caller=stranger), mark(address, caller=stranger)):
            refused(answer, 404, "not-found")
        for page in (address, f"{address}/versions"):
            refused(stranger.get(page), 404, "not-found")
    assert everything() == before


@pytest.mark.parametrize("kind", FAMILYS)
def test_a_family_amends_its_own_and_staff_do_not_amend_it_for_them(path: str, kind: str) -> None:
    address = at(path, kind, recorded(path, kind, MOTHER))

    refused(amend(address, AMENDED[kind][2]), 403, "forbidden")
    assert amend(address, AMENDED[kind][2], caller=MOTHER).status == 200
    assert mark(address, '"2"', MOTHER).status == 200
    assert reinstate(address, '"3"', MOTHER).status == 200


def test_the_list_of_a_kind_follows_a_day_that_was_wrong_and_shows_each_entry_once(path: str) -> None:
    late = at(path, "measurement", recorded(path, "measurement"))
    early = id_in(NURSE.post(f"{path}/measurements", {"measured_on": "2026-06-10", "weight_kg": 6.0}))

    amend(late, {"measured_on": "2026-06-01"})

    listed = MOTHER.get(f"{path}/measurements").body["items"]
    assert [one["measured_on"] for one in listed] == ["2026-06-01", "2026-06-10"]
    assert listed[1]["measurement_id"] == early


def test_an_author_corrects_two_weeks_later_without_seeing_the_handbook_again(path: str, clock: Clock) -> None:
    code = MOTHER.get(path).body["code"]
    assert FAR_NURSE.get(f"/v1/qr/codes/{code}").status == 200
    address = at(path, "dose", recorded(path, "dose", FAR_NURSE))
    clock.move(days=14)
    refused(FAR_NURSE.get(path), 404, "not-found")

    amended = amend(address, {"lot_number": "C3"}, caller=FAR_NURSE)

    assert (amended.status, amended.body["effects"]) == (200, None)
    assert amended.body["entry"]["data"]["lot_number"] == "C3"
    assert FAR_NURSE.get(address).body == amended.body["entry"]
    log = MOTHER.get(f"{path}/access-log").body["items"]
    assert [one["ground"] for one in log if one["action"] == "amend_entry"] == ["author"]
    refused(FAR_NURSE.get(path), 404, "not-found")


@pytest.mark.parametrize(
    ("kind", "changes", "status", "problem", "field"),
    [
        ("measurement", {"weight_kg": 610.0}, 422, "implausible-value", "changes.weight_kg"),
        ("measurement", {"weight_kg": "6,1"}, 422, "invalid-field", "changes.weight_kg"),
        ("measurement", {"measured_on": "2026-06-16"}, 422, "date-in-future", "changes.measured_on"),
        ("measurement", {"measured_on": "2026-01-04"}, 422, "date-before-birth", "changes.measured_on"),
        ("measurement", {"measured_on": "2026-02-30"}, 422, "invalid-field", "changes.measured_on"),
        ("measurement", {"weight_kg": None}, 422, "invalid-field", "changes.weight_kg"),
        ("measurement", {"weight_kg": 6.1}, 422, "invalid-field", "changes"),
        ("measurement", {}, 422, "invalid-field", "changes"),
        ("measurement", {"recorded_by": "me"}, 422, "unknown-field", "changes.recorded_by"),
        ("measurement", {"measurement_id": "x"}, 422, "unknown-field", "changes.measurement_id"),
        ("dose", {"product": "water"}, 422, "unknown-product", "changes.product"),
        ("dose", {"administered_on": "2026-13"}, 422, "invalid-field", "changes.administered_on"),
        ("dose", {"administered_on": "2026"}, 422, "invalid-field", "changes.administered_on"),
        ("dose", {"administered_on": None}, 422, "invalid-field", "changes.administered_on"),
        ("not_given", {"reason": "raining"}, 422, "invalid-field", "changes.reason"),
        ("condition", {"kind": "refusal"}, 422, "invalid-field", "changes.kind"),
        ("findings", {"danger_signs": ["tummy_ache"]}, 422, "invalid-field", "changes.danger_signs"),
        ("milestones", {"items": {"flies": True}}, 422, "invalid-field", "changes.items"),
    ],
)
def test_what_recording_refuses_an_amendment_refuses_too(
    path: str, kind: str, changes: dict[str, Any], status: int, problem: str, field: str
) -> None:
    address = at(path, kind, recorded(path, kind))
    before = everything()

    refused(amend(address, changes), status, problem, field)
    assert everything() == before


@pytest.mark.parametrize(
    ("reason", "field"),
    [
        ({"code": "because", "text": "x"}, "reason.code"),
        ({"code": "typing_slip", "text": ""}, "reason.text"),
        ({"code": "typing_slip"}, "reason.text"),
        ({"code": "typing_slip", "text": "x" * 501}, "reason.text"),
        ({"code": "typing_slip", "text": "a\u202eb"}, "reason.text"),
        (None, "reason"),
    ],
)
def test_every_correction_says_why(path: str, reason: Any, field: str) -> None:
    address = at(path, "measurement", recorded(path, "measurement"))
    before = everything()

    body = {"changes": {"weight_kg": 6.2}, "reason": reason}
    refused(NURSE.call("PATCH", address, body, headers={"If-Match": '"1"'}), 422, "invalid-field", field)
    for way in ("entered-in-error", "reinstate"):
        answer = NURSE.call("POST", f"{address}/{way}", {"reason": reason}, headers={"If-Match": '"1"'})
        refused(answer, 422, "invalid-field", field)
    assert everything() == before


@pytest.mark.parametrize("kind", ["doses", "MEASUREMENT", "measurements", "_VERSION", "%00", "summary"])
def test_a_kind_that_does_not_exist_is_not_there(path: str, kind: str) -> None:
    refused(NURSE.get(f"{path}/entries/{kind}/x"), 404, "not-found")


@pytest.mark.parametrize("entry_id", ["x", "x" * 65, "2026-06-15", "..", "%23"])
def test_an_entry_that_does_not_exist_is_not_there(path: str, entry_id: str) -> None:
    recorded(path, "measurement")
    refused(NURSE.get(at(path, "measurement", entry_id)), 404, "not-found")
    refused(amend(at(path, "measurement", entry_id), {"weight_kg": 6.2}), 404, "not-found")


def test_an_entry_of_another_kind_is_not_found_by_its_id(path: str) -> None:
    entry_id = recorded(path, "measurement")
    refused(NURSE.get(at(path, "findings", entry_id)), 404, "not-found")
