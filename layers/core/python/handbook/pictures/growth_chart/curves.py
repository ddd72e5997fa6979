"""The seven reference lines of a chart, sampled where they bend."""

from functools import cache
from math import ceil

from handbook.domain.growth import Indicator, Sex, preterm_value_at, value_at
from handbook.pictures.growth_chart.span import AXES, LAST_DAY_UNDER_2_YEARS, LAST_DAY_UNDER_5_YEARS, Span

type Polyline = tuple[tuple[float, float], ...]

LINES_Z = (-3, -2, -1, 0, 1, 2, 3)
# Newborns lose weight and gain it back within four weeks: there every day is drawn.
DAILY_TO_DAY = 28
# After the first year and a half four weeks are as good as straight.
WEEKLY_TO_DAY = 546
# Where the standards change, lines are broken: from lying to standing, and from 2006 to 2007.
BREAKS_AFTER = (LAST_DAY_UNDER_2_YEARS, LAST_DAY_UNDER_5_YEARS)


@cache
def reference_line(indicator: Indicator, sex: Sex, span: Span, z: int) -> tuple[Polyline, ...]:
    """The line at `z` as unbroken pieces of (x, value), x in the unit of the span's axis."""
    pieces: list[list[tuple[float, float]]] = [[]]
    for x in _samples(span):
        value = _value(indicator, sex, span, x, z)
        if value is not None:
            pieces[-1].append((x, value))
        if x in BREAKS_AFTER:
            pieces.append([])
    return tuple(tuple(piece) for piece in pieces if piece)


def _value(indicator: Indicator, sex: Sex, span: Span, x: float, z: int) -> float | None:
    if span == "preterm":
        return preterm_value_at(indicator, sex, x, z)
    return value_at(indicator, sex, x, z, posture="standing" if span == "height" else "lying")


def _samples(span: Span) -> list[float]:
    """Whole days or centimetres along the axis, close where the lines bend, and both sides of each break."""
    axis = AXES[span]
    first, last = ceil(axis.first), int(axis.last)
    if axis.unit == "cm":
        return [float(x) for x in range(first, last + 1)]
    days = {day for day in range(first, last + 1) if day % _step(day) == 0}
    breaks = {day + after for day in BREAKS_AFTER for after in (0, 1)}
    return [float(day) for day in sorted(days | {first, last} | {day for day in breaks if first <= day <= last})]


def _step(day: int) -> int:
    if day <= DAILY_TO_DAY:
        return 1
    return 7 if day <= WEEKLY_TO_DAY else 28
