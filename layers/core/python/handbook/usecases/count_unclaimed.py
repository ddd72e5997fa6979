"""At noon: how many the morning did not come to."""

from datetime import date, timedelta
from typing import Protocol

from handbook.domain.reminders.due_index import SHARDS
from handbook.domain.reminders.rules import rules_on


class DueCounts(Protocol):
    """See storage.reminders.Reminders."""

    def count_due(self, on: date, shard: int) -> int: ...


def count_unclaimed(today: date, reminders: DueCounts) -> int:
    """Count the handbooks that still stand on a day which the morning looked at: today and the days it catches up with.

    Who was dealt with has left the day, so that after a whole run only those stand there who came since.
    Raises: UnavailableError.
    """
    days = range(rules_on(today).catch_up_days + 1)
    return sum(reminders.count_due(today - timedelta(days=back), shard) for back in days for shard in range(SHARDS))
