"""At noon those are counted whom the morning should have come to, and nobody else."""

from datetime import date, timedelta

import pytest

from handbook.domain.ids import HandbookId
from handbook.domain.reminders.rules import rules_on
from handbook.usecases.count_unclaimed import count_unclaimed
from tests.unit.usecases.reminder_fakes import FakeReminders

TODAY = date(2026, 6, 15)
DAYS_BACK = rules_on(TODAY).catch_up_days


@pytest.mark.parametrize(
    ("days_back", "counted"), [(0, 1), (1, 1), (DAYS_BACK, 1), (DAYS_BACK + 1, 0), (-1, 0)], ids=str
)
def test_who_stands_on_a_day_that_the_morning_looked_at_is_counted(days_back: int, counted: int) -> None:
    reminders = FakeReminders()
    reminders.schedule(HandbookId("h"), TODAY - timedelta(days=days_back), 1)

    assert count_unclaimed(TODAY, reminders) == counted


def test_all_shards_are_counted_and_who_left_the_index_is_not() -> None:
    reminders = FakeReminders()
    for number in range(100):
        reminders.schedule(HandbookId(f"h{number}"), TODAY, 1)
    reminders.schedule(HandbookId("done"), None, 1)

    assert count_unclaimed(TODAY, reminders) == 100
