"""A family disputes what is recorded: who gets it, by when, what both sides see, and how it ends."""

from dataclasses import replace
from typing import Any

import pytest

from handbook import bootstrap
from handbook.domain.directory import Staff
from handbook.domain.ids import StaffId
from tests.integration.api import Answer, Caller
from tests.integration.corrected import amend, at, id_in, mark, recorded
from tests.integration.own_ids import own_id
from tests.integration.refusals import refused
from tests.integration.test_attachments import announce, attached
from tests.integration.world import FAR, FAR_NURSE, MANAGER, MOTHER, NEAR, NURSE, OTHER_MOTHER, Clock, everything
from tests.integration.world import open_handbook as opened

pytestmark = pytest.mark.usefixtures("world")
MISSING = {"kind": "dose_missing", "text": "Bé đã tiêm BCG ở bệnh viện ngày 6/1"}
WORDS = {"text": "Đã xem"}


@pytest.fixture
def path() -> str:
    """A girl of 161 days, on a Monday."""
    return f"/v1/handbooks/{opened()['handbook_id']}"


def dispute(path: str, **changes: Any) -> str:
    answer = MOTHER.post(f"{path}/disputes", {**MISSING, **changes})
    assert answer.status == 201, answer.body
    return str(answer.headers["Location"])


def step(place: str, name: str, caller: Caller = NURSE, tag: str = "", **body: Any) -> Answer:
    tag = tag or MOTHER.get(place).headers["ETag"]
    return caller.call("POST", f"{place}/{name}", {**WORDS, **body}, headers={"If-Match": tag})


def desk(caller: Caller = NURSE, **query: str) -> list[str]:
    listed = caller.get("/v1/disputes", query or {"commune_code": NEAR})
    assert listed.status == 200, listed.body
    return [f"/v1/handbooks/{one['handbook_id']}/disputes/{one['dispute_id']}" for one in listed.body["items"]]


def test_a_dispute_goes_to_the_station_of_the_commune_with_the_terms_of_the_law(path: str) -> None:
    answer = MOTHER.post(f"{path}/disputes", MISSING)

    body = answer.body
    assert (answer.status, answer.headers["ETag"]) == (201, '"1"')
    assert body == {
        "dispute_id": body["dispute_id"],
        "handbook_id": path.rpartition("/")[2],
        "kind": "dose_missing",
        "kind_text": {"vi": "Thiếu mũi tiêm", "en": "A dose is missing"},
        "about": None,
        "state": "submitted",
        "state_text": {"vi": "Đã gửi, chờ tiếp nhận", "en": "Sent, not yet acknowledged"},
        "responsible": {"unit_id": None, "commune_code": NEAR},
        "received_on": "2026-06-15",
        "acknowledge_by": "2026-06-17",
        "acknowledged_at": None,
        "answer_by": "2026-06-25",
        "third_party": False,
        "extended": False,
        "next_by": "2026-06-17",
        "days_left": 2,
        "escalated": False,
        "clock_id": "VN-ND356-2026-01-01",
        "clock_source": body["clock_source"],
        "steps": [
            {
                "step": "submit",
                "side": "family",
                "at": "2026-06-15T03:00:00Z",
                "by": "mother",
                "text": MISSING["text"],
                "code": None,
                "attachment_ids": [],
                "entry": None,
                "forwarded_to": None,
            }
        ],
        "version": 1,
        "etag": '"1"',
    }
    assert MOTHER.get(answer.headers["Location"]).body == body
    assert MOTHER.get(f"{path}/disputes").body == {"items": [body], "next": None}
    assert NURSE.get("/v1/disputes", {"commune_code": NEAR}).body == {"items": [body], "next": None}
    log = MOTHER.get(f"{path}/access-log").body["items"]
    assert [(one["action"], one["ground"]) for one in log if one["actor_id"] == "nurse"] == [
        ("list_disputes", "dispute")
    ]


def test_a_missing_dose_is_recorded_and_the_dispute_ends_with_it(path: str, clock: Clock) -> None:
    place = dispute(path)
    clock.move(days=1)
    assert step(place, "acknowledge").body["state"] == "acknowledged"
    asked = step(place, "ask", text="Xin ảnh sổ tiêm")
    replied = step(place, "reply", MOTHER, text="Đây")
    dose = id_in(NURSE.post(f"{path}/immunizations", {"product": "bcg", "administered_on": "2026-01-06"}))

    done = step(place, "resolve", outcome="corrected", entry={"kind": "dose", "entry_id": dose})

    assert (asked.body["state"], replied.body["state"]) == ("asked", "acknowledged")
    assert (done.status, done.body["state"], done.body["days_left"]) == (200, "resolved", None)
    seen = MOTHER.get(place).body
    assert [one["step"] for one in seen["steps"]] == ["submit", "acknowledge", "ask", "reply", "resolve"]
    assert seen["steps"][-1]["entry"] == {"kind": "dose", "entry_id": dose}
    assert desk() == []
    refused(step(place, "reply", MOTHER), 409, "wrong-dispute-state")


