"""On which dates vaccination days fall."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import chain

from handbook.domain.calendar import months_after
from handbook.domain.holidays import holiday_on
from handbook.domain.sessions.plans import LAST, NthWeekday, SessionPlan
from handbook.domain.texts import Text

HORIZON_DAYS = 92
"""How far ahead the next session is looked for: a commune without one in three months has no vaccination days."""


@dataclass(frozen=True, slots=True)
class SessionDay:
    """One vaccination day. `moved_from` is the day of the pattern that it stands for, `holiday` what it falls on."""

    on: date
    starts: time
    ends: time
    place: str
    capacity: int | None = None
    moved_from: date | None = None
    holiday: Text | None = None


def session_days(plans: Iterable[SessionPlan], first: date, last: date) -> list[SessionDay]:
    """List the vaccination days of several plans between two days, both included, in order of day, hour and place."""
    found = chain.from_iterable(_days_of(plan, first, last) for plan in plans)
    return sorted(set(found), key=lambda one: (one.on, one.starts, one.place, one.moved_from or one.on))


def next_session(plans: Iterable[SessionPlan], on_or_after: date) -> SessionDay | None:
    """Give the first vaccination day on or after a day; None where there is none in the next three months."""
    found = session_days(plans, on_or_after, on_or_after + timedelta(days=HORIZON_DAYS))
    return found[0] if found else None


def regular_days(plan: SessionPlan, first: date, last: date) -> Iterator[date]:
    """Walk the days of a plan's pattern between two days, both included, as if nothing were changed."""
    first = max(first, plan.since)
    last = min(last, plan.until or last)
    month = first.replace(day=1)
    while month <= last:
        yield from (day for day in sorted(_in_month(plan, month)) if first <= day <= last)
        month = months_after(month, 1)


def _days_of(plan: SessionPlan, first: date, last: date) -> Iterator[SessionDay]:
    changes = {one.on: one.moved_to for one in plan.changes}
    for day in regular_days(plan, first, last):
        if day not in changes:
            yield _day(plan, day)
    for on, moved_to in changes.items():
        if moved_to is not None and first <= moved_to <= last:
            yield _day(plan, moved_to, on)
    yield from (_day(plan, day) for day in plan.also_on if first <= day <= last)


def _day(plan: SessionPlan, on: date, moved_from: date | None = None) -> SessionDay:
    return SessionDay(on, plan.starts, plan.ends, plan.place, plan.capacity, moved_from, holiday_on(on))


def _in_month(plan: SessionPlan, month: date) -> set[date]:
    end = months_after(month, 1) - timedelta(days=1)
    by_number = {month.replace(day=min(day, end.day)) for day in plan.pattern.days}
    return by_number | {_nth(one, month, end) for one in plan.pattern.weekdays}


def _nth(wanted: NthWeekday, month: date, end: date) -> date:
    if wanted.week == LAST:
        return end - timedelta(days=(end.isoweekday() - wanted.weekday) % 7)
    return month + timedelta(days=(wanted.weekday - month.isoweekday()) % 7 + 7 * (wanted.week - 1))
