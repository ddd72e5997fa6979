"""Long histories: the answer stays, and so does the grace of a first dose."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from handbook.domain.immunization import AdministeredDose, DoseStatus, ReasonCode, forecast
from tests.unit.domain.immunization.small_schedule import BORN, ask, document, dose, series
from tests.unit.domain.immunization.vietnam import child, schedule

ON = date(2026, 6, 1)
LEAP_DAY = date(2024, 2, 29)
PRODUCTS = (*schedule().products, "no-such-vaccine")


def history(number: int, doses: int, chance: random.Random) -> list[AdministeredDose]:
    return [
        AdministeredDose(f"{number}-{one}", chance.choice(PRODUCTS), LEAP_DAY + timedelta(chance.randrange(-5, 900)))
        for one in range(doses)
    ]


@pytest.mark.parametrize("seed", range(5))
def test_sixty_doses_in_any_order_of_any_products_give_one_answer(seed: int) -> None:
    chance = random.Random(seed)
    doses = history(seed, 60, chance)
    first = forecast(schedule(), child(LEAP_DAY), doses, ON)

    for _ in range(3):
        chance.shuffle(doses)
        assert forecast(schedule(), child(LEAP_DAY), doses, ON) == first
    assert len(first.evaluation.doses) == 60


@pytest.mark.parametrize(
    ("days_early", "first_status", "code"),
    [(4, DoseStatus.VALID, ReasonCode.VALID_IN_GRACE), (5, DoseStatus.NOT_VALID, ReasonCode.TOO_YOUNG)],
)
def test_the_first_target_dose_keeps_its_grace_after_a_dose_that_was_much_too_early(
    days_early: int, first_status: DoseStatus, code: ReasonCode
) -> None:
    rules = {"month_overflow": "next_month", "grace_days": 4}
    of = document(series(dose(1, age={"min": "60 days"})), rules=rules)

    answer = ask(of, ("one", BORN + timedelta(days=20)), ("one", BORN + timedelta(days=60 - days_early)))

    assert answer.evaluation.doses[0].status is DoseStatus.NOT_VALID
    assert (answer.evaluation.doses[1].status, answer.evaluation.doses[1].reason.code) == (first_status, code)
