"""Where a handbook stands in the due index: partitions by day and shard."""

from datetime import date, timedelta
from zlib import crc32

from handbook.domain.ids import HandbookId
from handbook.domain.reminders.rules import rules_on

SHARDS = 16
"""Partitions of one day in the due index: 74,000 a day nationally stay far below one partition's write limit."""
SWEEP_DAYS = 40
"""Days that a morning looks for handbooks which no run dealt with, to put them on their next day again: longer than the
longest wait between two messages about one date."""


def indexed_on(next_contact_on: date, today: date) -> date:
    """Give the day of the index for a handbook's next contact.

    The day in a handbook is as of its last change, and the run moves the index on alone: what lies farther back than a
    morning looks would never be found, so it is looked at today, and moved on.
    """
    oldest = today - timedelta(days=rules_on(today).catch_up_days)
    return next_contact_on if next_contact_on >= oldest else today


def shard_of(handbook_id: HandbookId) -> int:
    """Spread handbooks over a day's partitions; stable for ever."""
    return crc32(handbook_id.encode()) % SHARDS


def due_key(on: date, shard: int) -> str:
    """Name one partition of the due index."""
    return f"due#{on.isoformat()}#{shard:02d}"