def test_a_wrong_entry_is_amended_by_the_unit_that_recorded_it(path: str, clock: Clock) -> None:
    FAR_NURSE.get(f"/v1/qr/codes/{MOTHER.get(path).body['code']}")
    dose = recorded(path, "dose", FAR_NURSE)
    clock.move(days=3)
    place = dispute(path, kind="wrong", about={"kind": "dose", "entry_id": dose}, text="Sai số lô")

    assert MOTHER.get(place).body["responsible"] == {"unit_id": "far-station", "commune_code": None}
    assert (desk(), desk(FAR_NURSE, limit="10")) == ([], [place])
    refused(FAR_NURSE.get(path), 404, "not-found")
    assert FAR_NURSE.get(place).status == 200
    refused(step(place, "resolve", FAR_NURSE, outcome="corrected", entry={"kind": "dose", "entry_id": dose}), 422,
            "invalid-field", "entry.entry_id")  # fmt: skip
    assert amend(at(path, "dose", dose), {"lot_number": "Z9"}, caller=FAR_NURSE).status == 200
    done = step(place, "resolve", FAR_NURSE, outcome="corrected", entry={"kind": "dose", "entry_id": dose})
    assert done.body["state"] == "resolved"


def test_a_colleague_of_the_unit_amends_a_disputed_entry_and_no_other(path: str, clock: Clock) -> None:
    bootstrap.directory().save_staff(_colleague())
    colleague = Caller("colleague", "staff")
    FAR_NURSE.get(f"/v1/qr/codes/{MOTHER.get(path).body['code']}")
    disputed, other = (recorded(path, "dose", FAR_NURSE) for _ in range(2))
    clock.move(days=3)
    refused(amend(at(path, "dose", disputed), {"lot_number": "Z9"}, caller=colleague), 404, "not-found")

    dispute(path, kind="wrong", about={"kind": "dose", "entry_id": disputed})

    assert amend(at(path, "dose", disputed), {"lot_number": "Z9"}, caller=colleague).status == 200
    refused(amend(at(path, "dose", other), {"lot_number": "Z9"}, caller=colleague), 404, "not-found")
    log = MOTHER.get(f"{path}/access-log").body["items"]
    # Of one instant, in no order: two that were refused, and the one that the dispute let through.
    assert sorted(str(one["ground"]) for one in log if one["action"] == "amend_entry") == ["None", "None", "dispute"]


def _colleague() -> Staff:
    staff = bootstrap.directory().staff(StaffId("far-nurse"))
    assert staff is not None
    return replace(staff, staff_id=StaffId("colleague"))


def test_a_refusal_says_why(path: str) -> None:
    place = dispute(path)

    for body, field in (
        ({"outcome": "refused"}, "code"),
        ({"outcome": "refused", "code": "because"}, "code"),
        ({"outcome": "refused", "code": "record_is_right", "entry": {"kind": "dose", "entry_id": "x"}}, "entry"),
        ({"outcome": "corrected"}, "entry"),
        ({"outcome": "corrected", "entry": {"kind": "doses", "entry_id": "x"}}, "entry.kind"),
        ({"outcome": "corrected", "entry": {"kind": "dose", "entry_id": "x"}}, "entry.entry_id"),
        ({"outcome": "maybe"}, "outcome"),
    ):
        refused(step(place, "resolve", **body), 422, "invalid-field", field)

    done = step(place, "resolve", outcome="refused", code="record_is_right", text="Đã đối chiếu sổ gốc")
    assert (done.body["state"], done.body["state_text"]["vi"]) == ("refused", "Không chấp nhận, có nêu lý do")
    assert done.body["steps"][-1]["code"] == "record_is_right"


def test_what_is_late_leads_the_list_and_both_sides_see_it(path: str, clock: Clock) -> None:
    early = dispute(path)
    clock.move(days=2)
    answered = dispute(path)
    step(answered, "acknowledge")
    fresh = dispute(path)
    clock.move(days=1)

    assert desk() == [early, fresh, answered]
    late = MOTHER.get(early).body
    assert (late["escalated"], late["days_left"], late["next_by"]) == (True, -1, "2026-06-17")
    assert [MOTHER.get(one).body["escalated"] for one in (fresh, answered)] == [False, False]


