"""Vitamin A and deworming: kept as given, asked about when they do not fit, and due by the national rounds."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.errors import ImplausibleValueError, InvalidFieldError
from handbook.domain.supplements import Supplement, check_supplement, supplements_due, warning_texts, warnings_of
from tests.unit.domain.care.entries import supplement

BORN = date(2025, 1, 15)
LATER = date(2032, 1, 1)


def a(on: date, dose_iu: int, entry_id: str = "s", **values: Any) -> Supplement:
    return supplement(on, entry_id, product="vitamin_a", dose_iu=dose_iu, **values)


def worm(on: date, dose_mg: int, entry_id: str = "s", product: str = "albendazole") -> Supplement:
    return supplement(on, entry_id, product=product, dose_mg=dose_mg)


@pytest.mark.parametrize("dose", [
    a(BORN, 10_000), a(BORN, 400_000), worm(BORN, 50), worm(BORN, 1000), a(BORN, 200_000, recipient="mother"),
])  # fmt: skip
def test_doses_within_wide_limits_are_kept(dose: Supplement) -> None:
    check_supplement(dose, BORN, LATER)


@pytest.mark.parametrize(("dose", "field", "hint"), [
    (a(BORN, 9_999), "dose_iu", "factor_10"), (a(BORN, 400_001), "dose_iu", "factor_10"),
    (a(BORN, 100), "dose_iu", "factor_1000"), (worm(BORN, 49), "dose_mg", "factor_10"),
    (worm(BORN, 1001), "dose_mg", "factor_10"), (a(BORN, 0), "dose_iu", ""),
])  # fmt: skip
def test_an_amount_that_no_capsule_holds_is_refused_with_the_slip_that_explains_it(
    dose: Supplement, field: str, hint: str
) -> None:
    with pytest.raises(ImplausibleValueError) as caught:
        check_supplement(dose, BORN, LATER)
    assert (caught.value.field, caught.value.hint) == (field, hint)


@pytest.mark.parametrize(("values", "field"), [
    ({"product": "vitamin_a", "dose_mg": 200}, "dose_iu"), ({"product": "vitamin_a"}, "dose_iu"),
    ({"product": "vitamin_a", "dose_iu": 100_000, "dose_mg": 200}, "dose_mg"),
    ({"product": "albendazole", "dose_iu": 100_000}, "dose_iu"), ({"product": "mebendazole"}, "dose_mg"),
    ({"product": "iron", "dose_mg": 200}, "product"),
    ({"product": "albendazole", "dose_mg": 400, "recipient": "mother"}, "recipient"),
])  # fmt: skip
def test_an_amount_in_the_other_unit_and_an_unknown_product_are_refused(values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidFieldError) as caught:
        check_supplement(supplement(BORN, **values), BORN, LATER)
    assert caught.value.field == field


@pytest.mark.parametrize(("dose", "warnings"), [
    (a(date(2025, 7, 14), 100_000), ("too_young",)), (a(date(2025, 7, 15), 100_000), ()),
    (a(date(2026, 1, 14), 100_000), ()), (a(date(2026, 1, 14), 200_000), ("wrong_dose_for_age",)),
    (a(date(2026, 1, 15), 200_000), ()), (a(date(2026, 1, 15), 100_000), ("wrong_dose_for_age",)),
    (a(date(2028, 2, 14), 200_000), ()), (a(date(2028, 2, 15), 200_000), ("too_old",)),
    (a(date(2025, 2, 15), 200_000, recipient="mother"), ()),
    (a(date(2025, 2, 16), 200_000, recipient="mother"), ("too_late_after_birth",)),
    (a(date(2025, 2, 15), 100_000, recipient="mother"), ("wrong_dose_for_age",)),
    (worm(date(2026, 1, 14), 200), ("too_young",)), (worm(date(2026, 1, 15), 200), ()),
    (worm(date(2026, 1, 15), 400), ("wrong_dose_for_age",)), (worm(date(2027, 1, 14), 200), ()),
    (worm(date(2027, 1, 15), 200), ("wrong_dose_for_age",)), (worm(date(2027, 1, 15), 400), ()),
    (worm(date(2027, 1, 14), 500, product="mebendazole"), ("wrong_dose_for_age",)),
    (worm(date(2027, 1, 15), 500, product="mebendazole"), ()), (worm(date(2031, 1, 15), 400), ("too_old",)),
])  # fmt: skip
def test_a_dose_is_held_against_the_age_at_which_it_was_given(dose: Supplement, warnings: tuple[str, ...]) -> None:
    assert warnings_of(dose, (), BORN) == warnings


@pytest.mark.parametrize(("on", "warnings"), [
    (date(2026, 9, 30), ("too_soon",)), (date(2026, 10, 1), ()), (date(2026, 6, 1), ("too_soon",)),
])  # fmt: skip
def test_a_dose_within_four_months_of_the_one_before_is_too_soon(on: date, warnings: tuple[str, ...]) -> None:
    first, second = a(date(2026, 6, 1), 200_000, "s1"), a(on, 200_000, "s2")
    for others in ((first, second), (second, first)):
        assert warnings_of(second, others, BORN) == warnings
        assert warnings_of(first, others, BORN) == ()


def test_the_mothers_dose_and_another_medicine_are_not_too_soon() -> None:
    others = (a(date(2026, 5, 30), 200_000, "m", recipient="mother"), worm(date(2026, 5, 30), 200, "w"))
    assert warnings_of(a(date(2026, 6, 1), 200_000), others, BORN) == ()


def test_every_warning_has_a_sentence_in_both_languages() -> None:
    assert set(warning_texts()) == {"wrong_dose_for_age", "too_young", "too_old", "too_soon", "too_late_after_birth"}


def due(course: str, today: date, *given: Supplement) -> tuple[date, date, list[int | None]] | None:
    found = [one for one in supplements_due(given, BORN, today) if one.course == course]
    assert len(found) <= 1
    return (
        None
        if not found
        else (
            found[0].due_on,
            found[0].overdue_after,
            [choice.dose_iu or choice.dose_mg for choice in found[0].choices],
        )
    )


JUNE, DECEMBER = date(2026, 6, 30), date(2025, 12, 31)


@pytest.mark.parametrize(("today", "given", "expected"), [
    (date(2025, 2, 1), (), (date(2025, 12, 1), DECEMBER, [100_000])),
    (date(2026, 1, 14), (), (date(2025, 12, 1), DECEMBER, [100_000])),
    (date(2026, 1, 15), (), (date(2025, 12, 1), DECEMBER, [200_000])),  # late, and a year old meanwhile
    (date(2026, 5, 31), (), (date(2025, 12, 1), DECEMBER, [200_000])),
    (date(2026, 6, 1), (), (date(2026, 6, 1), JUNE, [200_000])),
    (date(2025, 12, 2), (a(date(2025, 12, 2), 100_000),), (date(2026, 6, 1), JUNE, [200_000])),
    (date(2025, 12, 2), (a(date(2025, 9, 1), 100_000),), (date(2026, 6, 1), JUNE, [200_000])),
    (date(2025, 12, 2), (a(date(2025, 8, 31), 100_000),), (date(2025, 12, 1), DECEMBER, [100_000])),
    (date(2027, 12, 1), (), (date(2027, 12, 1), date(2027, 12, 31), [200_000])),
    (date(2028, 6, 1), (), None),
])  # fmt: skip
def test_vitamin_a_is_due_in_june_and_december_from_6_to_36_months(
    today: date, given: tuple[Supplement, ...], expected: tuple[date, date, list[int]] | None
) -> None:
    assert due("vitamin_a", today, *given) == expected


def test_a_child_who_turns_six_months_within_a_round_is_due_from_that_day() -> None:
    (found, *_) = supplements_due((), date(2025, 12, 20), date(2026, 1, 1))
    assert (found.course, found.due_on, found.overdue_after) == ("vitamin_a", date(2026, 6, 20), date(2026, 6, 30))


@pytest.mark.parametrize(("today", "given", "expected"), [
    (date(2025, 2, 1), (), (date(2026, 1, 15), date(2026, 2, 15), [200])),
    (date(2026, 2, 1), (worm(date(2026, 1, 20), 200),), (date(2026, 7, 20), date(2026, 8, 20), [200])),
    (date(2026, 9, 1), (worm(date(2026, 7, 20), 200),), (date(2027, 1, 20), date(2027, 2, 20), [400, 500])),
    (date(2030, 9, 1), (worm(date(2030, 7, 14), 400),), (date(2031, 1, 14), date(2031, 2, 14), [400, 500])),
    (date(2030, 9, 1), (worm(date(2030, 7, 15), 400),), None),
])  # fmt: skip
def test_worm_medicine_is_due_at_twelve_months_and_then_every_six(
    today: date, given: tuple[Supplement, ...], expected: tuple[date, date, list[int]] | None
) -> None:
    assert due("deworming", today, *given) == expected


@pytest.mark.parametrize(("today", "given", "is_due"), [
    (BORN, (), True), (date(2025, 2, 15), (), True), (date(2025, 2, 16), (), False),
    (date(2025, 1, 20), (a(BORN, 200_000, recipient="mother"),), False),
])  # fmt: skip
def test_the_mothers_dose_is_due_for_a_month(today: date, given: tuple[Supplement, ...], is_due: bool) -> None:
    assert (due("vitamin_a_mother", today, *given) is not None) == is_due


@given(st.lists(st.dates(BORN, date(2030, 12, 31)), max_size=6), st.dates(BORN, date(2031, 12, 31)), st.randoms())
def test_what_is_due_does_not_depend_on_the_order_of_entries(days: list[date], today: date, chance: Any) -> None:
    doses = [a(day, 200_000, f"a{i}") for i, day in enumerate(days)] + [worm(day, 400, f"w{day}") for day in days]
    shuffled = list(doses)
    chance.shuffle(shuffled)
    assert supplements_due(doses, BORN, today) == supplements_due(shuffled, BORN, today)
