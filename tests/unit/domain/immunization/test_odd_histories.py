"""Histories as registries really hold them: each gets a stated outcome, never an exception."""

from __future__ import annotations

import random
from datetime import date

import pytest

from handbook.domain.immunization import AdministeredDose, DoseStatus, ReasonCode, evaluate, forecast
from tests.unit.domain.immunization.vietnam import asked, child, days, group, outcome, schedule

BORN = date(2024, 2, 29)
ON = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("product", "on", "code"),
    [
        ("penta", date(2024, 2, 28), ReasonCode.BEFORE_BIRTH),
        ("penta", date(2026, 6, 2), ReasonCode.IN_FUTURE),
        ("penta", None, ReasonCode.DATE_UNKNOWN),
        ("no-such-vaccine", date(2024, 6, 1), ReasonCode.UNKNOWN_PRODUCT),
    ],
)
def test_a_dose_that_cannot_be_placed_says_why_and_changes_no_forecast(
    product: str, on: date | None, code: ReasonCode
) -> None:
    odd = AdministeredDose("odd", product, on)

    answer = forecast(schedule(), child(BORN), [odd], ON)

    assert [(one.status, one.reason.code) for one in answer.evaluation.doses] == [(DoseStatus.NOT_VALID, code)]
    assert answer.groups == forecast(schedule(), child(BORN), [], ON).groups


def test_a_dose_on_the_day_asked_about_is_not_in_the_future() -> None:
    assert outcome(asked(BORN, ON, ("penta", ON)), 0).status is DoseStatus.VALID


def test_the_same_vaccine_recorded_twice_on_a_day_counts_once() -> None:
    twice = asked(BORN, ON, ("penta", date(2024, 5, 1)), ("penta", date(2024, 5, 1)))
    once = asked(BORN, ON, ("penta", date(2024, 5, 1)))

    assert [one.reason.code for one in twice.evaluation.doses] == [ReasonCode.VALID, ReasonCode.DUPLICATE]
    assert twice.groups == once.groups


def test_two_different_vaccines_for_one_antigen_on_a_day_count_once() -> None:
    answer = asked(BORN, ON, ("penta", date(2024, 5, 1)), ("hexa", date(2024, 5, 1)))

    assert group(answer, "hib").dose_number == 2


def test_a_vaccine_outside_the_schedule_is_kept_and_not_judged() -> None:
    answer = asked(BORN, ON, ("varicella", date(2025, 5, 1)))

    assert outcome(answer, 0).reason.code is ReasonCode.NOT_IN_SCHEDULE
    assert outcome(answer, 0).status is DoseStatus.EXTRANEOUS


@pytest.mark.parametrize(
    ("dose", "code"),
    [
        (AdministeredDose("d", "penta", date(2024, 5, 1), sub_potent=True), ReasonCode.SUB_POTENT),
        (AdministeredDose("d", "penta", date(2024, 5, 2), lot_expires_on=date(2024, 5, 1)), ReasonCode.LOT_EXPIRED),
    ],
)
def test_a_spoiled_dose_does_not_count_and_delays_nothing(dose: AdministeredDose, code: ReasonCode) -> None:
    repeat = AdministeredDose("repeat", "penta", date(2024, 5, 3))

    answer = forecast(schedule(), child(BORN), [dose, repeat], ON)

    assert [(one.status, one.reason.code) for one in answer.evaluation.doses] == [
        (DoseStatus.SUB_POTENT, code),
        (DoseStatus.VALID, ReasonCode.VALID),
    ]


def test_a_lot_is_good_on_its_last_day() -> None:
    dose = AdministeredDose("d", "penta", date(2024, 5, 1), lot_expires_on=date(2024, 5, 1))

    assert evaluate(schedule(), child(BORN), [dose]).doses[0].status is DoseStatus.VALID


def test_sixty_doses_every_product_on_one_day_get_an_answer() -> None:
    products = [*schedule().products, *list(schedule().products)[:23]]
    doses = [AdministeredDose(f"{number}", product, date(2025, 3, 1)) for number, product in enumerate(products)]

    answer = forecast(schedule(), child(BORN), doses, ON)

    assert len(answer.evaluation.doses) == len(doses)


def test_the_order_in_which_doses_arrive_does_not_matter() -> None:
    doses = [
        AdministeredDose(f"{number}", product, BORN + days(20 * number))
        for number, product in enumerate([*schedule().products, "nothing", "penta", "penta", "mr"])
    ]
    expected = forecast(schedule(), child(BORN), doses, ON)
    shuffled = list(doses)
    random.Random(7).shuffle(shuffled)

    assert forecast(schedule(), child(BORN), shuffled, ON) == expected
    assert forecast(schedule(), child(BORN), iter(shuffled), ON) == expected


def test_a_child_born_on_29_february_has_a_birthday_every_year() -> None:
    japanese_encephalitis = group(asked(BORN, BORN), "je")

    assert japanese_encephalitis.earliest is not None
    assert japanese_encephalitis.earliest.on == date(2025, 2, 28)


@pytest.mark.parametrize("on", [date.min, date.max, date(1, 1, 2), date(9999, 12, 30)])
def test_the_ends_of_the_calendar_raise_nothing(on: date) -> None:
    doses = [AdministeredDose("d", "penta", on)]

    for born in (date.min, date.max, on):
        assert forecast(schedule(), child(born), doses, on).evaluation.doses[0].dose_id == "d"


def test_a_day_before_birth_can_be_asked_about() -> None:
    assert forecast(schedule(), child(BORN), [], date(2024, 1, 1)).next_visit is not None
