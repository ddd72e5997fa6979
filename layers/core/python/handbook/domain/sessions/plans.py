"""How vaccination days are planned: a monthly pattern, and the days on which it is otherwise."""

from dataclasses import dataclass
from datetime import date, time
from typing import NewType

from handbook.domain.errors import InvalidFieldError
from handbook.domain.ids import CommuneCode, UnitId

SessionId = NewType("SessionId", str)

MOST_EXCEPTIONS = 60
"""Moved, cancelled and additional days of one plan: five years of a plan that is never kept."""
OPENS, CLOSES = time(5, 0), time(21, 0)
"""A session outside these hours is a slip of the keyboard."""
MOST_PEOPLE = 1000
"""More than a station could watch for half an hour each in a day."""
LAST = -1
"""The last week of a month, beside the first to the fourth."""
_DAYS, _WEEKS, _WEEKDAYS = range(1, 32), frozenset({1, 2, 3, 4, LAST}), range(1, 8)


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """A weekday of a month: `week` 1 to 4 or LAST, `weekday` from 1 for Monday to 7 for Sunday (ISO 8601)."""

    week: int
    weekday: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """Days of every month: by number, by weekday, or both. A number that a month lacks is its last day."""

    days: tuple[int, ...] = ()
    weekdays: tuple[NthWeekday, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """That a day of the pattern is otherwise: on another day, or not at all."""

    on: date
    moved_to: date | None = None


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """The vaccination days of a commune at one place; hours are local.

    `version` is None before the first storing. One that was `taken_away` has no more days, and nobody is shown it.
    """

    session_id: SessionId
    unit_id: UnitId
    commune_code: CommuneCode
    place: str
    starts: time
    ends: time
    pattern: Pattern
    since: date
    until: date | None = None
    capacity: int | None = None
    changes: tuple[Change, ...] = ()
    also_on: tuple[date, ...] = ()
    taken_away: bool = False
    version: int | None = None


def check_plan(plan: SessionPlan) -> None:
    """Refuse what nobody could keep. Raises: InvalidFieldError by the field at fault."""
    _check_pattern(plan)
    if not OPENS <= plan.starts < plan.ends <= CLOSES:
        raise InvalidFieldError("ends" if plan.starts >= plan.ends else "starts")
    if plan.until is not None and plan.until < plan.since:
        raise InvalidFieldError("until")
    if plan.capacity is not None and not 1 <= plan.capacity <= MOST_PEOPLE:
        raise InvalidFieldError("capacity")
    if len(plan.changes) > MOST_EXCEPTIONS or len({one.on for one in plan.changes}) < len(plan.changes):
        raise InvalidFieldError("changes")
    if any(one.moved_to == one.on for one in plan.changes):
        raise InvalidFieldError("changes")
    if len(plan.also_on) > MOST_EXCEPTIONS:
        raise InvalidFieldError("also_on")


def _check_pattern(plan: SessionPlan) -> None:
    pattern = plan.pattern
    if not all(day in _DAYS for day in pattern.days):
        raise InvalidFieldError("pattern.days")
    if not all(one.week in _WEEKS and one.weekday in _WEEKDAYS for one in pattern.weekdays):
        raise InvalidFieldError("pattern.weekdays")
    if not (pattern.days or pattern.weekdays or plan.also_on):
        raise InvalidFieldError("pattern")
