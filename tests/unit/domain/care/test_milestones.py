"""Milestones by the official age bands, by corrected age for children born early."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.alerts import ChildFacts, History, alerts_of
from handbook.domain.errors import DateBeforeBirthError, DateInFutureError, InvalidFieldError
from handbook.domain.ids import HandbookId
from handbook.domain.milestones import (
    autism_screening_fits,
    band_on,
    bands,
    check_milestones,
    developmental_birth_date,
    developmental_months,
)
from tests.unit.domain.care.entries import TODAY, milestones

BORN = date(2024, 6, 15)
OFFICIAL_COUNTS = {  # items on each list of the forms; "walks" is one item there and two here, by age
    "newborn_to_2_months": 4,
    "2_to_3_months": 5,
    "4_to_6_months": 7,
    "7_to_9_months": 9,
    "10_to_12_months": 8,
    "13_to_18_months": 13,
    "19_to_23_months": 8,
    "2_to_3_years": 10,
    "3_to_4_years": 11,
    "4_to_5_years": 8,
    "5_to_6_years": 9,
}
"""Bands whose official list was not found; those of CDC and AAP stand in."""


def months(count: int, days: int = 0) -> date:
    year, month0 = divmod(BORN.year * 12 + BORN.month - 1 + count, 12)
    return date(year, month0 + 1, BORN.day) + timedelta(days=days)


@pytest.mark.parametrize(("start", "code"), [
    (0, "newborn_to_2_months"), (2, "2_to_3_months"), (4, "4_to_6_months"), (7, "7_to_9_months"),
    (10, "10_to_12_months"), (13, "13_to_18_months"), (19, "19_to_23_months"), (24, "2_to_3_years"),
    (36, "3_to_4_years"), (48, "4_to_5_years"), (60, "5_to_6_years"), (72, None),
])  # fmt: skip
def test_a_band_begins_on_its_day_and_not_the_day_before(start: int, code: str | None) -> None:
    band, before = band_on(BORN, None, months(start)), band_on(BORN, None, months(start, -1))
    assert (band.code if band else None) == code
    if start:
        assert before is not None
        assert before.code != code


def test_the_bands_follow_each_other_without_a_gap_to_six_years() -> None:
    assert [band.from_months for band in bands()][1:] == [band.under_months for band in bands()][:-1]
    assert (bands()[0].from_months, bands()[-1].under_months) == (0, 72)


def test_every_band_has_its_official_items_and_no_item_stands_twice() -> None:
    assert {band.code: len(band.items) for band in bands()} == OFFICIAL_COUNTS
    codes = [item.code for band in bands() for item in band.items]
    assert len(codes) == len(set(codes)) == sum(OFFICIAL_COUNTS.values())


@pytest.mark.parametrize("code", sorted(OFFICIAL_COUNTS))
def test_two_missing_items_of_any_list_are_late(code: str) -> None:
    band = next(band for band in bands() if band.code == code)
    missing = {item.code: False for item in band.items[:2]}
    day = months(band.from_months, 1)
    check = milestones(code, day, items=missing)
    child = ChildFacts(HandbookId("H1"), "F", BORN, None, None)
    found = alerts_of(child, History(milestones=(check,)), day)
    assert "milestones_late" in {one.rule.code for one in found}


@pytest.mark.parametrize(("gestation_days", "code"), [(258, "newborn_to_2_months"), (259, "2_to_3_months")])
def test_a_child_born_before_37_weeks_is_in_the_band_of_its_corrected_age(gestation_days: int, code: str) -> None:
    band = band_on(BORN, gestation_days, months(2))
    assert band is not None
    assert band.code == code


def test_correction_ends_at_24_months_after_birth() -> None:
    assert developmental_birth_date(BORN, 200, months(24, -1)) == BORN + timedelta(days=80)
    assert developmental_birth_date(BORN, 200, months(24)) == BORN


def test_before_the_due_date_a_preterm_child_is_newborn() -> None:
    assert developmental_months(BORN, 200, BORN) == 0


@given(st.integers(0, 2400), st.one_of(st.none(), st.integers(150, 310)))
def test_every_child_under_six_has_a_band(age_days: int, gestation_days: int | None) -> None:
    on = BORN + timedelta(days=age_days)
    assert (band_on(BORN, gestation_days, on) is None) == (on >= months(72))


def test_a_check_may_catch_up_on_earlier_bands_but_not_run_ahead() -> None:
    on = months(5)
    check_milestones(milestones("4_to_6_months", on, items={"rolls_over": True, "coos": None}), BORN, None, TODAY)
    with pytest.raises(InvalidFieldError) as caught:
        check_milestones(milestones("4_to_6_months", on, items={"babbles": False}), BORN, None, TODAY)
    assert caught.value.field == "items"


@pytest.mark.parametrize(("band", "on", "items", "field"), [
    ("2_to_3_months", months(5), {"coos": True}, "band"),
    ("unheard_of", months(5), {"coos": True}, "band"),
    ("4_to_6_months", months(5), {}, "items"),
    ("5_to_6_years", months(72), {"coos": True}, "checked_on"),
])  # fmt: skip
def test_a_check_of_another_band_without_answers_or_after_six_years_is_refused(
    band: str, on: date, items: dict[str, bool], field: str
) -> None:
    with pytest.raises(InvalidFieldError) as caught:
        check_milestones(milestones(band, on, items=items), BORN, None, date(2031, 1, 1))
    assert caught.value.field == field


def test_a_check_happens_between_birth_and_today() -> None:
    with pytest.raises(DateBeforeBirthError):
        check_milestones(milestones("newborn_to_2_months", months(0, -1), items={"coos": True}), BORN, None, TODAY)
    with pytest.raises(DateInFutureError):
        check_milestones(milestones("2_to_3_years", months(30), items={"coos": True}), BORN, None, months(30, -1))


@pytest.mark.parametrize(("on", "fits"), [
    (months(16, -1), False), (months(16), True), (months(31, -1), True), (months(31), False),
])  # fmt: skip
def test_autism_is_screened_at_16_to_30_months(on: date, fits: bool) -> None:
    assert autism_screening_fits(BORN, on) == fits
    band = band_on(BORN, None, on)
    assert band is not None
    check = milestones(band.code, on, autism_risk=False)
    if fits:
        check_milestones(check, BORN, None, date(2030, 1, 1))
    else:
        with pytest.raises(InvalidFieldError) as caught:
            check_milestones(check, BORN, None, date(2030, 1, 1))
        assert caught.value.field == "autism_risk"
