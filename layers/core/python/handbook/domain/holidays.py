"""Public holidays, for those who plan a day in the future."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any

from handbook.domain.texts import Text
from handbook.reference.holidays import load_holidays


def holiday_on(day: date) -> Text | None:
    """Name the public holiday that a day belongs to, with the days around it that may be free; None on other days.

    Lunar holidays are known for the years of the document.
    """
    return _named(day.year).get(day)


@cache
def _named(year: int) -> Mapping[date, Text]:
    document = load_holidays()
    fixed = ((date(year, one["month"], one["day"]), one) for one in document["every_year"])
    lunar = ((date.fromisoformat(on), one) for one in document["lunar"] for on in one["on"] if on[:4] == str(year))
    return MappingProxyType(dict(_around([*fixed, *lunar])))


def _around(holidays: Iterable[tuple[date, Mapping[str, Any]]]) -> Iterator[tuple[date, Text]]:
    for on, one in holidays:
        for offset in range(-one["days_before"], one["days_after"] + 1):
            yield on + timedelta(days=offset), Text(one["vi"], one["en"])
