"""Lengths of time as schedules write them ("2 months - 4 days") and the calendar arithmetic on them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

_DAYS_PER_UNIT = {"day": 1, "days": 1, "week": 7, "weeks": 7}
_MONTHS_PER_UNIT = {"month": 1, "months": 1, "year": 12, "years": 12}
_LAST_YEAR = date.max.year
_NUMBER = re.compile(r"[0-9]{1,6}", re.ASCII)


class MonthOverflow(StrEnum):
    """What a month addition does when the month it lands in has no such day."""

    CLAMP = "clamp"
    """The last day of that month: 31 January + 1 month = 28 February (Vietnamese practice)."""
    NEXT_MONTH = "next_month"
    """The first of the month after: 31 January + 1 month = 1 March (CDSi logic specification, CALCDT-5)."""


class Span(NamedTuple):
    """Calendar months, then days; either may be negative. A tuple, so that looking up by it is cheap."""

    months: int
    days: int


class SpanError(ValueError):
    """The text is not a length of time this format knows."""


def parse_span(text: str) -> Span:
    """Read "6 weeks", "5 months + 4 weeks" or "12 months - 4 days" (years, months, weeks, days; + and -).

    Raises:
        SpanError: the text has another shape.
    """
    words = text.replace("+", " + ").replace("-", " - ").split()
    months = days = 0
    sign = 1
    position = 0
    while position < len(words):
        if words[position] in {"+", "-"}:
            sign = 1 if words[position] == "+" else -1
            position += 1
        amount, unit = _amount_and_unit(words[position : position + 2], text)
        months += sign * amount * _MONTHS_PER_UNIT.get(unit, 0)
        days += sign * amount * _DAYS_PER_UNIT.get(unit, 0)
        position += 2
    if not words:
        raise SpanError(f"empty length of time: {text!r}")
    return Span(months, days)


def _amount_and_unit(words: list[str], text: str) -> tuple[int, str]:
    if len(words) < 2 or not _NUMBER.fullmatch(words[0]):  # noqa: PLR2004 - a number and its unit
        raise SpanError(f"not a length of time: {text!r}")
    unit = words[1].lower()
    if unit not in _DAYS_PER_UNIT and unit not in _MONTHS_PER_UNIT:
        raise SpanError(f"unknown unit {words[1]!r} in {text!r}")
    return int(words[0]), unit


def add_span(start: date, span: Span, overflow: MonthOverflow) -> date:
    """Add months (with the schedule's overflow rule), then days.

    Dates beyond the calendar are held at its last or first day, so that no history can raise.
    """
    months, days = span
    moved = _add_months(start, months, overflow) if months else start
    if not days:
        return moved
    try:
        return date.fromordinal(moved.toordinal() + days)
    except ValueError:
        return date.max if days > 0 else date.min


def _add_months(start: date, months: int, overflow: MonthOverflow) -> date:
    index = start.year * 12 + start.month - 1 + months
    year, month0 = divmod(index, 12)
    if year > _LAST_YEAR:
        return date.max
    if year < 1:
        return date.min
    try:
        return start.replace(year=year, month=month0 + 1)
    except ValueError:
        return _overflowed(year, month0, overflow)


def _overflowed(year: int, month0: int, overflow: MonthOverflow) -> date:
    # only months shorter than 31 days come here, so the next month is in the same year
    first_of_next = date(year, month0 + 2, 1)
    return first_of_next if overflow is MonthOverflow.NEXT_MONTH else first_of_next - timedelta(days=1)
