"""Feeding records by the official codes, dental checks by their calendar."""

from datetime import date
from typing import Any

import pytest

from handbook.domain.dental import check_dental, next_dental_check
from handbook.domain.errors import DateBeforeBirthError, DateInFutureError, ImplausibleValueError, InvalidFieldError
from handbook.domain.feeding import check_feeding, milks
from tests.unit.domain.care.entries import BORN, TODAY, dental, feeding


def test_the_official_codes_are_those_of_the_decision() -> None:
    assert {name: kind.official_code for name, kind in milks().items()} == {
        "exclusive_breastfeeding": "1",
        "mixed": "2",
        "formula": "3",
    }


@pytest.mark.parametrize("values", [
    {"milk": "exclusive_breastfeeding", "complementary_foods": False, "breastfed": True},
    {"milk": "mixed", "complementary_foods": True, "breastfed": True},
    {"milk": "formula", "complementary_foods": True, "breastfed": False},
    {"complementary_foods": False}, {"breastfed": False},
])  # fmt: skip
def test_answers_that_go_together_are_kept(values: dict[str, Any]) -> None:
    check_feeding(feeding(TODAY, **values), BORN, TODAY)


@pytest.mark.parametrize(("values", "field"), [
    ({}, "milk"), ({"milk": "4"}, "milk"),
    ({"milk": "exclusive_breastfeeding", "complementary_foods": True}, "complementary_foods"),
    ({"milk": "exclusive_breastfeeding", "breastfed": False}, "breastfed"),
    ({"milk": "mixed", "breastfed": False}, "breastfed"), ({"milk": "formula", "breastfed": True}, "breastfed"),
])  # fmt: skip
def test_answers_that_contradict_each_other_and_none_at_all_are_refused(values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidFieldError) as caught:
        check_feeding(feeding(TODAY, **values), BORN, TODAY)
    assert caught.value.field == field


def test_feeding_and_teeth_are_looked_at_between_birth_and_today() -> None:
    tomorrow, before = date(2026, 11, 21), date(2025, 1, 30)
    for on, error in ((tomorrow, DateInFutureError), (before, DateBeforeBirthError)):
        with pytest.raises(error):
            check_feeding(feeding(on, breastfed=True), BORN, TODAY)
        with pytest.raises(error):
            check_dental(dental(on, teeth_erupted=4), BORN, TODAY)


@pytest.mark.parametrize("values", [
    {"teeth_erupted": 0}, {"teeth_erupted": 32, "teeth_decayed": 32}, {"advice": "a" * 500}, {"teeth_decayed": 0},
])  # fmt: skip
def test_teeth_are_counted(values: dict[str, Any]) -> None:
    check_dental(dental(TODAY, **values), BORN, TODAY)


@pytest.mark.parametrize(("values", "field", "kind"), [
    ({}, "teeth_erupted", InvalidFieldError), ({"teeth_erupted": -1}, "teeth_erupted", ImplausibleValueError),
    ({"teeth_erupted": 33}, "teeth_erupted", ImplausibleValueError),
    ({"teeth_erupted": 3, "teeth_decayed": 4}, "teeth_decayed", InvalidFieldError),
    ({"advice": "a" * 501}, "advice", InvalidFieldError),
])  # fmt: skip
def test_more_teeth_than_there_are_and_an_empty_check_are_refused(
    values: dict[str, Any], field: str, kind: type[InvalidFieldError]
) -> None:
    with pytest.raises(kind) as caught:
        check_dental(dental(TODAY, **values), BORN, TODAY)
    assert caught.value.field == field


@pytest.mark.parametrize(("checks", "due_on", "overdue_after"), [
    ([], date(2026, 1, 31), date(2026, 2, 28)),
    ([date(2026, 2, 10)], date(2026, 8, 10), date(2026, 9, 10)),
    ([date(2026, 8, 10), date(2026, 2, 10)], date(2027, 2, 10), date(2027, 3, 10)),
    ([date(2025, 3, 1)], date(2026, 1, 31), date(2026, 2, 28)),
])  # fmt: skip
def test_a_dental_check_is_due_at_twelve_months_and_then_every_six(
    checks: list[date], due_on: date, overdue_after: date
) -> None:
    assert next_dental_check([dental(on) for on in checks], BORN) == (due_on, overdue_after)


def test_after_six_years_no_dental_check_is_due() -> None:
    assert next_dental_check([dental(date(2030, 7, 30))], BORN) is not None
    assert next_dental_check([dental(date(2030, 7, 31))], BORN) is None
