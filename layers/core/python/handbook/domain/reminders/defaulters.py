"""What a unit writes down about a child who did not come."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from handbook.domain.errors import DateInFutureError, InvalidFieldError

MOST_NOTES = 30
"""About one child: more visits than a station makes for all doses of six years."""
EARLIEST_NOTE = date(2026, 1, 1)


class Finding(StrEnum):
    """What came of looking for a family."""

    VISITED = "visited"
    REFUSED = "refused"
    MOVED_AWAY = "moved_away"
    NOT_REACHED = "not_reached"


@dataclass(frozen=True, slots=True)
class Note:
    """That somebody looked for a family on a day, and what came of it."""

    finding: Finding
    on: date
    noted_by: str
    noted_at: datetime
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """The notes about a handbook, oldest first, and how often they changed."""

    notes: tuple[Note, ...] = ()
    version: int = 0


def check_note(note: Note, today: date) -> None:
    """Refuse a day that has not come, or on which nobody was reminded yet. Raises: errors that name `on`."""
    if note.on > today:
        raise DateInFutureError("on")
    if note.on < EARLIEST_NOTE:
        raise InvalidFieldError("on")
