"""Changing what was recorded: each change makes a version, with who, when and why, and the one before stays."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from handbook.domain.correction_access import Authorship
from handbook.domain.entries import Entry, Kept
from handbook.domain.errors import InvalidFieldError, WrongEntryStatusError
from handbook.domain.reasons import ChangeReason

_AUTHORSHIP = ("recorded_at", "recorded_by", "source", "unit_id", "source_id", "encounter_id")


@dataclass(frozen=True, slots=True)
class Change:
    """Who changes an entry, when, and why."""

    at: datetime
    by: str
    reason: ChangeReason


def authored_alike[E: Entry](entry: E, before: E) -> E:
    """Give an entry with the authorship of the one that it corrects: an amendment never hides who recorded it."""
    names = {field.name for field in fields(entry)}  # type: ignore[arg-type]
    kept: dict[str, Any] = {name: getattr(before, name) for name in _AUTHORSHIP if name in names}
    return replace(entry, **kept)  # type: ignore[type-var]


def amended[E: Entry](kept: Kept[E], entry: E, change: Change) -> Kept[E]:
    """Give the next version, with other content.

    Raises: WrongEntryStatusError for what was entered in error; InvalidFieldError where nothing changes.
    """
    if not kept.counts:
        raise WrongEntryStatusError
    if entry == kept.entry:
        raise InvalidFieldError("changes")
    return _next(kept, entry, change, in_error=False)


def marked_in_error[E: Entry](kept: Kept[E], change: Change) -> Kept[E]:
    """Give the next version, which stays to be seen and counts no more. Raises: WrongEntryStatusError."""
    if not kept.counts:
        raise WrongEntryStatusError
    return _next(kept, kept.entry, change, in_error=True)


def reinstated[E: Entry](kept: Kept[E], change: Change) -> Kept[E]:
    """Give the next version, which counts again. Raises: WrongEntryStatusError where it was not entered in error."""
    if kept.counts:
        raise WrongEntryStatusError
    return _next(kept, kept.entry, change, in_error=False)


def recorded_anew[E: Entry](kept: Kept[E], entry: E) -> Kept[E]:
    """Give the next version of what was entered in error, said afresh by somebody. Raises: WrongEntryStatusError."""
    if kept.counts:
        raise WrongEntryStatusError
    return replace(
        kept,
        entry=entry,
        version=kept.version + 1,
        status="amended",
        changed_at=entry.recorded_at,
        changed_by=entry.recorded_by,
        reason=None,
    )


def _next[E: Entry](kept: Kept[E], entry: E, change: Change, *, in_error: bool) -> Kept[E]:
    version = kept.version + 1
    if hasattr(entry, "version"):
        # A condition carries its version itself.
        entry = replace(entry, version=version)  # type: ignore[type-var]
    return replace(
        kept,
        entry=entry,
        version=version,
        status="entered_in_error" if in_error else "amended",
        changed_at=change.at,
        changed_by=change.by,
        reason=change.reason,
    )


def authorship_of(entry: Entry) -> Authorship:
    """Say who recorded an entry, and on whose side. What names neither a side nor a unit is the family's."""
    unit_id = getattr(entry, "unit_id", None)
    source = getattr(entry, "source", None) or ("staff" if unit_id or hasattr(entry, "alert_id") else "family")
    return Authorship(entry.recorded_by, by_family=source == "family", unit_id=unit_id)
