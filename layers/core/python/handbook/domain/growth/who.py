"""L, M and S from the WHO tables: 2006 by day, 2007 between months, weight for length between millimetres.

WHO Child Growth Standards (2006), days 0-1826; WHO Reference 2007 (5-19 years), from day 1827.
"""

from functools import cache

from handbook.domain.growth.lms import Lms, LmsOrReason
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
