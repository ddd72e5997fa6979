"""Two handbooks of one pregnancy: offered when the second is opened, read in one, and apart again."""

from typing import Any

import pytest

from tests.integration.test_encounters import ANTENATAL
from tests.integration.test_identifiers import PERSONAL_ID, number
from tests.integration.test_life import (
    ALIVE,
    DUE,
    LAST_PERIOD,
    PREGNANCY,
    at_term,  # noqa: F401 - a fixture
    born,
    changed,
    happened,
    pregnant,
)
from tests.integration.test_merges import merge, merged, path_of, unmerge
from tests.integration.world import (
    FAR,
    FAR_NURSE,
    MOTHER,
    NEAR,
    NURSE,
    OTHER_MOTHER,
    OTHER_MOTHERS_PHONE,
    Clock,
    everything,
    items,
    open_handbook,
)

pytestmark = pytest.mark.usefixtures("world")

SCAN = {"method": "ultrasound", "scanned_on": "2026-02-02", "gestation_days": 68}
"""By it day zero is nine days later than by the last period: so early a scan is the surer of the two."""


def said(**mother: Any) -> dict[str, Any]:
    """A pregnancy with other words of the mother."""
    told = PREGNANCY["pregnancy"]
    return {**PREGNANCY, "pregnancy": {**told, "mother": {**told["mother"], **mother}}}


def dated(last_period_on: str) -> dict[str, Any]:
    """The same pregnancy by another last period."""
    dating = {"method": "lmp", "last_period_on": last_period_on}
    return {"pregnancy": {**PREGNANCY["pregnancy"], "dating": dating}}


def read(path: str) -> dict[str, Any]:
    body: dict[str, Any] = NURSE.get(path).body
    return body


