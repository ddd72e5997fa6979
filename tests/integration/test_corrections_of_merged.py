"""What was recorded in a handbook that is read in another is corrected there, by either name, and goes back so."""

from typing import Any

import pytest

from handbook import bootstrap
from handbook.domain.reforecast import SHARDS
from handbook.usecases.rebuild import rebuild_shard
from tests.integration.api import Answer
from tests.integration.corrected import amend, at, id_in, mark, reinstate
from tests.integration.refusals import refused
from tests.integration.test_disputes import step
from tests.integration.test_merges import BCG, doses, merged, path_of, two_books, unmerge
from tests.integration.world import FAR_NURSE, MOTHER, NEAR, NURSE, OTHER_MOTHER, Clock, items

pytestmark = pytest.mark.usefixtures("world")
by_either_name = pytest.mark.parametrize("name", ["kept", "other"])
type Book = dict[str, Any]


class Pair:
    """Two handbooks of a child that are read in one; a dose and a measurement were recorded in the other before."""

    def __init__(self) -> None:
        self.kept, self.other = two_books()
        self.dose = id_in(NURSE.post(f"{path_of(self.other)}/immunizations", BCG))
        self.tag = merged(self.kept, self.other)["etag"]

    def path(self, name: str) -> str:
        return path_of(self.kept if name == "kept" else self.other)

    def address(self, name: str) -> str:
        return at(self.path(name), "dose", self.dose)

    def part(self) -> None:
        parted = unmerge(self.kept, self.other, MOTHER.get(path_of(self.kept)).headers["ETag"])
        assert parted.status == 200, parted.body


def summary(book: Book) -> dict[str, Any]:
    (found,) = (
        one
        for one in items("RecordsTable")
        if (one["pk"]["S"], one["sk"]["S"]) == (f"HANDBOOK#{book['handbook_id']}", "SUMMARY")
    )
    return found


def places_of(entry_id: str) -> list[str]:
    """Say in whose partition the items of an entry lie, its earlier versions among them."""
    return [one["pk"]["S"].removeprefix("HANDBOOK#") for one in items("RecordsTable") if entry_id in one["sk"]["S"]]


@by_either_name
def test_an_amendment_is_written_where_the_dose_was_recorded_and_moves_the_summary_that_stays(name: str) -> None:
    pair = Pair()
    before = summary(pair.other)

    answer = amend(pair.address(name), {"administered_on": "2026-01-08", "lot_number": "B2"})

    assert (answer.status, answer.headers["ETag"]) == (200, '"2"')
    assert set(places_of(pair.dose)) == {pair.other["handbook_id"]}
    assert summary(pair.other) == before
    shown = NURSE.get(path_of(pair.kept)).body
    assert answer.body["effects"]["next_contact_on"] == shown["next_contact_on"]
    (fact,) = bootstrap.records().get(pair.kept["handbook_id"]).doses  # type: ignore[union-attr]
    assert (fact.dose_id, str(fact.administered_on), fact.lot_number) == (pair.dose, "2026-01-08", "B2")


@by_either_name
def test_an_entry_in_error_leaves_forecast_and_contact_and_comes_back_reinstated(name: str) -> None:
    pair = Pair()
    alone, _ = two_books()
    without = NURSE.get(f"{path_of(alone)}/forecast").body
    with_dose = NURSE.get(f"{path_of(pair.kept)}/forecast").body
    assert with_dose != without

    marked = mark(pair.address(name))
    assert marked.status == 200, marked.body
    assert NURSE.get(f"{pair.path(name)}/forecast").body == without
    assert bootstrap.records().get(pair.kept["handbook_id"]).doses == ()  # type: ignore[union-attr]
    assert MOTHER.get(path_of(pair.kept)).body["next_contact_on"] == alone["next_contact_on"]
    assert doses(pair.kept)[0]["evaluation"] is None

    assert reinstate(pair.address("other" if name == "kept" else "kept")).status == 200
    assert NURSE.get(f"{pair.path(name)}/forecast").body == with_dose
    assert set(places_of(pair.dose)) == {pair.other["handbook_id"]}


