"""Working days of public offices in Vietnam (reference/corrections/working_days.json)."""

from datetime import date, timedelta
from functools import cache

from handbook.reference.corrections import load_document

_DAY = timedelta(days=1)


@cache
def _calendar() -> tuple[frozenset[int], frozenset[date], frozenset[date]]:
    document = load_document("working_days")
    off = (one["on"] for year in document["years"] for one in year["days_off"])
    worked = (day for year in document["years"] for day in year["weekend_days_worked"])
    return (
        frozenset(document["weekend"]),
        frozenset(map(date.fromisoformat, off)),
        frozenset(map(date.fromisoformat, worked)),
    )


def is_working_day(day: date) -> bool:
    """Say whether offices work on a day: no weekend and no holiday, or a weekend day that was swapped for one.

    Of years that are not listed only the weekends are known.
    """
    weekend, off, worked = _calendar()
    return day in worked or (day.weekday() not in weekend and day not in off)


def working_days_after(day: date, count: int) -> date:
    """Give the last of the next `count` working days; `day` itself does not count (Civil Code 2015, article 147)."""
    while count > 0:
        day += _DAY
        count -= is_working_day(day)
    return day
