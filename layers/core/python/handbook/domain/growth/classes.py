"""Flags and nutritional classes from rounded z-scores, arm circumference and oedema; limits are strict."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.domain.growth.standards import LAST_DAY_2006
from handbook.domain.growth.vocabulary import Flag, GrowthClass, Indicator

type Scores = Mapping[Indicator, float]
# From the gravest rung down; a negative limit is met below it, a positive one above it.
type Ladder = tuple[tuple[Indicator, float, GrowthClass], ...]

WEIGHT = Indicator.WEIGHT_FOR_AGE
LENGTH = Indicator.LENGTH_FOR_AGE
WEIGHT_FOR_LENGTH = Indicator.WEIGHT_FOR_LENGTH
BMI = Indicator.BMI_FOR_AGE
HEAD = Indicator.HEAD_FOR_AGE

# WHO and UNICEF, Recommendations for data collection, analysis and reporting on anthropometric indicators in
# children under 5 years old (2019); the same limits in WHO AnthroPlus for 5-19 years.
PLAUSIBLE: dict[Indicator, tuple[float, float, Flag]] = {
    WEIGHT: (-6.0, 5.0, "weight_for_age_implausible"),
    LENGTH: (-6.0, 6.0, "length_for_age_implausible"),
    WEIGHT_FOR_LENGTH: (-5.0, 5.0, "weight_for_length_implausible"),
    BMI: (-5.0, 5.0, "bmi_for_age_implausible"),
    HEAD: (-5.0, 5.0, "head_for_age_implausible"),
}

# No indicator is implausible between these.
_LOWEST_PLAUSIBLE, _HIGHEST_PLAUSIBLE = -5.0, 5.0

_STUNTING: Ladder = ((LENGTH, -3.0, "severely_stunted"), (LENGTH, -2.0, "stunted"))
_UNDERWEIGHT: Ladder = ((WEIGHT, -3.0, "severely_underweight"), (WEIGHT, -2.0, "underweight"))
_HEAD: Ladder = (
    (HEAD, -3.0, "very_small_head"),
    (HEAD, -2.0, "small_head"),
    (HEAD, 3.0, "very_large_head"),
    (HEAD, 2.0, "large_head"),
)
# WHO, Training Course on Child Growth Assessment (2008), Interpreting Growth Indicators.
_UNDER_5: tuple[Ladder, ...] = (
    _STUNTING,
    _UNDERWEIGHT,
    ((WEIGHT_FOR_LENGTH, -3.0, "severely_wasted"), (WEIGHT_FOR_LENGTH, -2.0, "wasted")),
    (
        (WEIGHT_FOR_LENGTH, 3.0, "obese"),
        (BMI, 3.0, "obese"),
        (WEIGHT_FOR_LENGTH, 2.0, "overweight"),
        (BMI, 2.0, "overweight"),
        (WEIGHT_FOR_LENGTH, 1.0, "possible_risk_of_overweight"),
        (BMI, 1.0, "possible_risk_of_overweight"),
    ),
    _HEAD,
)
# WHO Growth Reference 2007, 5-19 years, BMI-for-age cut-offs.
_FROM_5: tuple[Ladder, ...] = (
    _STUNTING,
    _UNDERWEIGHT,
    (
        (BMI, -3.0, "severely_thin"),
        (BMI, -2.0, "thin"),
        (BMI, 2.0, "obese"),
        (BMI, 1.0, "overweight"),
    ),
)
# WHO and UNICEF, WHO child growth standards and the identification of severe acute malnutrition (2009).
MUAC_SEVERE_UNDER_MM = 115
MUAC_MODERATE_UNDER_MM = 125
# 6-59 months: the first day not under 6 months of 30.4375 days; 59 completed months end with day 1826.
MUAC_FROM_DAY = 183


def implausible(scores: Scores) -> tuple[Flag, ...]:
    """WHO's flags for `scores` (z rounded to 2 decimals) strictly beyond the plausible range."""
    values = scores.values()
    if not values or (min(values) >= _LOWEST_PLAUSIBLE and max(values) <= _HIGHEST_PLAUSIBLE):
        return ()
    flags: list[Flag] = []
    for indicator, z in scores.items():
        low, high, flag = PLAUSIBLE[indicator]
        if z < low or z > high:
            flags.append(flag)
    return tuple(flags)


def classes_of(
    scores: Scores,
    flags: tuple[Flag, ...],
    age_days: int | None,
    muac_mm: float | None,
    *,
    oedema: bool,
    from_5_years: bool,
) -> tuple[GrowthClass, ...]:
    """The gravest class of every kind that a child reaches; flagged z-scores are left out.

    Arm circumference counts at 6-59 months of `age_days` since birth. Oedema of both feet counts as below -3
    in every indicator with weight.
    """
    found = _classes_of_scores(_unflagged(scores, flags) if flags else scores, from_5_years=from_5_years)
    if oedema:
        return (*found, "severely_underweight", "severely_thin" if from_5_years else "severely_wasted")
    wasting = _class_of_muac(age_days, muac_mm)
    if wasting is None or wasting in found or "severely_wasted" in found:
        return found
    return (*(kept for kept in found if kept != "wasted"), wasting)


def _unflagged(scores: Scores, flags: tuple[Flag, ...]) -> Scores:
    return {indicator: z for indicator, z in scores.items() if PLAUSIBLE[indicator][2] not in flags}


def _classes_of_scores(scores: Scores, *, from_5_years: bool) -> tuple[GrowthClass, ...]:
    reached = [_gravest(scores, ladder) for ladder in (_FROM_5 if from_5_years else _UNDER_5)]
    return tuple([found for found in reached if found is not None])


def _gravest(scores: Scores, ladder: Ladder) -> GrowthClass | None:
    for indicator, limit, reached in ladder:
        z = scores.get(indicator)
        if z is not None and (z < limit if limit < 0.0 else z > limit):
            return reached
    return None


def _class_of_muac(age_days: int | None, muac_mm: float | None) -> GrowthClass | None:
    if muac_mm is None or age_days is None or not MUAC_FROM_DAY <= age_days <= LAST_DAY_2006:
        return None
    if not 0.0 < muac_mm < MUAC_MODERATE_UNDER_MM:
        return None
    return "severely_wasted" if muac_mm < MUAC_SEVERE_UNDER_MM else "wasted"