def test_more_time_is_taken_once_for_each_reason_and_never_when_it_is_too_late(path: str, clock: Clock) -> None:
    place = dispute(path)

    assert step(place, "extend", code="third_party").body["answer_by"] == "2026-06-30"
    refused(step(place, "extend", code="third_party"), 409, "wrong-dispute-state")
    assert step(place, "extend", code="complex").body["answer_by"] == "2026-07-10"
    refused(step(place, "extend", code="tired"), 422, "invalid-field", "code")
    late = dispute(path)
    clock.move(days=11)
    refused(step(late, "extend", code="complex"), 409, "wrong-dispute-state")


def test_another_unit_gets_the_dispute_with_the_clock_as_it_stands(path: str, clock: Clock) -> None:
    place = dispute(path)
    clock.move(days=1)

    for unit_id in ("printer", "nowhere", "x" * 64):
        refused(step(place, "forward", unit_id=unit_id), 422, "invalid-field", "unit_id")
    refused(step(place, "forward"), 422, "invalid-field", "unit_id")
    forwarded = step(place, "forward", unit_id="far-station", text="Mũi này tiêm ở đó")

    assert forwarded.body["responsible"] == {"unit_id": "far-station", "commune_code": None}
    assert (forwarded.body["next_by"], forwarded.body["answer_by"]) == ("2026-06-17", "2026-06-25")
    assert (desk(), desk(FAR_NURSE, limit="5")) == ([], [place])
    refused(step(place, "acknowledge"), 403, "forbidden")
    assert step(place, "acknowledge", FAR_NURSE).status == 200
    assert step(place, "forward", FAR_NURSE).body["responsible"]["commune_code"] == NEAR


def test_the_family_withdraws_and_the_unit_cannot(path: str) -> None:
    place = dispute(path)

    for name in ("withdraw", "reply"):
        refused(step(place, name), 403, "forbidden")
    for name, body in (("acknowledge", {}), ("ask", {}), ("extend", {"code": "complex"}), ("forward", {})):
        refused(step(place, name, MOTHER, **body), 403, "forbidden")
    assert step(place, "withdraw", MOTHER).body["state"] == "withdrawn"
    assert desk() == []


def test_strangers_see_no_dispute(path: str) -> None:
    place, tag = dispute(path), '"1"'
    before = everything()

    for stranger in (OTHER_MOTHER, FAR_NURSE, MANAGER):
        refused(stranger.get(place), 404, "not-found")
        refused(stranger.get(f"{path}/disputes"), 404, "not-found")
        refused(stranger.post(f"{path}/disputes", MISSING), 404, "not-found")
        for name in ("acknowledge", "ask", "reply", "withdraw", "forward"):
            refused(step(place, name, stranger, tag), 404, "not-found")
    refused(MANAGER.get("/v1/disputes"), 403, "forbidden")
    refused(MOTHER.get("/v1/disputes"), 403, "forbidden")
    refused(NURSE.get("/v1/disputes", {"commune_code": FAR}), 404, "not-found")
    refused(NURSE.post(f"{path}/disputes", MISSING), 403, "forbidden")
    assert everything() == before


def test_of_two_who_step_one_is_told_how_it_stands(path: str) -> None:
    place = dispute(path)
    now = step(place, "acknowledge").body

    late = step(place, "ask", tag='"1"', text="Xin thêm ảnh")

    refused(late, 412, "stale-version", "If-Match")
    assert (late.body["kept"], late.headers["ETag"]) == (now, '"2"')
    refused(NURSE.call("POST", f"{place}/ask", WORDS), 428, "version-required", "If-Match")


def test_a_dispute_is_opened_once_for_each_key(path: str) -> None:
    first = MOTHER.post(f"{path}/disputes", MISSING, key="k")
    after = everything()

    assert MOTHER.post(f"{path}/disputes", MISSING, key="k").body == first.body
    assert everything() == after


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "angry"}, "kind"),
        ({"text": ""}, "text"),
        ({"text": "x" * 501}, "text"),
        ({"text": "a\u202eb"}, "text"),
        ({"attachment_ids": ["p"] * 6}, "attachment_ids"),
        ({"attachment_ids": ["x" * 65]}, "attachment_ids.0"),
        ({"attachment_ids": ["photo-1"]}, "attachment_ids.0"),
        ({"about": {"kind": "doses", "entry_id": "x"}}, "about.kind"),
        ({"about": {"kind": "dose", "entry_id": "x"}}, "about.entry_id"),
        ({"about": {"kind": "dose"}}, "about.entry_id"),
    ],
)
def test_a_dispute_names_what_is_there_and_says_something(path: str, changes: dict[str, Any], field: str) -> None:
    before = everything()
    refused(MOTHER.post(f"{path}/disputes", {**MISSING, **changes}), 422, "invalid-field", field)
    assert everything() == before


