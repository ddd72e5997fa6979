"""Dental checks: the first at about 12 months, then every 6 months (reference/care/dental.json)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import NamedTuple

from handbook.domain.calendar import months_after
from handbook.domain.errors import InvalidFieldError
from handbook.domain.ids import EntryId
from handbook.domain.recorded import Limits, Source, check_day, check_limits, check_something_said
from handbook.reference.care import load_document

LONGEST_ADVICE = 500


@dataclass(frozen=True, slots=True)
class DentalCheck:
    """What was seen in a child's mouth: teeth through the gum, teeth with decay, and what was advised."""

    entry_id: EntryId
    checked_on: date
    recorded_at: datetime
    recorded_by: str
    source: Source
    teeth_erupted: int | None = None
    teeth_decayed: int | None = None
    advice: str | None = None
    encounter_id: EntryId | None = None


class DentalDue(NamedTuple):
    """When the next check is due, and the day after which it is overdue."""

    due_on: date
    overdue_after: date


# 20 milk teeth, and from about 6 years the first permanent ones beside and behind them.
_LIMITS: Mapping[str, Limits] = MappingProxyType({"teeth_erupted": Limits(0, 32), "teeth_decayed": Limits(0, 32)})


def check_dental(check: DentalCheck, birth_date: date, today: date) -> None:
    """Refuse impossible counts and an empty check.

    Raises, naming the field: DateInFutureError, DateBeforeBirthError, ImplausibleValueError, InvalidFieldError.
    """
    check_day(check.checked_on, birth_date, today, "checked_on")
    check_something_said(check, ("teeth_erupted", "teeth_decayed", "advice"))
    check_limits(check, _LIMITS)
    erupted, decayed = check.teeth_erupted, check.teeth_decayed
    if erupted is not None and decayed is not None and decayed > erupted:
        raise InvalidFieldError("teeth_decayed")
    if check.advice is not None and len(check.advice) > LONGEST_ADVICE:
        raise InvalidFieldError("advice")


def next_dental_check(checks: Iterable[DentalCheck], birth_date: date) -> DentalDue | None:
    """When the next check is due by the checks so far, in any order; None once the handbook's years are over."""
    rules = load_document("dental")
    first = months_after(birth_date, rules["first_check_months"])
    last = max((check.checked_on for check in checks), default=None)
    due_on = first if last is None else max(first, months_after(last, rules["every_months"]))
    if due_on >= months_after(birth_date, rules["last_check_months"]):
        return None
    return DentalDue(due_on, months_after(due_on, rules["overdue_after_months"]))
