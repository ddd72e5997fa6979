"""The part of childhood a chart shows: its axis, its reference and which points belong on it."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from handbook.domain.growth import Indicator
from handbook.domain.growth.standards import DAYS_PER_MONTH
from handbook.pictures.growth_chart.point import ChartPoint

type Span = Literal["0-6m", "0-2y", "2-5y", "0-5y", "5-10y", "5-19y", "preterm", "length", "height"]
type AxisUnit = Literal["months", "weeks", "cm"]


class Axis(NamedTuple):
    """The x axis: days (`months`, `weeks`) or centimetres, first and last value, and what is marked on it."""

    unit: AxisUnit
    first: float
    last: float
    grid_step: float
    label_step: int
    year_step: int = 1


# Days run to the last of the reference: 730 and 1826 in the 2006 standards, 448 in INTERGROWTH-21st.
AXES: dict[Span, Axis] = {
    "0-6m": Axis("months", 0, 6 * DAYS_PER_MONTH, DAYS_PER_MONTH, 1),
    "0-2y": Axis("months", 0, 24 * DAYS_PER_MONTH, DAYS_PER_MONTH, 2),
    "2-5y": Axis("months", 24 * DAYS_PER_MONTH, 60 * DAYS_PER_MONTH, DAYS_PER_MONTH, 2),
    "0-5y": Axis("months", 0, 60 * DAYS_PER_MONTH, DAYS_PER_MONTH, 3),
    "5-10y": Axis("months", 60 * DAYS_PER_MONTH, 120 * DAYS_PER_MONTH, 3 * DAYS_PER_MONTH, 6),
    "5-19y": Axis("months", 60 * DAYS_PER_MONTH, 228 * DAYS_PER_MONTH, 12 * DAYS_PER_MONTH, 12, year_step=2),
    "preterm": Axis("weeks", 27 * 7, 64 * 7, 7, 4),
    "length": Axis("cm", 45, 110, 1, 5),
    "height": Axis("cm", 65, 120, 1, 5),
}

LAST_DAY_OF_FIRST_HALF_YEAR = 182
LAST_DAY_UNDER_2_YEARS = 730
LAST_DAY_UNDER_5_YEARS = 1826
LAST_DAY_OF_10_YEARS = 3652


def x_of(point: ChartPoint, span: Span) -> float | None:
    """Where `point` stands on the axis of `span`, in its unit; None when it does not belong there."""
    axis = AXES[span]
    if axis.unit == "cm":
        x: float | None = point.length_cm if point.is_standing == (span == "height") else None
    elif axis.unit == "weeks":
        x = point.age_days if point.age_basis == "post-menstrual" else None
    else:
        x = point.days_past_term
    return x if x is not None and axis.first <= x <= axis.last else None


def choose_span(indicator: Indicator, points: Sequence[ChartPoint]) -> Span:
    """The span that shows a child best: the one of the latest point, as far back as the points go."""
    dated = sorted((point for point in points if point.age_days is not None), key=_age)
    if indicator is Indicator.WEIGHT_FOR_LENGTH:
        latest = dated[-1] if dated else (points[-1] if points else None)
        return "height" if latest is not None and latest.is_standing else "length"
    if not dated:
        return "0-2y"
    if dated[-1].age_basis == "post-menstrual" and indicator is not Indicator.BMI_FOR_AGE:
        return "preterm"
    last_day = _age(dated[-1])
    if indicator is Indicator.HEAD_FOR_AGE:  # its lines end with the 2006 standards
        last_day = min(last_day, LAST_DAY_UNDER_5_YEARS)
    if indicator is Indicator.WEIGHT_FOR_AGE:  # nor does WHO judge weight by age alone after 10 years
        last_day = min(last_day, LAST_DAY_OF_10_YEARS)
    return _span_of_ages(_age(dated[0]), last_day)


def _age(point: ChartPoint) -> int:
    return point.days_past_term or 0


def _span_of_ages(first_day: int, last_day: int) -> Span:
    if last_day <= LAST_DAY_OF_FIRST_HALF_YEAR:
        return "0-6m"
    if last_day <= LAST_DAY_UNDER_2_YEARS:
        return "0-2y"
    if last_day <= LAST_DAY_UNDER_5_YEARS:
        return "2-5y" if first_day > LAST_DAY_UNDER_2_YEARS else "0-5y"
    return "5-10y" if last_day <= LAST_DAY_OF_10_YEARS else "5-19y"
