"""Ids made by clients: sent again they create nothing, with other content both versions are shown."""

from typing import Any

import pytest

from handbook.domain.entry_kinds import KINDS
from handbook.web.recorders import RECORDABLE, recorder_of
from tests.integration.own_ids import ROWS, Row, own_id
from tests.integration.refusals import refused
from tests.integration.test_life import pregnant
from tests.integration.test_screenings import questions
from tests.integration.world import CHILD, FAR_NURSE, MOTHER, NURSE, OTHER_MOTHER, Clock, everything, open_handbook

pytestmark = pytest.mark.usefixtures("world")
ID = own_id(1)
each_kind = pytest.mark.parametrize("row", ROWS, ids=[row.kind for row in ROWS])


@pytest.fixture
def path() -> str:
    """A girl of 161 days."""
    return f"/v1/handbooks/{open_handbook()['handbook_id']}"


def records() -> list[dict[str, Any]]:
    found = everything()
    return [item for name in ("RecordsTable", "CodesTable") for item in found[name]]


def test_every_kind_of_entry_that_is_recorded_has_a_recorder_of_its_own() -> None:
    # Files are uploaded, events of a life have states, and alerts are acknowledged: each by routes of its own.
    assert {kind.name for kind in KINDS.values()} - {"acknowledgement", "attachment", "life"} == RECORDABLE
    for kind in RECORDABLE:
        assert (recorder_of(kind).kind, KINDS[recorder_of(kind).entry].name) == (kind, kind)
    assert {row.kind for row in ROWS} | {"screening", "mothers_dose"} == RECORDABLE


@each_kind
def test_the_same_entry_sent_again_gets_the_same_answer_and_writes_nothing(path: str, row: Row) -> None:
    first = row.sent(path, ID)
    assert (first.status, ID in first.text or ID in str(first.body)) == (201, True), first.body
    before = records()

    again = row.sent(path, ID)

    assert (again.status, again.body) == (first.status, first.body)
    assert records() == before


@each_kind
def test_the_same_id_with_other_content_is_a_conflict_that_shows_both(path: str, row: Row) -> None:
    row.sent(path, ID)
    before = records()

    conflict = row.sent(path, ID, other=True)

    refused(conflict, 409, "id-taken", "id")
    assert conflict.body["sent"] == {"id": ID, **row.other}
    kept = conflict.body["kept"]
    assert (kept["kind"], kept["id"], kept["version"], kept["status"]) == (row.kind, ID, 1, "recorded")
    assert row.is_in(kept["data"])
    assert records() == before


@each_kind
def test_what_a_conflict_shows_can_be_sent_as_it_is(path: str, row: Row) -> None:
    row.sent(path, ID)
    data = row.sent(path, ID, other=True).body["kept"]["data"]
    fields = recorder_of(row.kind).body.model_fields

    body = recorder_of(row.kind).body(**{name: value for name, value in data.items() if name in fields}, id=ID)

    assert body.named(row.kind) == recorder_of(row.kind).body(
        **{name: value for name, value in row.said.items() if name != "status"}, id=ID
    ).named(row.kind)


def test_a_screening_sent_again_finds_itself_and_what_it_found(path: str) -> None:
    said = {"screened_on": "2026-06-15", "answers": dict.fromkeys(questions(path), "no"), "temperature_c": 38.5}
    first = NURSE.post(f"{path}/screenings", {"id": ID, **said})
    before = records()

    again = NURSE.post(f"{path}/screenings", {"id": ID, **said})
    conflict = NURSE.post(f"{path}/screenings", {"id": ID, **said, "temperature_c": 36.8})

    assert (again.status, again.body["screening"]) == (201, first.body["screening"])
    assert conflict.body["kept"]["data"]["temperature_c"] == 38.5
    refused(conflict, 409, "id-taken", "id")
    assert records() == before


