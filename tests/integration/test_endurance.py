"""Ten thousand children in one process: nothing of them stays behind."""

from __future__ import annotations

import gc
import random
import sys
import tracemalloc
from datetime import date, timedelta

from handbook.domain.immunization import AdministeredDose, Person, forecast
from tests.builders import child_schedule

ON = date(2026, 6, 1)
LEAP_DAY = date(2024, 2, 29)
MOST_BYTES = 50_000
"""Five bytes for each child; one object kept for each would be ten times that."""


def look_at(children: int, chance: random.Random) -> None:
    products = (*child_schedule().products, "no-such-vaccine")
    for number in range(children):
        doses = [
            AdministeredDose(f"{one}", chance.choice(products), LEAP_DAY + timedelta(chance.randrange(-5, 900)))
            for one in range(number % 12)
        ]
        forecast(child_schedule(), Person(birth_date=LEAP_DAY + timedelta(number % 700), sex="F"), doses, ON)


def test_ten_thousand_children_in_one_process_leave_nothing_behind() -> None:
    chance = random.Random(10)
    look_at(1000, chance)  # what is kept for every child is made by the first ones
    gc.collect()
    tracemalloc.start()
    look_at(100, chance)
    gc.collect()
    before, _ = tracemalloc.get_traced_memory()
    look_at(900, chance)
    gc.collect()
    traced = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    blocks = _blocks()
    look_at(8000, chance)

    assert traced < MOST_BYTES
    assert _blocks() - blocks < 1000


def _blocks() -> int:
    gc.collect()
    return sys.getallocatedblocks()
