"""Births: both sides of each limit, and what is warned of."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.births import ChildBorn, check_birth, gestation_at_birth, unnamed, warnings_of
from handbook.domain.dating import Dating
from handbook.domain.errors import DateBeforePregnancyError, GestationTooShortError, InvalidFieldError
from handbook.domain.pregnancy import (
    Mother,
    Para,
    Pregnancy,
    check_pregnancy,
    para_of,
)
from handbook.domain.pregnancy import (
    warnings_of as pregnancy_warnings,
)
from tests.builders import HERE, PROVINCE

ZERO = date(2025, 11, 17)
AT = datetime(2026, 1, 1, tzinfo=UTC)
LAST_DAY = ZERO + timedelta(days=400)
PREGNANCY = Pregnancy(Mother("Lê Thị Hoa", date(1998, 3, 2)), HERE, PROVINCE, (Dating("d", "lmp", ZERO, 0, AT, "n"),))


def child(days: int = 276, **facts: Any) -> ChildBorn:
    return replace(ChildBorn("alive", ZERO + timedelta(days=days), sex="F"), **facts)


def refused(*children: ChildBorn) -> str:
    with pytest.raises(InvalidFieldError) as caught:
        check_birth(children, PREGNANCY, LAST_DAY)
    return caught.value.field


def test_a_birth_is_taken_from_20_weeks_on_and_warned_of_before_22() -> None:
    check_birth([child(140)], PREGNANCY, LAST_DAY)
    with pytest.raises(GestationTooShortError):
        check_birth([child(139)], PREGNANCY, LAST_DAY)
    with pytest.raises(DateBeforePregnancyError):
        check_birth([child(-1)], PREGNANCY, LAST_DAY)
    assert (warnings_of([child(153)], PREGNANCY), warnings_of([child(154)], PREGNANCY)) == (
        ("born_before_22_weeks",),
        (),
    )


def test_beyond_44_weeks_the_birth_is_true_and_the_dating_is_not() -> None:
    check_birth([child(309)], PREGNANCY, LAST_DAY)
    assert (gestation_at_birth([child(308)], PREGNANCY), gestation_at_birth([child(309)], PREGNANCY)) == (308, None)
    assert warnings_of([child(309)], PREGNANCY) == ("gestation_over_44_weeks",)


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("weight_g", (300, 8000), (299, 8001)),
        ("length_cm", (20.0, 70.0), (19.9, 70.1)),
        ("head_cm", (12.0, 50.0), (11.9, 50.1)),
        ("apgar_1", (0, 10), (-1, 11)),
        ("apgar_10", (0, 10), (-1, 11)),
    ],
)
def test_sizes_and_scores_are_taken_within_their_limits(
    field: str, good: tuple[Any, ...], bad: tuple[Any, ...]
) -> None:
    for value in good:
        check_birth([child(**{field: value})], PREGNANCY, LAST_DAY)
    for value in bad:
        assert refused(child(), child(**{field: value})) == f"children.1.{field}"


def test_twins_come_within_150_days_and_are_warned_of_when_a_day_is_not_enough() -> None:
    check_birth([child(150), child(300)], PREGNANCY, LAST_DAY)
    assert refused(child(150), child(301)) == "children.1.born_on"
    assert warnings_of([child(276), child(277)], PREGNANCY) == ()
    assert warnings_of([child(275), child(277)], PREGNANCY) == ("days_apart",)


def test_six_children_at_most_and_one_at_least() -> None:
    check_birth([child()] * 6, PREGNANCY, LAST_DAY)
    assert (refused(*[child()] * 7), refused()) == ("children", "children")


def test_a_stillborn_child_needs_no_sex_and_has_no_score() -> None:
    check_birth([child(outcome="stillborn", sex=None, apgar_1=0)], PREGNANCY, LAST_DAY)
    assert refused(child(outcome="stillborn", apgar_5=1)) == "children.0.apgar_5"
    assert refused(child(sex=None)) == "children.0.sex"


def test_more_or_fewer_children_than_were_counted_are_warned_of() -> None:
    counted = replace(PREGNANCY, fetuses=2)
    assert warnings_of([child()], counted) == ("fetuses_differ",)
    assert warnings_of([child(), child()], counted) == ()


@given(st.integers(140, 308), st.integers(300, 8000))
def test_whatever_is_taken_can_be_warned_of(days: int, weight_g: int) -> None:
    born = child(days, weight_g=weight_g)
    check_birth([born], PREGNANCY, LAST_DAY)
    assert set(warnings_of([born], PREGNANCY)) <= {"born_before_22_weeks", "weight_unusual_for_gestation"}


def test_an_unnamed_child_is_called_after_its_mother() -> None:
    assert (unnamed("Lê Thị Hoa", 1, 1), unnamed("Lê Thị Hoa", 2, 3)) == ("Con bà Lê Thị Hoa", "Con bà Lê Thị Hoa 2")


@given(st.tuples(*[st.integers(0, 9)] * 4))
def test_para_is_read_as_it_is_written(digits: tuple[int, int, int, int]) -> None:
    assert para_of(Para(*digits).text) == Para(*digits)


@pytest.mark.parametrize("text", ["", "101", "10111", "10a1", "１０１１"])
def test_para_has_four_plain_digits(text: str) -> None:
    with pytest.raises(InvalidFieldError):
        para_of(text)


@pytest.mark.parametrize(
    ("born", "warnings"),
    [
        ("2017-11-17", ("mother_under_15",)),
        ("2010-11-18", ("mother_under_15",)),
        ("2010-11-17", ()),
        ("1975-11-18", ()),
        ("1975-11-17", ("mother_50_or_older",)),
        ("1955-11-18", ("mother_50_or_older",)),
    ],
)
def test_the_mothers_age_is_warned_of_outside_15_to_49(born: str, warnings: tuple[str, ...]) -> None:
    told = replace(PREGNANCY, mother=Mother("Hoa", date.fromisoformat(born)))
    check_pregnancy(told)
    assert pregnancy_warnings(told, ZERO, is_over=False) == warnings


@pytest.mark.parametrize("born", ["2017-11-18", "1955-11-17", "2026-01-01"])
def test_a_mother_younger_than_8_or_older_than_69_is_a_slip_of_the_year(born: str) -> None:
    with pytest.raises(InvalidFieldError) as caught:
        check_pregnancy(replace(PREGNANCY, mother=Mother("Hoa", date.fromisoformat(born))))
    assert caught.value.field == "pregnancy.mother.birth_date"


def test_more_children_living_than_births_is_warned_of_since_twins_are_one_birth() -> None:
    assert pregnancy_warnings(replace(PREGNANCY, para=Para(1, 0, 0, 2)), ZERO, is_over=False) == (
        "para_living_more_than_born",
    )
