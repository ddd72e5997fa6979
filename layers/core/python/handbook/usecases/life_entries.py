"""Look through the entries of a handbook for the events of its life."""

from collections.abc import Iterable
from datetime import date

from handbook.domain.entries import Entry
from handbook.domain.errors import InvalidFieldError
from handbook.domain.ids import EntryId
from handbook.domain.life_events import LifeEvent

_DAYS = (
    "administered_on", "on", "screened_on", "since", "measured_on", "observed_on", "checked_on", "given_on",
    "acknowledged_on",
)  # fmt: skip


def event_of(entries: Iterable[Entry], event_id: EntryId) -> LifeEvent:
    """Find an event. Raises: InvalidFieldError when there is none of that id."""
    for one in entries:
        if isinstance(one, LifeEvent) and one.entry_id == event_id:
            return one
    raise InvalidFieldError("retracts")


def latest_day(entries: Iterable[Entry]) -> date | None:
    """Give the day of the entry that happened last, events of the life apart."""
    days = [
        day
        for one in entries
        if not isinstance(one, LifeEvent)
        for name in _DAYS
        if isinstance(day := getattr(one, name, None), date)
    ]
    return max(days, default=None)