@by_either_name
def test_versions_are_told_by_either_name_and_after_the_handbooks_part(name: str) -> None:
    pair = Pair()
    amend(pair.address("kept"), {"lot_number": "B2"})
    mark(pair.address("other"), '"2"')
    address = pair.address(name)

    found = NURSE.get(f"{address}/versions").body["items"]
    assert [(one["version"], one["status"], one["data"]["lot_number"]) for one in found] == [
        (3, "entered_in_error", "B2"),
        (2, "amended", "B2"),
        (1, "recorded", None),
    ]

    pair.part()
    assert NURSE.get(f"{pair.address('other')}/versions").body["items"] == found
    for part in ("", "/versions"):
        refused(NURSE.get(f"{pair.address('kept')}{part}"), 404, "not-found")


@by_either_name
def test_of_two_who_correct_by_two_names_one_is_told_how_it_stands(name: str) -> None:
    pair = Pair()
    other_name = "other" if name == "kept" else "kept"
    assert amend(pair.address(other_name), {"lot_number": "B2"}).status == 200
    before = items("RecordsTable")

    late = amend(pair.address(name), {"lot_number": "C3"})

    refused(late, 412, "stale-version", "If-Match")
    assert (late.body["kept"]["version"], late.headers["ETag"]) == (2, '"2"')
    assert items("RecordsTable") == before


def test_after_the_handbooks_part_the_dose_is_corrected_in_its_own_and_moves_only_that() -> None:
    pair = Pair()
    amend(pair.address("kept"), {"lot_number": "B2"})
    pair.part()
    kept = summary(pair.kept)

    refused(mark(pair.address("kept"), '"2"'), 404, "not-found")
    marked = mark(pair.address("other"), '"2"')

    assert marked.status == 200, marked.body
    assert summary(pair.kept) == kept
    assert bootstrap.records().get(pair.other["handbook_id"]).doses == ()  # type: ignore[union-attr]
    assert reinstate(pair.address("other"), '"3"').status == 200
    (fact,) = bootstrap.records().get(pair.other["handbook_id"]).doses  # type: ignore[union-attr]
    assert fact.lot_number == "B2"


@by_either_name
def test_who_recorded_it_elsewhere_corrects_it_by_either_name_long_after(name: str, clock: Clock) -> None:
    kept, other = two_books()
    FAR_NURSE.get(f"/v1/qr/codes/{other['code']}")
    dose = id_in(FAR_NURSE.post(f"{path_of(other)}/immunizations", BCG))
    clock.move(days=3)
    merged(kept, other)
    before = summary(other)
    path = path_of(kept if name == "kept" else other)

    answer = amend(at(path, "dose", dose), {"lot_number": "B2"}, caller=FAR_NURSE)

    assert answer.status == 200, answer.body
    assert summary(other) == before
    assert bootstrap.records().get(kept["handbook_id"]).doses[0].lot_number == "B2"  # type: ignore[union-attr]
    assert FAR_NURSE.get(f"{at(path, 'dose', dose)}/versions").status == 200


def test_conditions_that_a_correction_brings_lie_where_their_source_does_and_go_back_with_it() -> None:
    kept, other = two_books()
    body = {"status": "not_given", "product": "bcg", "reason": "ill", "until": "2026-06-30"}
    waits = id_in(NURSE.post(f"{path_of(other)}/immunizations", body))
    merged(kept, other)

    changes = {"reason": "refused", "until": None}
    answer = amend(at(path_of(kept), "not_given", waits), changes)

    assert answer.status == 200, answer.body
    conditions = [one for one in items("RecordsTable") if one["sk"]["S"].startswith("CONDITION#")]
    assert [one["pk"]["S"] for one in conditions] == [f"HANDBOOK#{other['handbook_id']}"]
    assert unmerge(kept, other, MOTHER.get(path_of(kept)).headers["ETag"]).status == 200
    assert len(NURSE.get(f"{path_of(other)}/immunization-conditions").body["items"]) == 1
    assert NURSE.get(f"{path_of(kept)}/immunization-conditions").body["items"] == []


