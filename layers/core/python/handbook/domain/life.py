"""The life of a handbook: the states it goes through, by what events, and until when what is recorded in it.

Nothing of it is a deletion. An event that was recorded by mistake is retracted by a later one; both stay readable.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from handbook.domain.calendar import months_after
from handbook.domain.errors import DateAfterEndError, DateAfterSixError, WrongLifeStateError
from handbook.domain.ids import EntryId

CARE_MONTHS = 72
"""The handbook serves to six years (Decision 140/QD-BYT 2020)."""
POSTPARTUM = timedelta(days=42)
"""Six weeks after any end of a pregnancy the mother is cared for in its handbook (the same)."""


class LifeState(StrEnum):
    """Where a handbook is in its life. `PREGNANT` and `IN_CARE` go on; the others are ends."""

    PREGNANT = "pregnant"
    IN_CARE = "in_care"
    PREGNANCY_ENDED = "pregnancy_ended"
    DECEASED = "deceased"
    CLOSED = "closed"


class Happening(StrEnum):
    """What can happen to a handbook."""

    BIRTH = "birth"
    MISCARRIAGE = "miscarriage"
    TERMINATION = "termination"
    STILLBIRTH = "stillbirth"
    MATERNAL_DEATH = "maternal_death"
    DEATH = "death"
    ADOPTION = "adoption"
    MOVE = "move"
    END = "end"
    RETRACTION = "retraction"


_PREGNANT, _IN_CARE = LifeState.PREGNANT, LifeState.IN_CARE
TRANSITIONS: Mapping[tuple[LifeState, Happening], LifeState] = MappingProxyType(
    {
        (_PREGNANT, Happening.BIRTH): LifeState.IN_CARE,
        (_PREGNANT, Happening.MISCARRIAGE): LifeState.PREGNANCY_ENDED,
        (_PREGNANT, Happening.TERMINATION): LifeState.PREGNANCY_ENDED,
        (_PREGNANT, Happening.STILLBIRTH): LifeState.PREGNANCY_ENDED,
        (_PREGNANT, Happening.MATERNAL_DEATH): LifeState.PREGNANCY_ENDED,
        (_PREGNANT, Happening.MOVE): LifeState.PREGNANT,
        (_PREGNANT, Happening.END): LifeState.CLOSED,
        (_IN_CARE, Happening.MATERNAL_DEATH): LifeState.IN_CARE,
        (_IN_CARE, Happening.DEATH): LifeState.DECEASED,
        (_IN_CARE, Happening.ADOPTION): LifeState.IN_CARE,
        (_IN_CARE, Happening.MOVE): LifeState.IN_CARE,
        (_IN_CARE, Happening.END): LifeState.CLOSED,
    }
)
"""All that can happen: what is not here is refused. Retracting an event leaves the state that the others lead to."""
ENDS = frozenset({LifeState.PREGNANCY_ENDED, LifeState.DECEASED, LifeState.CLOSED})


@dataclass(frozen=True, slots=True)
class LifeFact:
    """What decisions need of an event that holds: what happened, on which local day, and when that reached us."""

    entry_id: EntryId
    happening: Happening
    on: date
    recorded_at: datetime


def state_after(facts: Iterable[LifeFact], *, began_pregnant: bool) -> LifeState:
    """Follow the events, which stand in the order in which they were recorded. Raises: WrongLifeStateError."""
    state = LifeState.PREGNANT if began_pregnant else LifeState.IN_CARE
    for fact in facts:
        following = TRANSITIONS.get((state, fact.happening))
        if following is None:
            raise WrongLifeStateError("kind")
        state = following
    return state


def births_first(facts: Iterable[LifeFact]) -> tuple[LifeFact, ...]:
    """Put births before all else: of two merged handbooks one may tell of an end before the other of the birth."""
    return tuple(sorted(facts, key=lambda one: one.happening is not Happening.BIRTH))


def ended_on(facts: Sequence[LifeFact], *, began_pregnant: bool) -> date | None:
    """Give the day on which the life that the handbook is of came to an end, None while it goes on."""
    if state_after(facts, began_pregnant=began_pregnant) not in ENDS:
        return None
    return facts[-1].on  # nothing follows an end


def sixth_birthday(birth_date: date) -> date:
    """Give the day on which a child is six; of one born on 29 February the 28th where there is no such day."""
    return months_after(birth_date, CARE_MONTHS)


def check_before_end(day: date, ended: date | None, name: str) -> None:
    """Refuse what is said to have happened after the end; what is recorded late is taken. Raises: DateAfterEndError."""
    if ended is not None and day > ended:
        raise DateAfterEndError(name)


def check_before_six(day: date, birth_date: date, name: str) -> None:
    """Refuse routine care from the sixth birthday on; what is recorded late is taken. Raises: DateAfterSixError."""
    if day >= sixth_birthday(birth_date):
        raise DateAfterSixError(name)
