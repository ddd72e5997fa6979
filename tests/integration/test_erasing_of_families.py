"""Whose handbook leans on whose: merged handbooks, children born together, adopted children, and who lives."""

from typing import Any

import pytest

from tests.integration.agreed import request, step
from tests.integration.erasing import died, erase, gone, later, speaking_of
from tests.integration.refusals import refused
from tests.integration.test_life import ALIVE, at_term, born, happened, pregnant
from tests.integration.test_merges import merged, two_books
from tests.integration.world import MOTHER, NURSE, OTHER_MOTHER, OTHER_MOTHERS_PHONE, Clock, items, open_handbook

pytestmark = pytest.mark.usefixtures("world")
__all__ = ["at_term"]


def graves() -> set[str]:
    return {one["sk"]["S"] for one in items("RecordsTable") if one["pk"]["S"] == "ERASED"}


def id_of(path: str) -> str:
    return path.rpartition("/")[2]


def tag_of(path: str) -> int:
    return int(NURSE.get(path).headers["ETag"].strip('"'))


def twins() -> tuple[str, str]:
    """Two children of one pregnancy: the first goes on in its handbook, which the second names."""
    path = pregnant()
    both = born(path, ALIVE, {**ALIVE, "sex": "M"})
    assert both.status == 201, both.body
    first, second = (one["handbook_id"] for one in both.body["handbooks"])
    assert f"/v1/handbooks/{first}" == path
    return first, second


def test_handbooks_that_are_read_in_one_go_together(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    kept, other = two_books()
    into = merged(kept, other)["handbook_id"]
    died(into)
    later(clock, 0)

    assert erase(capsys)[1:] == [f"{into}  to leave", "2 handbooks, 1 to leave"]
    erase(capsys, "--apply")
    for one in (kept, other):
        refused(MOTHER.get(f"/v1/handbooks/{one['handbook_id']}"), 404, "not-found")
    clock.move(days=7)
    erase(capsys, "--apply")

    assert graves() == {kept["handbook_id"], other["handbook_id"]}
    assert len(speaking_of(kept["handbook_id"], other["handbook_id"])) == 2


@pytest.mark.usefixtures("at_term")
def test_the_mothers_part_stays_as_long_as_a_child_born_with_this_one_needs_it(
    clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = twins()
    died(first, "2026-08-21")
    later(clock, 100)
    wish = request(f"/v1/handbooks/{first}", "delete")

    assert wish.body["retention"]["rule_id"] == "shared-pregnancy"
    refused(step(wish.headers["Location"], "fulfil"), 409, "retention-holds")
    assert step(wish.headers["Location"], "refuse", code="retention").status == 200
    assert erase(capsys)[-1] == "2 handbooks, 0 to leave"

    died(second, "2026-08-21")
    clock.move(days=3660)
    gone(capsys, clock)
    gone(capsys, clock)
    assert graves() == {first, second}


@pytest.mark.usefixtures("at_term")
def test_a_further_child_goes_by_itself_and_the_first_ones_handbook_stays_whole(
    clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = twins()
    died(second, "2026-08-21")
    before = [one for one in items("RecordsTable") if one["pk"]["S"] == f"HANDBOOK#{first}"]
    later(clock, 100)

    gone(capsys, clock)

    assert graves() == {second}
    assert [one for one in items("RecordsTable") if one["pk"]["S"] == f"HANDBOOK#{first}"] == before
    assert MOTHER.get(f"/v1/handbooks/{first}").status == 200


def test_an_adopted_childs_handbook_goes_with_what_the_first_family_said(
    clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    adopted = {"kind": "adoption", "on": "2026-06-10", "guardian_phone": OTHER_MOTHERS_PHONE}
    answer = happened(NURSE, path, tag_of(path), **adopted)
    assert answer.status == 201, answer.body
    died(id_of(path), "2026-06-14")
    later(clock, 0)

    gone(capsys, clock)

    assert speaking_of(id_of(path)) == [f"RecordsTable ERASED {id_of(path)}"]
    refused(OTHER_MOTHER.get(path), 404, "not-found")


@pytest.mark.parametrize(
    ("happening", "goes"),
    [
        ({"kind": "miscarriage", "on": "2026-03-01"}, False),
        ({"kind": "end", "on": "2026-03-01", "end_reason": "family_wish"}, False),
        ({"kind": "maternal_death", "on": "2026-03-01"}, True),
    ],
    ids=lambda one: one["kind"] if isinstance(one, dict) else "",
)
def test_a_pregnancys_handbook_is_that_of_the_woman(
    happening: dict[str, Any], goes: bool, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    path = pregnant()
    answer = happened(NURSE, path, tag_of(path), **happening)
    assert answer.status == 201, answer.body
    later(clock, 0)

    gone(capsys, clock)

    assert graves() == ({id_of(path)} if goes else set())


def test_who_lives_is_kept_and_so_is_a_child_whose_mother_died(
    clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    assert happened(NURSE, path, tag_of(path), kind="maternal_death", on="2026-06-01").status == 201
    open_handbook(OTHER_MOTHER, full_name="Lê Minh Khôi")
    later(clock, 40 * 365)

    assert erase(capsys, "--apply")[-1] == "2 handbooks, 0 left"