MISSING = {"kind": "dose_missing", "text": "Bé đã tiêm ở bệnh viện"}


def steps(place: str, step: str, caller: Any = NURSE, **body: Any) -> Answer:
    tag = NURSE.get(place).headers["ETag"]
    return caller.call("POST", f"{place}/{step}", {"text": "Đã xem", **body}, headers={"If-Match": tag})  # type: ignore[no-any-return]


def test_disputes_of_both_are_listed_read_and_answered_by_either_name() -> None:
    kept, other = two_books()
    dose = id_in(NURSE.post(f"{path_of(other)}/immunizations", BCG))
    wrong = {"kind": "wrong", "text": "Sai ngày", "about": {"kind": "dose", "entry_id": dose}}
    first = MOTHER.post(f"{path_of(kept)}/disputes", MISSING).body["dispute_id"]
    second = OTHER_MOTHER.post(f"{path_of(other)}/disputes", wrong).body["dispute_id"]
    merged(kept, other)

    for book in (kept, other):
        for caller in (MOTHER, OTHER_MOTHER, NURSE):
            listed = caller.get(f"{path_of(book)}/disputes").body["items"]
            assert {one["dispute_id"] for one in listed} == {first, second}
        assert NURSE.get(f"{path_of(book)}/disputes/{second}").body["about"]["entry_id"] == dose
    assert len(NURSE.get("/v1/disputes", {"commune_code": NEAR}).body["items"]) == 2
    place = f"{path_of(kept)}/disputes/{second}"
    assert steps(place, "acknowledge").status == 200
    assert amend(at(path_of(kept), "dose", dose), {"administered_on": "2026-01-07"}).status == 200
    resolution = {"outcome": "corrected", "entry": {"kind": "dose", "entry_id": dose}}
    assert steps(f"{path_of(other)}/disputes/{second}", "resolve", **resolution).body["state"] == "resolved"
    assert set(places_of(second)) == {other["handbook_id"]}

    unmerge(kept, other, MOTHER.get(path_of(kept)).headers["ETag"])
    assert OTHER_MOTHER.get(f"{path_of(other)}/disputes/{second}").body["state"] == "resolved"
    refused(MOTHER.get(f"{path_of(kept)}/disputes/{second}"), 404, "not-found")


def test_pages_of_disputes_of_both_neither_repeat_nor_leave_out() -> None:
    kept, other = two_books()
    for caller, book in ((MOTHER, kept), (OTHER_MOTHER, other)):
        for _ in range(3):
            assert caller.post(f"{path_of(book)}/disputes", MISSING).status == 201
    merged(kept, other)

    seen: list[str] = []
    query: dict[str, str] = {"limit": "2"}
    for _ in range(4):
        page = MOTHER.get(f"{path_of(other)}/disputes", query).body
        seen += [one["dispute_id"] for one in page["items"]]
        if page["next"] is None:
            break
        query["cursor"] = page["next"]
    assert (len(seen), len(set(seen))) == (6, 6)


def drifted() -> dict[str, tuple[str, ...]]:
    """Compare every summary with its entries, as `make rebuild` does, and say which drifted in what."""
    schedule, now = bootstrap.child_schedule, bootstrap.now()
    found = (
        one
        for shard in range(SHARDS)
        for one in rebuild_shard(shard, now, records=bootstrap.records(), schedule=schedule, applies=False)
    )
    return {one.handbook_id: one.drifted for one in found if one.drifted}


