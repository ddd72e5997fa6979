"""Which standard a child is read against, by which age; its L, M and S; and WHO's arithmetic with them.

WHO Child Growth Standards (2006) by day, days 0-1826; WHO Reference 2007 (5-19 years) between months, from day 1827;
weight for length between millimetres. L is the Box-Cox power, M the median and S the coefficient of variation, all at
one age or length (Cole and Green, 1992). The restricted form is WHO's for indicators with weight in them: beyond 3
standard deviations the scale goes on in equal steps of the distance between 2 and 3 (WHO Child Growth Standards,
Methods and development, 2006, chapter 7). One module: a fresh process pays 0.15 ms of the 2 that its first child may
take for each.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from math import exp, floor, log
from typing import Literal

from handbook.domain.growth.vocabulary import AgeBasis, Indicator, MissingReason, Posture, Reference, Sex
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

type LmsByAge = Callable[[Indicator], LmsOrReason]
# How the age of a child born preterm enters the tables.
type PretermPolicy = Literal["corrected-to-24-months", "chronological-only"]

# Born before 37 completed weeks (WHO, ICD-10 P07).
PRETERM_UNDER_GESTATION_DAYS = 259
# 40 weeks, the day from which corrected age counts.
TERM_GESTATION_DAYS = 280
# INTERGROWTH-21st postnatal: 27 to 64 completed weeks after the last menses.
INTERGROWTH_FIRST_DAY, INTERGROWTH_LAST_DAY = 189, 448
# By policy: INTERGROWTH-21st to this post-menstrual day, then WHO by corrected age under this day since birth.
PRETERM_POLICIES: dict[PretermPolicy, tuple[int, int]] = {
    "corrected-to-24-months": (INTERGROWTH_LAST_DAY, 731),
    "chronological-only": (0, 0),
}
# The indicators with weight in them: WHO restricts their tails, and oedema makes them meaningless.
WEIGHT_BASED = frozenset({Indicator.WEIGHT_FOR_AGE, Indicator.WEIGHT_FOR_LENGTH, Indicator.BMI_FOR_AGE})
_NONE: frozenset[Indicator] = frozenset()


def place_age(
    age_days: int | None, gestation_days: int | None, policy: PretermPolicy
) -> tuple[Reference, AgeBasis, int | None]:
    """The reference for a child of `age_days` since birth after `gestation_days`, and the age to read it at.

    The age is in days of the basis named: since birth, corrected, or post-menstrual (since the last menses).
    """
    if age_days is None:
        return "who-2006", "none", None
    if gestation_days is not None and gestation_days < PRETERM_UNDER_GESTATION_DAYS:
        intergrowth_to_days, corrected_under_days = PRETERM_POLICIES[policy]
        post_menstrual_days = gestation_days + age_days
        if post_menstrual_days <= intergrowth_to_days:
            return "intergrowth-21st-postnatal", "post-menstrual", post_menstrual_days
        if age_days < corrected_under_days:
            return "who-2006", "corrected", post_menstrual_days - TERM_GESTATION_DAYS
    return "who-2006" if age_days <= LAST_DAY_2006 else "who-2007", "chronological", age_days


def require_sex(sex: Sex) -> None:
    """Raise ValueError for any sex but "F" and "M"; no table is read as the other sex's by mistake."""
    if sex not in {"F", "M"}:
        raise ValueError('sex must be "F" or "M"')


def require_posture(posture: Posture | None) -> None:
    """Raise ValueError for any posture but "lying", "standing" and None; 0.7 cm are not left to a misspelling."""
    if posture not in {"lying", "standing", None}:
        raise ValueError('posture must be "lying", "standing" or None')


def lms_by_age(sex: Sex, reference: Reference, days: int | None) -> LmsByAge:
    """L, M and S by indicator, of `reference` at an age in days as `place_age` gives them."""
    if days is None:
        return _without_age
    if reference == "who-2006":
        return partial(lms_at_day, series_by_day(sex), days)
    if reference == "who-2007":
        return lms_by_age_in_months(sex, days / DAYS_PER_MONTH)
    if not INTERGROWTH_FIRST_DAY <= days <= INTERGROWTH_LAST_DAY:
        return _outside_reference
    # Few children are preterm: their equations stay off everybody else's cold start.
    from handbook.domain.growth import intergrowth  # noqa: PLC0415

    return partial(intergrowth.lms_at_age, sex, days)


def lms_by_age_in_months(sex: Sex, age_months: float) -> LmsByAge:
    """L, M and S by indicator, of WHO 2007 at broken months of 30.4375 days."""
    return partial(lms_at_month, series_by_month(sex), age_months)


def lms_by_length(sex: Sex, reference: Reference, days: int | None, length_um: int, *, standing: bool) -> LmsOrReason:
    """L, M and S of weight for length, from birth through the 2006 standards, or without an age."""
    if reference == "intergrowth-21st-postnatal":
        if days is None or not INTERGROWTH_FIRST_DAY <= days <= INTERGROWTH_LAST_DAY:
            return "age_outside_reference"
        from handbook.domain.growth import intergrowth  # noqa: PLC0415 - as above

        return intergrowth.lms_at_length(sex, length_um)
    if days is not None and not 0 <= days <= LAST_DAY_2006:
        return "age_outside_reference"
    return lms_at_length(series_by_length(sex), length_um, standing=standing)


def restricted_by(reference: Reference) -> frozenset[Indicator]:
    """The indicators that a reference continues in straight tails; INTERGROWTH-21st has none."""
    return WEIGHT_BASED if reference != "intergrowth-21st-postnatal" else _NONE


def _without_age(_indicator: Indicator) -> MissingReason:
    return "age_missing"


def _outside_reference(_indicator: Indicator) -> MissingReason:
    return "age_outside_reference"


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
    # `round(z, 2)` in a third of the time, and 0.0 for -0.0; only near a tie do the digits themselves decide.
    hundreds = z * 100.0
    nearest = floor(hundreds + 0.5)
    return nearest / 100.0 if -NEAR_A_TIE <= hundreds - nearest <= NEAR_A_TIE else round(z, 2) + 0.0


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