def test_a_mothers_dose_sent_again_finds_itself() -> None:
    pregnancy = pregnant()
    said = {"id": ID, "product": "td", "administered_on": "2026-05-04"}
    first = NURSE.post(f"{pregnancy}/tetanus", said)
    before = records()

    again = NURSE.post(f"{pregnancy}/tetanus", said)
    conflict = NURSE.post(f"{pregnancy}/tetanus", {**said, "administered_on": "2026-05-05"})

    assert (first.status, again.status, again.body["dose"]) == (201, 201, first.body["dose"])
    refused(conflict, 409, "id-taken", "id")
    assert records() == before


def test_an_id_is_one_entrys_whatever_its_kind(path: str) -> None:
    ROWS[0].sent(path, ID)
    refused(ROWS[1].sent(path, ID), 409, "id-taken", "id")


def test_the_same_id_in_two_handbooks_is_two_entries(path: str) -> None:
    other = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    assert [ROWS[0].sent(one, ID).status for one in (path, other)] == [201, 201]


def test_a_day_later_the_retry_of_a_phone_without_signal_still_creates_nothing(path: str, clock: Clock) -> None:
    ROWS[0].sent(path, ID)
    before = records()
    clock.move(days=3)
    assert ROWS[0].sent(path, ID).status == 201
    assert records() == before


@pytest.mark.parametrize(
    "malformed",
    ["", "1", own_id(1).upper(), own_id(1).replace("-", ""), "3d813cbb-47fb-12ba-91df-831e1593ac29", f"{own_id(1)}\n"],
)
def test_an_id_that_no_client_should_make_is_refused(path: str, malformed: str) -> None:
    body = {"id": malformed, "measured_on": "2026-06-15", "weight_kg": 6.1}
    refused(NURSE.post(f"{path}/measurements", body), 422, "invalid-field", "id")


@pytest.mark.parametrize("version", [4, 7])
def test_both_kinds_of_uuid_are_taken(path: str, version: int) -> None:
    made = f"0198a7c2-9c54-{version}c3a-8f00-0123456789ab"
    assert ROWS[0].sent(path, made).body["measurement_id"] == made


def test_a_stranger_who_knows_an_id_learns_nothing(path: str) -> None:
    ROWS[0].sent(path, ID)
    body = {"id": ID, **ROWS[0].other}
    for stranger in (OTHER_MOTHER, FAR_NURSE):
        refused(stranger.post(f"{path}/measurements", body), 404, "not-found")


def test_who_is_shown_what_an_id_was_used_for_stands_in_the_access_log(path: str) -> None:
    ROWS[0].sent(path, ID)
    before = len(MOTHER.get(f"{path}/access-log").body["items"])
    ROWS[0].sent(path, ID, other=True)
    assert len(MOTHER.get(f"{path}/access-log").body["items"]) == before + 1


def test_a_handbook_sent_again_is_the_same_handbook_and_takes_no_second_code() -> None:
    first = MOTHER.post("/v1/handbooks", {"id": ID, **CHILD})
    before = records()

    again = MOTHER.post("/v1/handbooks", {**CHILD, "id": ID})

    assert (first.status, first.body["handbook_id"]) == (201, ID)
    assert (again.status, again.body) == (first.status, first.body)
    assert records() == before


def test_a_handbook_with_other_content_is_a_conflict_that_shows_both_to_its_own_family() -> None:
    MOTHER.post("/v1/handbooks", {"id": ID, **CHILD})
    before = records()

    conflict = MOTHER.post("/v1/handbooks", {"id": ID, **CHILD, "full_name": "Lê Bình"})

    refused(conflict, 409, "id-taken", "id")
    assert conflict.body["kept"]["data"]["full_name"] == CHILD["full_name"]
    assert conflict.body["sent"]["full_name"] == "Lê Bình"
    assert records() == before


@pytest.mark.parametrize("name", [CHILD["full_name"], "Lê Bình"])
def test_another_familys_id_is_refused_without_a_word_of_whose_it_is(name: str) -> None:
    MOTHER.post("/v1/handbooks", {"id": ID, **CHILD})
    before = records()

    conflict = OTHER_MOTHER.post("/v1/handbooks", {"id": ID, **CHILD, "full_name": name})

    refused(conflict, 409, "id-taken", "id")
    assert set(conflict.body) == {"type", "title", "status", "instance", "errors"}
    assert records() == before
