"""Numbers of an area, in which nobody can be found again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from handbook.domain.calendar import age_in_months

SMALLEST = 5
"""Counts below this are not shown (Law 91/2025: what cannot be led back to a person is no personal data; the limit of
five is that of most statistical offices). Larger ones are rounded to multiples of it, each for itself, so that what is
not shown cannot be reckoned from a total, nor from the numbers of the units around."""
BANDS: Sequence[tuple[int, int]] = ((0, 11), (12, 23), (24, 35), (36, 47), (48, 59), (60, 71))
"""Completed months of life: the years in which the handbook is kept."""


@dataclass(frozen=True, slots=True)
class AreaCounts:
    """What was counted in some communes: children by band of age, pregnant women, and children who did not come."""

    children: tuple[int, ...] = (0,) * len(BANDS)
    pregnant: int = 0
    late: int = 0

    def __add__(self, other: "AreaCounts") -> "AreaCounts":
        """Add what was counted elsewhere."""
        pairs = zip(self.children, other.children, strict=True)
        return AreaCounts(
            tuple(one + two for one, two in pairs), self.pregnant + other.pregnant, self.late + other.late
        )


def banded(births: Iterable[date], today: date) -> tuple[int, ...]:
    """Count births by band of age on a day; who is older than the bands, or not born yet, is not counted."""
    months = [age_in_months(born, today) for born in births]
    return tuple(sum(first <= one <= last for one in months) for first, last in BANDS)


def shown(count: int) -> int | None:
    """Give a count as it may be shown: to the nearest five, None below five."""
    return None if count < SMALLEST else (count + SMALLEST // 2) // SMALLEST * SMALLEST


def shown_percent(part: int | None, whole: int | None) -> int | None:
    """Give a share of shown counts in whole percent, None where either is not shown."""
    return None if part is None or not whole else min(100, round(100 * part / whole))
