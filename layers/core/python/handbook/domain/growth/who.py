"""WHO's tables and WHO's arithmetic: L, M and S, z from a measurement, and a measurement from z.

WHO Child Growth Standards (2006) by day, days 0-1826; WHO Reference 2007 (5-19 years) between months, from day 1827;
weight for length between millimetres. L is the Box-Cox power, M the median and S the coefficient of variation, all at
one age or length (Cole and Green, 1992). The restricted form is WHO's for indicators with weight in them: beyond 3
standard deviations the scale goes on in equal steps of the distance between 2 and 3 (WHO Child Growth Standards,
Methods and development, 2006, chapter 7).
"""

from functools import cache
from math import exp, floor, log

from handbook.domain.growth.vocabulary import Indicator, MissingReason, Sex
from handbook.reference.growth import L_SCALE, M_SCALE, S_SCALE, Series, series_by_name

# L, M and S at one age or length.
type Lms = tuple[float, float, float]
# The same, or why there are none. Unions like this one are aliases: built at import they take 10 us each.
type LmsOrReason = Lms | MissingReason

TAIL_FROM_Z = 3.0
NEAR_A_TIE = 0.499999
# The last day of the 2006 standards in WHO's programs: 60 completed months are 1826.25 days.
LAST_DAY_2006 = 1826
# A month in WHO's programs: 365.25 / 12 days.
DAYS_PER_MONTH = 30.4375
# The rows of weight-for-length stand 0.1 cm apart.
UM_PER_ROW = 100_000

_BY_DAY = {
    Indicator.WEIGHT_FOR_AGE: "weight-day",
    Indicator.LENGTH_FOR_AGE: "length-day",
    Indicator.BMI_FOR_AGE: "bmi-day",
    Indicator.HEAD_FOR_AGE: "head-day",
}
_BY_MONTH = {
    Indicator.WEIGHT_FOR_AGE: "weight-month",
    Indicator.LENGTH_FOR_AGE: "length-month",
    Indicator.BMI_FOR_AGE: "bmi-month",
}


@cache
def series_by_day(sex: Sex) -> dict[Indicator, Series]:
    """The 2006 standards of one sex by day of age."""
    return {indicator: series_by_name()[name, sex] for indicator, name in _BY_DAY.items()}


@cache
def series_by_month(sex: Sex) -> dict[Indicator, Series]:
    """The 2007 reference of one sex by month of age; head circumference has none."""
    return {indicator: series_by_name()[name, sex] for indicator, name in _BY_MONTH.items()}


@cache
def series_by_length(sex: Sex) -> tuple[Series, Series]:
    """Weight for length and weight for height of one sex, by millimetre."""
    series = series_by_name()
    return series["weight-length", sex], series["weight-height", sex]


def lms_at_day(series: dict[Indicator, Series], age_days: int, indicator: Indicator) -> LmsOrReason:
    """The row of the 2006 standards for a day from 0 to LAST_DAY_2006."""
    if not 0 <= age_days <= LAST_DAY_2006:
        return "age_outside_reference"
    _, _, powers, medians, variations = series[indicator]
    return powers[age_days] / L_SCALE, medians[age_days] / M_SCALE, variations[age_days] / S_SCALE


def lms_at_month(series: dict[Indicator, Series], age_months: float, indicator: Indicator) -> LmsOrReason:
    """The 2007 reference between whole months, 60-228 (weight 60-120); head circumference is not in it."""
    found = series.get(indicator)
    if found is None:
        return "age_outside_reference"
    month = int(age_months)
    return _between_rows(found, month, age_months - month) or "age_outside_reference"


def lms_at_length(series: tuple[Series, Series], length_um: int, *, standing: bool) -> LmsOrReason:
    """Weight for length (45-110 cm), or for height (65-120 cm) if `standing`."""
    row, rest_um = divmod(length_um, UM_PER_ROW)
    return _between_rows(series[standing], row, rest_um / UM_PER_ROW) or "length_outside_table"


def _between_rows(series: Series, key: int, fraction: float) -> Lms | None:
    """L, M and S `fraction` of the way from row `key` to the next, or None outside the table."""
    first, last, powers, medians, variations = series
    if not first <= key <= last or (key == last and fraction > 0.0):
        return None
    row = key - first
    power, median, variation = powers[row], medians[row], variations[row]
    if fraction == 0.0:
        return power / L_SCALE, median / M_SCALE, variation / S_SCALE
    return (
        (power + fraction * (powers[row + 1] - power)) / L_SCALE,
        (median + fraction * (medians[row + 1] - median)) / M_SCALE,
        (variation + fraction * (variations[row + 1] - variation)) / S_SCALE,
    )


def z_of_value(lms: Lms, value: float, *, restricted: bool) -> float:
    """The z-score of a positive `value` in the unit of M, to the 2 decimals WHO rounds to before it flags."""
    power, median, variation = lms
    if power == 1.0:
        z = (value / median - 1.0) / variation
    elif power == 0.0:
        z = log(value / median) / variation
    else:
        z = ((value / median) ** power - 1.0) / (power * variation)
    if restricted and not -TAIL_FROM_Z <= z <= TAIL_FROM_Z:
        edge, step, edge_z = _tail(lms, z)
        z = edge_z + (value - edge) / step
    return _rounded(z)


def _rounded(z: float) -> float:
    """`round(z, 2)` in a third of the time, and 0.0 for -0.0; only near a tie do the digits themselves decide."""
    hundreds = z * 100.0
    nearest = floor(hundreds + 0.5)
    if abs(hundreds - nearest) > NEAR_A_TIE:
        return round(z, 2) + 0.0
    return nearest / 100.0


def value_at_z(lms: Lms, z: float, *, restricted: bool) -> float:
    """The measurement at `z`, the inverse of the unrounded z-score; a straight tail may end below zero."""
    if restricted and not -TAIL_FROM_Z <= z <= TAIL_FROM_Z:
        edge, step, edge_z = _tail(lms, z)
        return edge + (z - edge_z) * step
    return _unrestricted_value(lms, z)


def _unrestricted_value(lms: Lms, z: float) -> float:
    power, median, variation = lms
    if power == 0.0:
        return median * exp(variation * z)
    return float(median * (1.0 + power * variation * z) ** (1.0 / power))


def _tail(lms: Lms, z: float) -> tuple[float, float, float]:
    """Where the tail on the side of `z` begins, its step for one z, and the z at which it begins."""
    side = 1.0 if z > 0.0 else -1.0
    edge = _unrestricted_value(lms, side * TAIL_FROM_Z)
    last = _unrestricted_value(lms, side * (TAIL_FROM_Z - 1.0))
    return edge, abs(edge - last), side * TAIL_FROM_Z
