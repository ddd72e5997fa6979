"""What speaks for one pregnancy in two handbooks, and what against it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.matching_pregnancies import DUE_NEAR_DAYS, DUE_SAME_DAYS, PregnancyFacts, match_pregnancies

HOA = PregnancyFacts("Lê Thị Hoa", date(2026, 8, 24), date(1998, 3, 2), frozenset({"mother"}))


def due_after(days: int) -> PregnancyFacts:
    return replace(HOA, due_on=HOA.due_on + timedelta(days=days))


@pytest.mark.parametrize(
    ("days", "point"),
    [
        (0, "due_date_same"),
        (DUE_SAME_DAYS, "due_date_same"),
        (DUE_SAME_DAYS + 1, "due_date_near"),
        (DUE_NEAR_DAYS, "due_date_near"),
        (DUE_NEAR_DAYS + 1, "due_date_differs"),
    ],
)
def test_due_dates_speak_for_or_against_by_their_distance(days: int, point: str) -> None:
    for found in (match_pregnancies(HOA, due_after(days)), match_pregnancies(due_after(days), HOA)):
        assert point in (*found.reasons, *found.objections)


@pytest.mark.parametrize(
    ("born", "point"),
    [
        (date(1998, 3, 2), "mother_birth_date_same"),
        (date(1998, 2, 3), "mother_birth_date_near"),
        (date(1998, 3, 12), "mother_birth_date_near"),
        (date(1998, 1, 1), "mother_birth_date_near"),
        (date(1995, 7, 20), "mother_birth_date_differs"),
    ],
)
def test_the_mothers_birth_date_forgives_a_slip(born: date, point: str) -> None:
    found = match_pregnancies(HOA, replace(HOA, mother_birth_date=born))
    assert point in (*found.reasons, *found.objections)


def test_a_birth_date_that_one_does_not_know_says_nothing() -> None:
    found = match_pregnancies(HOA, replace(HOA, mother_birth_date=None, guardians=frozenset()))
    assert (found.reasons, found.objections) == (("mother_name_same", "due_date_same"), ())
    assert found.probable


def test_the_next_pregnancy_of_one_woman_is_another_one_whatever_else_is_the_same() -> None:
    number = {"personal_id": "mark"}
    found = match_pregnancies(
        replace(HOA, mother_identifiers=number), replace(due_after(70), mother_identifiers=number)
    )
    assert found.objections == ("due_date_differs",)
    assert not found.probable


def test_numbers_of_one_office_that_differ_speak_of_two_women() -> None:
    one, two = ({"personal_id": mark} for mark in ("a", "b"))
    found = match_pregnancies(replace(HOA, mother_identifiers=one), replace(HOA, mother_identifiers=two))
    assert "mother_identifier_differs" in found.objections
    other = match_pregnancies(replace(HOA, mother_identifiers=one), replace(HOA, mother_identifiers={"health_id": "b"}))
    assert other.objections == ()


NAMES = st.sampled_from(["Lê Thị Hoa", "Le Thi Hoa", "Lê Hoa", "Trần Thị Lan", "Vừ Thị Mỷ"])
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
WOMEN = st.builds(
    PregnancyFacts,
    NAMES,
    DAYS,
    st.none() | st.dates(date(1985, 1, 1), date(2008, 1, 1)),
    st.frozensets(st.sampled_from(["a", "b"])),
    st.none() | st.dictionaries(st.sampled_from(["personal_id", "health_id"]), st.sampled_from(["x", "y"])),
)


@given(WOMEN, WOMEN)
def test_the_order_of_two_pregnancies_does_not_matter(one: PregnancyFacts, other: PregnancyFacts) -> None:
    found = match_pregnancies(one, other)
    assert found == match_pregnancies(other, one)
    assert 0 <= found.score <= 100
    assert set(found.reasons).isdisjoint(found.objections)
