"""L, M and S from the WHO tables: 2006 by day, 2007 between months, weight for length between millimetres.

WHO Child Growth Standards (2006), days 0-1826; WHO Reference 2007 (5-19 years), from day 1827.
"""

from functools import cache
from typing import NamedTuple

from handbook.domain.growth.lms import Lms
from handbook.domain.growth.vocabulary import Indicator, Sex
from handbook.reference.growth import L_SCALE, M_SCALE, S_SCALE, Series, series_by_name

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


class SexTables(NamedTuple):
    """The nine WHO series of one sex; head circumference has none by month."""

    by_day: dict[Indicator, Series]
    by_month: dict[Indicator, Series]
    by_length: Series
    by_height: Series


@cache
def tables_of(sex: Sex) -> SexTables:
    """The series of one sex; raises ValueError for any sex but "F" and "M"."""
    if sex not in {"F", "M"}:
        raise ValueError('sex must be "F" or "M"')
    series = series_by_name()
    return SexTables(
        {indicator: series[name, sex] for indicator, name in _BY_DAY.items()},
        {indicator: series[name, sex] for indicator, name in _BY_MONTH.items()},
        series["weight-length", sex],
        series["weight-height", sex],
    )


def lms_at_day(tables: SexTables, age_days: int, indicator: Indicator) -> Lms | None:
    """The row of the 2006 standards for a day, or None outside days 0 to LAST_DAY_2006."""
    if not 0 <= age_days <= LAST_DAY_2006:
        return None
    _, _, powers, medians, variations = tables.by_day[indicator]
    return powers[age_days] / L_SCALE, medians[age_days] / M_SCALE, variations[age_days] / S_SCALE


def lms_at_month(tables: SexTables, age_months: float, indicator: Indicator) -> Lms | None:
    """The 2007 reference between whole months; None outside 60-228 months (weight: 60-120), None for head."""
    series = tables.by_month.get(indicator)
    month = int(age_months)
    return _between_rows(series, month, age_months - month) if series else None


def lms_at_length(tables: SexTables, length_um: int, standing: bool) -> Lms | None:
    """Weight for length, or for height if `standing`; None outside 45-110 cm, or 65-120 cm."""
    row, rest_um = divmod(length_um, UM_PER_ROW)
    return _between_rows(tables.by_height if standing else tables.by_length, row, rest_um / UM_PER_ROW)


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
