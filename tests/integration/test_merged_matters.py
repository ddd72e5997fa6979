"""What goes on in two handbooks of one child when they become one: disputes, corrections, notes, ends of a life."""

import pytest

from tests.integration.agreed import agree, state
from tests.integration.corrected import amend, at, mark, recorded
from tests.integration.refusals import refused
from tests.integration.test_disputes import desk, dispute, step
from tests.integration.test_grants import AT_SCHOOL, SCHOOL, given
from tests.integration.test_identifiers import number
from tests.integration.test_life import ALIVE, at_term, born, happened, pregnant  # noqa: F401 - at_term is a fixture
from tests.integration.test_merges import merge, merged, path_of, two_books, unmerge
from tests.integration.world import (
    FAR_NURSE,
    MOTHER,
    MOTHERS_PHONE,
    NURSE,
    OTHER_MOTHER,
    OTHER_MOTHERS_PHONE,
    Clock,
    open_handbook,
)

pytestmark = pytest.mark.usefixtures("world")


def test_a_dispute_of_either_handbook_goes_on_under_both_names() -> None:
    other, kept = two_books()  # the disputing mother's is the one that is merged
    place = dispute(path_of(other))
    dispute_id = place.rpartition("/")[2]

    merged(kept, other)

    for book, caller in ((kept, OTHER_MOTHER), (other, MOTHER), (kept, NURSE)):
        listed = caller.get(f"{path_of(book)}/disputes").body["items"]
        assert [one["dispute_id"] for one in listed] == [dispute_id]
    assert desk() == [place]
    assert step(place, "acknowledge").status == 200
    refused = step(f"{path_of(kept)}/disputes/{dispute_id}", "resolve", outcome="refused", code="record_is_right")
    assert refused.status == 200, refused.body
    assert desk() == []


def test_an_author_without_a_right_on_the_handbook_corrects_the_own_entry_after_a_merge(clock: Clock) -> None:
    kept, other = two_books()
    FAR_NURSE.get(f"/v1/qr/codes/{other['code']}")
    entry_id = recorded(path_of(other), "dose", FAR_NURSE)
    merged(kept, other)
    clock.move(days=2)

    answer = mark(at(path_of(other), "dose", entry_id), caller=FAR_NURSE)

    assert answer.status == 200, answer.body
    (shown,) = NURSE.get(f"{path_of(kept)}/immunizations").body["items"]
    assert (shown["dose_id"], shown["revision"]["status"]) == (entry_id, "entered_in_error")
    (change,) = (one for one in NURSE.get(f"{path_of(kept)}/changes").body["items"] if one["id"] == entry_id)
    assert change["status"] == "entered_in_error"


def test_two_handbooks_that_both_tell_of_the_death_become_one() -> None:
    kept, other = two_books()
    for book in (kept, other):
        assert happened(NURSE, path_of(book), 1, kind="death", on="2026-06-01").status == 201
    kept, other = (NURSE.get(path_of(book)).body for book in (kept, other))

    answer = merged(kept, other)

    assert answer["state"] == "deceased"


def test_the_end_that_only_the_merged_handbook_tells_of_holds() -> None:
    kept, other = two_books()
    assert happened(NURSE, path_of(other), 1, kind="death", on="2026-06-01").status == 201
    other = NURSE.get(path_of(other)).body

    assert merged(kept, other, confirmed=["state_differs"])["state"] == "deceased"


def test_an_adoption_that_one_of_two_handbooks_tells_of_keeps_them_apart() -> None:
    kept, other = two_books()
    adoption = {"kind": "adoption", "on": "2026-06-15", "guardian_phone": OTHER_MOTHERS_PHONE}
    assert happened(NURSE, path_of(kept), 1, **adoption, full_name="Trần Minh Anh").status == 201
    kept = NURSE.get(path_of(kept)).body

    assert merge(kept, other).problem == "merge-refused"

    assert happened(NURSE, path_of(other), 1, **adoption, full_name="Trần Minh Anh").status == 201
    other = NURSE.get(path_of(other)).body
    assert merge(kept, other).status == 200
    assert OTHER_MOTHER.get(path_of(other)).body["mother_name"] is None
    assert MOTHER.get(path_of(kept)).status == 404


@pytest.mark.usefixtures("at_term")
def test_the_handbook_that_tells_of_the_pregnancy_is_the_one_to_stay() -> None:
    path = pregnant()
    birth = born(path, {**ALIVE, "full_name": "Nguyễn Thị Ánh"})
    assert birth.status == 201, birth.body
    began = NURSE.get(path).body
    plain = open_handbook(birth_date="2026-08-20")

    assert merge(plain, began).problem == "merge-refused"
    assert merged(began, NURSE.get(path_of(plain)).body)["pregnancy"] is not None