def test_twenty_disputes_are_enough_at_once(path: str) -> None:
    places = [dispute(path) for _ in range(20)]
    refused(MOTHER.post(f"{path}/disputes", MISSING), 409, "too-many-steps")
    step(places[0], "withdraw", MOTHER)

    dispute(path)

    pages = NURSE.get("/v1/disputes", {"commune_code": NEAR, "limit": "15"}).body
    rest = NURSE.get("/v1/disputes", {"commune_code": NEAR, "limit": "15", "cursor": pages["next"]}).body
    assert (len(pages["items"]), len(rest["items"]), rest["next"]) == (15, 5, None)
    forged = {"commune_code": NEAR, "cursor": MOTHER.get(f"{path}/disputes", {"limit": "2"}).body["next"]}
    refused(NURSE.get("/v1/disputes", forged), 400, "invalid-cursor", "cursor")


def test_an_entry_in_error_can_be_disputed_and_its_dispute_resolved_by_reinstating_it(path: str) -> None:
    dose = recorded(path, "dose")
    mark(at(path, "dose", dose))
    place = dispute(path, kind="wrong", about={"kind": "dose", "entry_id": dose})
    reason = {"code": "dispute", "text": "Gia đình phản ánh đúng"}
    headers = {"If-Match": '"2"'}
    assert NURSE.call("POST", f"{at(path, 'dose', dose)}/reinstate", {"reason": reason}, headers=headers).status == 200

    assert step(place, "resolve", outcome="corrected", entry={"kind": "dose", "entry_id": dose}).status == 200


def test_a_dispute_names_complete_files_of_its_handbook_that_both_sides_can_open(path: str) -> None:
    photo = attached(path, {"kind": "dispute"}, MOTHER)["attachment_id"]
    elsewhere = attached(f"/v1/handbooks/{opened()['handbook_id']}", {"kind": "dispute"}, MOTHER)["attachment_id"]
    announced = announce(path, {"kind": "dispute"}, MOTHER).body["attachment_id"]
    for wrong in (elsewhere, announced):
        body = {**MISSING, "attachment_ids": [photo, wrong]}
        refused(MOTHER.post(f"{path}/disputes", body), 422, "invalid-field", "attachment_ids.1")

    place = dispute(path, attachment_ids=[photo])

    refused(step(place, "reply", MOTHER, attachment_ids=[announced]), 422, "invalid-field", "attachment_ids.0")
    unnamed = attached(path, {"kind": "dispute"}, MOTHER)["attachment_id"]
    assert [caller.get(f"{path}/attachments/{photo}").status for caller in (MOTHER, NURSE)] == [200, 200]
    refused(FAR_NURSE.get(f"{path}/attachments/{photo}"), 404, "not-found")
    assert step(place, "forward", unit_id="far-station").status == 200
    assert FAR_NURSE.get(place).body["steps"][0]["attachment_ids"] == [photo]
    assert FAR_NURSE.get(f"{path}/attachments/{photo}").status == 200
    refused(FAR_NURSE.get(f"{path}/attachments/{unnamed}"), 404, "not-found")
    log = MOTHER.get(f"{path}/access-log").body["items"]
    of_far_nurse = [one["ground"] for one in log if (one["actor_id"], one["action"]) == ("far-nurse", "read_file")]
    assert sorted(map(str, of_far_nurse)) == ["None", "None", "dispute"]


def test_a_dispute_that_a_phone_named_is_opened_once_and_keeps_its_name(path: str) -> None:
    said = {**MISSING, "id": own_id(1)}
    first = MOTHER.post(f"{path}/disputes", said)
    place = f"{path}/disputes/{own_id(1)}"
    assert (first.status, first.headers["Location"]) == (201, place)
    step(place, "acknowledge")
    before = everything()

    again = MOTHER.post(f"{path}/disputes", said)
    other = MOTHER.post(f"{path}/disputes", {**said, "text": "Khác"})

    assert (again.status, again.body["dispute_id"], again.body["state"]) == (201, own_id(1), "acknowledged")
    refused(other, 409, "id-taken", "id")
    assert (other.body["kept"]["data"]["dispute_id"], other.body["sent"]["text"]) == (own_id(1), "Khác")
    assert everything() == before
    NURSE.post(f"{path}/measurements", {"id": own_id(2), "measured_on": "2026-06-15", "weight_kg": 6.1})
    taken = MOTHER.post(f"{path}/disputes", {**MISSING, "id": own_id(2)})
    refused(taken, 409, "id-taken", "id")
    assert taken.body["kept"]["kind"] == "measurement"