def two_pregnancies(clock: Clock | None = None, **changes: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """One that the mother opened, and one of the same pregnancy that a relative did, by a clock some minutes later."""
    kept = pregnant()
    if clock is not None:
        clock.move(minutes=5)
    return read(kept), read(pregnant(OTHER_MOTHER, **changes))


def offered(opened: Any) -> list[dict[str, Any]]:
    assert opened.status == 201, opened.body
    found: list[dict[str, Any]] = opened.body["possible_duplicates"]
    return found


def test_a_pregnancy_that_has_a_handbook_is_offered_with_the_reasons() -> None:
    there = pregnant()
    again = {**said(full_name="Le Thi Hoa", birth_date=None), "guardian_phone": OTHER_MOTHERS_PHONE}

    (found,) = offered(NURSE.post("/v1/handbooks", again))

    assert found == {
        "handbook_id": there.rpartition("/")[2],
        "score": 52,
        "reasons": ["mother_name_same", "due_date_same"],
        "objections": [],
        "full_name": None,
        "sex": None,
        "birth_date": None,
        "mother_name": "Lê Thị Hoa",
        "mother_birth_date": "1998-03-02",
        "due_on": DUE,
    }
    assert "match_handbooks" in {one["action"] for one in MOTHER.get(f"{there}/access-log").body["items"]}


def test_a_family_is_offered_its_own_pregnancy_and_nobody_elses() -> None:
    pregnant()
    (found,) = offered(MOTHER.post("/v1/handbooks", PREGNANCY))
    assert found["reasons"] == ["mother_name_same", "mother_birth_date_same", "due_date_same", "guardian_shared"]
    assert offered(OTHER_MOTHER.post("/v1/handbooks", PREGNANCY)) == []


@pytest.mark.parametrize(
    ("again", "expected"),
    [
        ({**PREGNANCY, **dated("2025-12-15")}, True),  # a cycle later
        ({**PREGNANCY, **dated("2025-12-19")}, False),
        (said(full_name="Trần Thị Lan", birth_date="1990-01-02"), False),
    ],
)
def test_what_another_pregnancy_or_woman_is_told_by_is_not_offered(again: dict[str, Any], expected: bool) -> None:
    pregnant(OTHER_MOTHER)
    found = offered(NURSE.post("/v1/handbooks", {**again, "guardian_phone": OTHER_MOTHERS_PHONE}))
    assert bool(found) is expected


def test_a_pregnancy_that_ended_and_a_child_are_not_offered_for_one() -> None:
    lost = pregnant()
    assert happened(NURSE, lost, 1, kind="miscarriage", on="2026-02-01").status == 201
    open_handbook(mother_name="Lê Thị Hoa")
    assert offered(MOTHER.post("/v1/handbooks", PREGNANCY)) == []


def test_the_mothers_number_finds_her_pregnancy_before_another_is_opened() -> None:
    path = pregnant()
    hers = number(value=PERSONAL_ID, subject="mother")
    assert NURSE.post(f"{path}/identifiers", hers).status == 201
    asked = {**said(full_name="Lò Thị Páo", birth_date=None), **dated("2025-11-24")}
    asked["pregnancy"]["mother"] = {"full_name": "Lê Hoa"}

    answer = NURSE.post("/v1/handbooks/matches", {**asked, "identifiers": [hers]})

    assert answer.status == 200, answer.body
    (found,) = answer.body["items"]
    assert found["handbook_id"] == path.rpartition("/")[2]
    assert "mother_identifier_shared" in found["reasons"]


def test_matches_of_a_pregnancy_name_the_field_that_cannot_be() -> None:
    late = NURSE.post("/v1/handbooks/matches", {**PREGNANCY, **dated("2026-06-16")})
    assert (late.problem, late.body["errors"][0]["field"]) == ("date-in-future", "pregnancy.dating.last_period_on")
    both = NURSE.post("/v1/handbooks/matches", {**PREGNANCY, "sex": "F"})
    assert both.body["errors"][0]["field"] == "sex"


def test_a_preview_says_what_the_two_tell_otherwise_and_how_it_would_be_dated(clock: Clock) -> None:
    kept, other = two_pregnancies(clock, **dated("2025-11-24"))

    answer = NURSE.call("POST", f"{path_of(kept)}/merge/preview", {"other_id": other["handbook_id"]})

    assert answer.status == 200, answer.body
    body = answer.body
    assert body["conflicts"] == [{"field": "due_on", "kept": DUE, "other": "2026-08-31"}]
    assert body["warnings"] == ["due_date_differs"]
    assert body["due_on"] == "2026-08-31"  # of two last periods the later statement is the correction
    assert (body["score"], body["objections"]) == (77, [])
    assert merge(kept, other).problem == "merge-unconfirmed"
    for caller, book in ((MOTHER, kept), (OTHER_MOTHER, other)):
        log = caller.get(f"{path_of(book)}/access-log").body["items"]
        assert "preview_merge" in {entry["action"] for entry in log}


def test_both_names_lead_to_all_that_was_recorded_and_the_due_date_follows() -> None:
    kept, other = two_pregnancies()
    assert changed(NURSE, path_of(other), {"pregnancy": {"dating": SCAN}}, 1).status == 200
    other = read(path_of(other))
    visit = {**ANTENATAL, "visited_on": "2026-02-02", "next_visit_on": None}
    visit["antenatal"] = {**ANTENATAL["antenatal"], "gestation_days": 70}
    assert NURSE.post(f"{path_of(other)}/encounters", visit).status == 201
    given = {"product": "td", "administered_on": "2026-02-02"}
    assert NURSE.post(f"{path_of(other)}/tetanus", given).status == 201
    assert NURSE.post(f"{path_of(other)}/identifiers", number(subject="mother")).status == 201
    other = read(path_of(other))

    answer = merged(kept, other, confirmed=["due_date_differs"])

    assert answer["pregnancy"]["due_on"] == other["pregnancy"]["due_on"] != DUE
    assert [one["used"] for one in answer["pregnancy"]["datings"]] == [False, False, True]
    assert other["code"] in answer["carriers"]
    for caller in (MOTHER, OTHER_MOTHER, NURSE):
        for book in (kept, other):
            assert caller.get(path_of(book)).body["handbook_id"] == kept["handbook_id"]
            assert len(caller.get(f"{path_of(book)}/encounters").body["items"]) == 1
            assert len(caller.get(f"{path_of(book)}/tetanus").body["items"]) == 1
            assert len(caller.get(f"{path_of(book)}/identifiers").body["items"]) == 1
    assert [one["handbook_id"] for one in OTHER_MOTHER.get("/v1/handbooks").body["items"]] == [kept["handbook_id"]]
    assert NURSE.get(f"/v1/qr/codes/{other['code']}").body["handbook_id"] == kept["handbook_id"]


def test_the_plan_of_care_and_the_next_reminder_follow() -> None:
    kept, other = two_pregnancies()
    before = NURSE.get(f"{path_of(kept)}/care-plan").body
    visit = {**ANTENATAL, "visited_on": "2026-06-10", "next_visit_on": None}
    visit["antenatal"] = {**ANTENATAL["antenatal"], "gestation_days": 205}
    assert NURSE.post(f"{path_of(other)}/encounters", visit).status == 201

    answer = merged(kept, read(path_of(other)))

    plan = NURSE.get(f"{path_of(kept)}/care-plan").body
    assert plan == NURSE.get(f"{path_of(other)}/care-plan").body != before
    # The visit of this month was made, as the other handbook tells: the next one is announced.
    assert (kept["next_contact_on"], answer["next_contact_on"]) == ("2026-06-15", "2026-07-06")


def test_a_register_lists_a_merged_pregnancy_once_by_the_date_that_counts(clock: Clock) -> None:
    kept, other = two_pregnancies(clock, **dated("2025-11-24"))
    merged(kept, other, confirmed=["due_date_differs"])

    listed = NURSE.get(f"/v1/communes/{NEAR}/register", {"of": "pregnant"}).body["items"]

    assert [(one["handbook_id"], one["pregnancy"]["due_on"]) for one in listed] == [(kept["handbook_id"], "2026-08-31")]


def test_a_merge_of_pregnancies_undone_gives_each_its_own_again(clock: Clock) -> None:
    kept, other = two_pregnancies(clock, **dated("2025-11-24"))
    tag = merged(kept, other, confirmed=["due_date_differs"])["etag"]

    parted = unmerge(kept, other, tag)

    assert parted.status == 200, parted.body
    changing = {"etag", "version"}
    for now, was in ((parted.body["handbook"], kept), (parted.body["other"], other)):
        assert {k: v for k, v in now.items() if k not in changing} == {
            k: v for k, v in was.items() if k not in changing
        }
    assert MOTHER.get(path_of(other)).status == 404
    assert OTHER_MOTHER.get(path_of(kept)).status == 404


def test_a_dating_that_was_withdrawn_meanwhile_goes_back_withdrawn() -> None:
    kept, other = two_pregnancies()
    assert changed(NURSE, path_of(other), {"pregnancy": {"dating": SCAN}}, 1).status == 200
    one = merged(kept, read(path_of(other)), confirmed=["due_date_differs"])
    scan = one["pregnancy"]["datings"][-1]["dating_id"]
    amended = changed(NURSE, path_of(other), {"pregnancy": {"withdraw_dating": scan}}, 2)
    assert amended.body["pregnancy"]["due_on"] == DUE

    assert unmerge(kept, other, amended.body["etag"]).status == 200

    back = read(path_of(other))["pregnancy"]
    assert (back["due_on"], [bool(one["withdrawn_at"]) for one in back["datings"]]) == (DUE, [False, True])
    profiles = [one["sk"]["S"] for one in items("RecordsTable") if one["sk"]["S"].startswith("PROFILE#")]
    assert len(profiles) >= 3  # before the merge, the withdrawal and the parting


def test_a_pregnancy_is_never_left_without_a_dating() -> None:
    kept, other = two_pregnancies()
    one = merged(kept, other)
    own, theirs = (dating["dating_id"] for dating in one["pregnancy"]["datings"])
    body = changed(NURSE, path_of(kept), {"pregnancy": {"withdraw_dating": own}}, 2).body
    refused = unmerge(kept, other, body["etag"])
    assert refused.body["errors"][0]["field"] == "pregnancy.dating"
    body = changed(NURSE, path_of(kept), {"pregnancy": {"dating": SCAN}}, 3).body
    body = changed(NURSE, path_of(kept), {"pregnancy": {"withdraw_dating": theirs}}, 4).body

    assert unmerge(kept, other, body["etag"]).status == 200

    assert read(path_of(other))["pregnancy"]["day_zero"] == LAST_PERIOD
    assert [one["method"] for one in read(path_of(kept))["pregnancy"]["datings"]] == ["lmp", "ultrasound"]


def test_only_staff_of_both_areas_merge_pregnancies() -> None:
    kept = read(pregnant())
    far = OTHER_MOTHER.post("/v1/handbooks", {**PREGNANCY, "commune_code": FAR}).body
    for caller in (NURSE, FAR_NURSE, MOTHER):
        before = [row for table, rows in everything().items() if table != "AuditTable" for row in rows]
        assert merge(kept, far, caller).status in {403, 404}
        assert [row for table, rows in everything().items() if table != "AuditTable" for row in rows] == before


@pytest.mark.usefixtures("at_term")
def test_the_birth_after_a_merge_is_of_the_one_pregnancy_and_all_guardians_see_the_child() -> None:
    kept, other = two_pregnancies()
    merged(kept, other)

    answer = born(path_of(other), ALIVE)

    assert answer.status == 201, answer.body
    assert [one["handbook_id"] for one in answer.body["handbooks"]] == [kept["handbook_id"]]
    for caller in (MOTHER, OTHER_MOTHER):
        assert caller.get(path_of(other)).body["full_name"] == "Con bà Lê Thị Hoa"


@pytest.mark.usefixtures("at_term")
def test_a_pregnancy_is_merged_into_the_handbook_in_which_its_birth_is_recorded() -> None:
    kept, other = two_pregnancies()
    assert NURSE.post(f"{path_of(other)}/tetanus", {"product": "td", "administered_on": "2026-02-02"}).status == 201
    assert born(path_of(kept), ALIVE).status == 201
    kept, other = read(path_of(kept)), read(path_of(other))

    assert merge(other, kept).problem == "merge-refused"
    answer = merged(kept, other, confirmed=["state_differs"])

    assert (answer["state"], answer["full_name"]) == ("in_care", "Con bà Lê Thị Hoa")
    assert len(MOTHER.get(f"{path_of(kept)}/tetanus").body["items"]) == 1
    assert unmerge(kept, other, answer["etag"]).body["other"]["state"] == "pregnant"


@pytest.mark.usefixtures("at_term")
def test_a_childs_handbook_and_a_pregnancy_without_its_birth_are_merged_after_the_birth() -> None:
    carried = read(pregnant())
    child = open_handbook(OTHER_MOTHER, birth_date="2026-08-20", mother_name="Lê Thị Hoa")

    assert merge(carried, child).problem == merge(child, carried).problem == "merge-before-birth"
    preview = NURSE.call("POST", f"{path_of(child)}/merge/preview", {"other_id": carried["handbook_id"]})
    assert preview.problem == "merge-before-birth"

    assert born(path_of(carried), ALIVE).status == 201
    answer = merged(read(path_of(carried)), child, confirmed=["not_alike"])
    assert answer["pregnancy"] is not None