def test_a_tetanus_dose_of_the_mother_is_amended_by_the_rules_that_recording_it_has() -> None:
    path = pregnant()
    given = NURSE.post(f"{path}/tetanus", {"product": "td", "administered_on": "2026-02-02", "lot_number": "A1"})
    address = at(path, "mothers_dose", given.body["dose"]["entry_id"])

    for changes, field in (({"administered_on": "2026-06-16"}, "administered_on"), ({"product": "bcg-x"}, "product")):
        refused = amend(address, changes)
        assert refused.body.get("errors"), refused.body
        assert field in refused.body["errors"][0]["field"]
    amended = amend(address, {"administered_on": "2026-02-03"}, tag=given.headers["ETag"])

    assert amended.status == 200, amended.body
    assert amended.body["entry"]["data"]["lot_number"] == "A1"
    (listed,) = MOTHER.get(f"{path}/tetanus").body["items"]
    assert (listed["administered_on"], listed["status"]) == ("2026-02-03", "amended")


def test_two_children_whom_different_families_adopted_are_not_merged() -> None:
    kept, other = two_books()
    for book, phone in ((kept, OTHER_MOTHERS_PHONE), (other, MOTHERS_PHONE)):
        said = {"kind": "adoption", "on": "2026-06-15", "guardian_phone": phone, "full_name": "Trần Minh Anh"}
        assert happened(NURSE, path_of(book), 1, **said).status == 201
    kept, other = (NURSE.get(path_of(book)).body for book in (kept, other))

    assert merge(kept, other).problem == "merge-refused"


def test_who_adopted_changes_no_number_of_the_mothers() -> None:
    book = open_handbook()
    hers = NURSE.post(f"{path_of(book)}/identifiers", number(subject="mother")).body["identifier"]
    said = {"kind": "adoption", "on": "2026-06-15", "guardian_phone": OTHER_MOTHERS_PHONE, "full_name": "Trần Minh Anh"}
    assert happened(NURSE, path_of(book), 1, **said).status == 201
    place = f"{path_of(book)}/identifiers/{hers['identifier_id']}"

    refused = OTHER_MOTHER.call("PATCH", place, {"status": "cancelled"}, headers={"If-Match": hers["etag"]})

    assert refused.status == 404
    assert NURSE.call("PATCH", place, {"status": "cancelled"}, headers={"If-Match": hers["etag"]}).status == 200


def test_a_guardian_whose_bond_the_station_ended_gets_no_handbook_back_when_two_part() -> None:
    kept, other = two_books()
    merged(kept, other)
    tag = NURSE.get(f"{path_of(kept)}/guardians").headers["ETag"]
    proof = {"reason": "court_decision", "proof": "court_decision"}
    ended = f"{path_of(kept)}/guardians/other-mother/end"
    assert NURSE.call("POST", ended, proof, headers={"If-Match": tag}).status == 200
    assert unmerge(kept, other, NURSE.get(path_of(kept)).headers["ETag"]).status == 200
    assert [OTHER_MOTHER.get(path_of(one)).status for one in (kept, other)] == [404, 404]
    assert NURSE.get(f"{path_of(other)}/guardians").body["items"] == []


@pytest.mark.parametrize("mother_shared", [True, False])
def test_two_handbooks_do_not_part_while_an_adoption_of_both_holds(clock: Clock, mother_shared: bool) -> None:
    kept, other = two_books()
    merged(kept, other)
    clock.move(seconds=1)
    adopting = {"kind": "adoption", "on": "2026-06-15", "guardian_phone": MOTHERS_PHONE, "full_name": "Trần Minh Anh"}
    version = NURSE.get(path_of(kept)).body["version"]
    done = happened(NURSE, path_of(kept), version, **adopting, mother_shared=mother_shared)
    assert done.status == 201, done.body
    tag = NURSE.get(path_of(kept)).headers["ETag"]
    refused(unmerge(kept, other, tag), 409, "merge-refused", "other_id")
    assert (OTHER_MOTHER.get(path_of(other)).status, MOTHER.get(path_of(other)).status) == (404, 200)
    event = done.body["event"]["event_id"]
    back = happened(NURSE, path_of(kept), int(tag.strip('"')), kind="retraction", on="2026-06-15", retracts=event)
    assert back.status == 201, back.body
    assert unmerge(kept, other, NURSE.get(path_of(kept)).headers["ETag"]).status == 200
    assert OTHER_MOTHER.get(path_of(other)).status == 200


def test_what_the_family_of_a_merged_handbook_agreed_to_and_shared_has_ended() -> None:
    kept, other = two_books()
    path = path_of(other)
    assert agree(path, "share_school", OTHER_MOTHER).status == 201
    given(OTHER_MOTHER, f"{path}/shares", AT_SCHOOL)
    merged(kept, OTHER_MOTHER.get(path).body)
    assert SCHOOL.get(f"{path}/vaccinations").status == 404
    assert [one["state"] for one in OTHER_MOTHER.get(f"{path}/grants").body["items"]] == ["ended"]
    assert unmerge(kept, other, NURSE.get(path_of(kept)).headers["ETag"]).status == 200
    assert SCHOOL.get(f"{path}/vaccinations").status == 404
    assert state(path, "share_school", OTHER_MOTHER) == "not_given"
