"""The seven reference lines of a chart, sampled where they bend."""

from functools import cache

from handbook.domain.growth import Indicator, Sex, preterm_value_at, value_at
from handbook.pictures.growth_chart.span import AXES, LAST_DAY_UNDER_2_YEARS, LAST_DAY_UNDER_5_YEARS, Span

type Polyline = tuple[tuple[float, float], ...]

LINES_Z = (-3, -2, -1, 0, 1, 2, 3)
# Newborns lose weight and gain it back within four weeks: there every day is drawn.
DAILY_TO_DAY = 28
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
    """Whole days or centimetres along the axis: daily at first, then weekly, and at both sides of each break."""
    axis = AXES[span]
    first, last = int(axis.first), int(axis.last)
    if axis.unit == "cm":
        return [float(x) for x in range(first, last + 1)]
    days = {day for day in range(first, last + 1) if day <= DAILY_TO_DAY or day % 7 == 0}
    breaks = {day + after for day in BREAKS_AFTER for after in (0, 1)}
    return [float(day) for day in sorted(days | {first, last} | {day for day in breaks if first <= day <= last})]
