"""Breaches of personal data: what was noted of each, and by when the authority has to be told (privacy/breach.json)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from handbook.domain.calendar import local_date, months_after
from handbook.reference.privacy import load_document


class BreachDeed(StrEnum):
    """What can be noted of a breach. `FOUND` begins it and its clock, `CLOSED` ends it."""

    FOUND = "found"
    AUTHORITY_TOLD = "authority_told"
    CONCERNED_TOLD = "concerned_told"
    NOTED = "noted"
    CLOSED = "closed"


class WrongBreachDeedError(ValueError):
    """This cannot be noted of this breach now; the message says why."""


@dataclass(frozen=True, slots=True)
class BreachNote:
    """One line of the register: at an instant somebody did or found something, in words that name nobody."""

    breach_id: str
    deed: BreachDeed
    at: datetime
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class Breach:
    """One breach as its lines say; the clock counts from when it was found, not from when it is understood."""

    breach_id: str
    found_at: datetime
    tell_by: datetime
    authority_told_at: datetime | None = None
    closed_at: datetime | None = None
    keep_until: date | None = None

    def is_late(self, now: datetime) -> bool:
        """Say whether the authority was told too late, or is not told yet though its time is over."""
        return (self.authority_told_at or now) > self.tell_by


def register(notes: Iterable[BreachNote]) -> dict[str, Breach]:
    """Read a register from its lines. Raises: WrongBreachDeedError for a line that cannot follow those before it."""
    found: dict[str, Breach] = {}
    for note in notes:
        found[note.breach_id] = _after(found.get(note.breach_id), note)
    return found


def _after(breach: Breach | None, note: BreachNote) -> Breach:
    day = local_date(note.at)
    terms = [one for one in load_document("breach")["terms"] if one["effective_from"] <= day.isoformat()]
    if note.deed is BreachDeed.FOUND:
        if breach is not None:
            raise WrongBreachDeedError(f"{note.breach_id} is in the register already")
        if not terms:
            raise WrongBreachDeedError("no terms are known for that day")
        return Breach(note.breach_id, note.at, note.at + timedelta(hours=terms[-1]["tell_authority_hours"]))
    if breach is None:
        raise WrongBreachDeedError(f"{note.breach_id} is not in the register")
    if breach.closed_at is not None:
        raise WrongBreachDeedError(f"{note.breach_id} is closed")
    if note.at < breach.found_at:
        raise WrongBreachDeedError("nothing is done before it is found")
    if note.deed is BreachDeed.AUTHORITY_TOLD:
        # The first time counts, in whatever order it was noted.
        return replace(breach, authority_told_at=min(breach.authority_told_at or note.at, note.at))
    if note.deed is BreachDeed.CLOSED:
        if breach.authority_told_at is None or note.at < breach.authority_told_at:
            raise WrongBreachDeedError("the authority has to be told before it is closed")
        until = months_after(day, 12 * terms[-1]["keep_years"])
        return replace(breach, closed_at=note.at, keep_until=until)
    return breach
