"""The seven reference lines of a chart, sampled where they bend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from math import ceil

from handbook.domain.growth import Indicator, Sex, preterm_values_at, values_at
from handbook.pictures.growth_chart.span import AXES, LAST_DAY_UNDER_2_YEARS, LAST_DAY_UNDER_5_YEARS, Span

# Places along the axis and, by z, the values of each line there.
type Piece = tuple[Sequence[float], Mapping[int, Sequence[float]]]

LINES_Z = (-3, -2, -1, 0, 1, 2, 3)
# Newborns lose weight and gain it back within four weeks: there every day is drawn.
DAILY_TO_DAY = 28
# After the first year and a half four weeks are as good as straight.
WEEKLY_TO_DAY = 546
# Where the standards change, lines are broken: from lying to standing, and from 2006 to 2007.
BREAKS_AFTER = (LAST_DAY_UNDER_2_YEARS, LAST_DAY_UNDER_5_YEARS)


@cache
def lines_of(indicator: Indicator, sex: Sex, span: Span) -> tuple[Piece, ...]:
    """The seven lines in unbroken pieces, x in the unit of the span's axis; empty where the reference has none."""
    pieces: list[list[tuple[float, list[float]]]] = [[]]
    for x in _samples(span):
        values = _values(indicator, sex, span, x)
        if values is not None:
            pieces[-1].append((x, values))
        if x in BREAKS_AFTER:
            pieces.append([])
    return tuple(_by_line(piece) for piece in pieces if piece)


def _values(indicator: Indicator, sex: Sex, span: Span, x: float) -> list[float] | None:
    if span == "preterm":
        return preterm_values_at(indicator, sex, x, LINES_Z)
    return values_at(indicator, sex, x, LINES_Z, posture="standing" if span == "height" else "lying")


def _by_line(piece: Sequence[tuple[float, list[float]]]) -> Piece:
    by_place = [values for _, values in piece]
    return [x for x, _ in piece], dict(zip(LINES_Z, zip(*by_place, strict=True), strict=True))


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
