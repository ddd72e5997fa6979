"""Days of old paper of which only the month or the year can be read."""

import re
from datetime import date
from typing import Literal

from handbook.domain.calendar import months_after

type Precision = Literal["day", "month", "year"]

_FORM = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?", re.ASCII)
_MONTHS: dict[Precision, int] = {"month": 1, "year": 12}
_LETTERS: dict[Precision, int] = {"day": 10, "month": 7, "year": 4}


def parse_partial_day(text: str) -> tuple[date, Precision]:
    """Read "2024-05-17", "2024-05" or "2024" as the first possible day and what is known. Raises: ValueError."""
    found = _FORM.fullmatch(text)
    if found is None:
        raise ValueError("a day is written as 2026-12-31, 2026-12 or 2026")
    year, month, day = found.groups()
    precision: Precision = "day" if day else "month" if month else "year"
    return date(int(year), int(month or 1), int(day or 1)), precision


def write_partial_day(first: date, precision: Precision) -> str:
    """Write what is known of a day, as `parse_partial_day` reads it."""
    return first.isoformat()[: _LETTERS[precision]]


def last_possible(first: date, precision: Precision) -> date:
    """Give the last day that may be meant."""
    months = _MONTHS.get(precision)
    if months is None:
        return first
    return date.fromordinal(months_after(first, months).toordinal() - 1)
