"""The summary and the entries say the same: recording one by one, or making it anew of all of them."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.domain.conditions import ImmunizationCondition
from handbook.domain.doses import Dose
from handbook.domain.errors import TooManyConditionsError
from handbook.domain.handbook import MOST_CONDITIONS
from handbook.domain.ids import ConditionId, DoseId
from handbook.domain.summary import dose_fact, summarised
from tests.builders import NOW, handbook
from tests.unit.usecases.summary_steps import BOOK, STEP, Life


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(st.tuples(STEP, st.integers(0, 40)), min_size=1, max_size=9), data=st.data())
def test_recording_one_by_one_gives_what_all_entries_in_any_order_give(steps: list[Any], data: st.DataObject) -> None:
    life = Life(handbook())
    for step, days in steps:
        life.take(step)
        life.wait(timedelta(days=days))

    shuffled = data.draw(st.permutations(life.records.history(BOOK)))

    assert summarised(life.book, shuffled) == life.book


@settings(max_examples=15, deadline=None)
@given(steps=st.lists(STEP, min_size=1, max_size=5))
def test_a_summary_that_lost_or_kept_too_much_is_made_right_by_the_entries(steps: list[Any]) -> None:
    life = Life(handbook())
    for step in steps:
        life.take(step)
    entries = life.records.history(BOOK)

    emptied = replace(life.book, doses=(), conditions=(), deferrals=())
    doubled = replace(life.book, doses=(*life.book.doses, *life.book.doses))

    assert summarised(emptied, entries) == summarised(doubled, entries) == life.book


def test_what_is_not_of_entries_stays() -> None:
    book = handbook(attention="see_worker", next_contact_on=date(2026, 12, 1))

    assert summarised(book, ()) == book


@pytest.mark.parametrize(
    ("day", "precision", "latest"),
    [
        (date(2026, 10, 1), "month", date(2026, 10, 31)),
        (date(2026, 11, 1), "month", date(2026, 11, 20)),
        (date(2026, 1, 1), "year", date(2026, 11, 20)),
        (date(2026, 11, 3), "day", None),
    ],
)
def test_no_dose_is_later_than_its_recording(day: date, precision: Any, latest: date | None) -> None:
    dose = Dose(DoseId("d"), "bcg", day, NOW, "nurse", "historical", precision=precision)

    assert dose_fact(dose).latest_on == latest


def test_more_conditions_than_a_handbook_holds_are_not_left_out_silently() -> None:
    def one(number: int) -> ImmunizationCondition:
        return ImmunizationCondition(ConditionId(f"c{number}"), "immunity", "hepb", NOW.date(), NOW, "nurse")

    full = [one(number) for number in range(MOST_CONDITIONS)]

    assert len(summarised(handbook(), full).conditions) == MOST_CONDITIONS
    with pytest.raises(TooManyConditionsError):
        summarised(handbook(), [*full, one(MOST_CONDITIONS)])
