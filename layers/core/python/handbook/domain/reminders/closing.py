"""What looks at families came to and is still to be written down: texts that were taken, and handbooks' next days."""

from dataclasses import dataclass
from datetime import date

from handbook.domain.ids import HandbookId
from handbook.domain.reminders.messages import State, Text


@dataclass(frozen=True, slots=True)
class NextDay:
    """When a handbook is looked at next; `on` None takes it off the due index. `as_of` is its version."""

    handbook_id: HandbookId
    on: date | None
    as_of: int


@dataclass(frozen=True, slots=True)
class Closed:
    """Texts with what became of them, and next days, in the order in which they came about."""

    texts: tuple[tuple[Text, State], ...] = ()
    next_days: tuple[NextDay, ...] = ()