def test_a_merged_pair_has_not_drifted_whatever_was_corrected() -> None:
    pair = Pair()
    twin = id_in(NURSE.post(f"{path_of(pair.kept)}/immunizations", {**BCG, "lot_number": "A1"}))
    assert drifted() == {}
    amend(pair.address("kept"), {"administered_on": "2026-01-08"})
    assert drifted() == {}
    mark(pair.address("other"), '"2"')
    assert drifted() == {}
    mark(at(path_of(pair.other), "dose", twin))
    reinstate(pair.address("kept"), '"3"')
    assert drifted() == {}
    pair.part()
    assert drifted() == {}
    mark(pair.address("other"), '"4"')
    assert drifted() == {}


def test_a_merged_handbook_that_drifted_is_found_by_the_name_that_stays() -> None:
    pair = Pair()
    entry = next(one for one in items("RecordsTable") if pair.dose in one["sk"]["S"] and one["sk"]["S"][0] != "_")
    from handbook.storage.tables import connection  # noqa: PLC0415 - needs the emulated account

    client: Any = connection().client
    client.delete_item(TableName="RecordsTable", Key={name: entry[name] for name in ("pk", "sk")})

    assert drifted() == {pair.kept["handbook_id"]: ("doses",)}


def test_of_two_entries_of_one_id_each_is_corrected_by_the_name_of_its_handbook() -> None:
    own = "0f8fad5b-d9cb-469f-a165-70867728950e"
    kept, other = two_books()
    for book in (kept, other):
        assert NURSE.post(f"{path_of(book)}/immunizations", {**BCG, "id": own, "lot_number": "A1"}).status == 201
    tag = merged(kept, other)["etag"]
    shown = [one["revision"]["recorded_in"] for one in NURSE.get(f"{path_of(kept)}/immunizations").body["items"]]
    assert sorted(shown, key=str) == sorted([None, other["handbook_id"]], key=str)

    assert amend(at(path_of(kept), "dose", own), {"lot_number": "K2"}).status == 200
    second = amend(at(path_of(other), "dose", own), {"administered_on": "2026-01-08"})
    assert second.status == 200, second.body
    assert second.body["entry"]["data"]["lot_number"] == "A1"
    third = mark(at(path_of(other), "dose", own), tag='"2"')
    assert third.status == 200, third.body

    for book, versions in ((kept, [2, 1]), (other, [3, 2, 1])):
        found = NURSE.get(f"{at(path_of(book), 'dose', own)}/versions").body["items"]
        assert [one["version"] for one in found] == versions
    listed = {one["revision"]["status"]: one["lot_number"] for one in doses(kept)}
    assert listed == {"amended": "K2", "entered_in_error": "A1"}
    assert unmerge(kept, other, tag).status == 200
    assert [one["revision"]["status"] for one in doses(other)] == ["entered_in_error"]
    # The mark of the id went with the dose to its other day: the telephone that sends it again is answered.
    again = NURSE.post(f"{path_of(other)}/immunizations", {**BCG, "id": own, "lot_number": "A1"})
    assert again.status == 201, again.body


def test_a_dispute_about_an_entry_of_the_merged_handbook_goes_with_it_and_is_resolved_there() -> None:
    pair = Pair()
    said = {"kind": "wrong", "text": "Ngày tiêm không đúng", "about": {"kind": "dose", "entry_id": pair.dose}}
    opened = MOTHER.post(f"{path_of(pair.kept)}/disputes", said)
    assert opened.status == 201, opened.body
    pair.part()
    place = f"{path_of(pair.other)}/disputes/{opened.body['dispute_id']}"
    assert OTHER_MOTHER.get(place).status == 200
    assert amend(pair.address("other"), {"administered_on": "2026-01-08"}).status == 200

    assert step(place, "acknowledge", tag='"1"').status == 200
    resolved = step(place, "resolve", tag='"2"', outcome="corrected", entry={"kind": "dose", "entry_id": pair.dose})

    assert resolved.status == 200, resolved.body
