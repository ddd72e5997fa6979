"""Flags and nutritional classes from rounded z-scores, arm circumference and oedema; limits are strict."""

from collections.abc import Mapping

from handbook.domain.growth.vocabulary import Flag, GrowthClass, Indicator
from handbook.domain.growth.who import LAST_DAY_2006

type Scores = Mapping[Indicator, float]

# Limits of plausible z-scores: WHO anthro survey analyser (2006 standards) and AnthroPlus (2007), WHO 2019
# recommendations for data collection, analysis and reporting on anthropometric indicators.
PLAUSIBLE = {
    Indicator.WEIGHT_FOR_AGE: (-6.0, 5.0, Flag.WEIGHT_FOR_AGE_IMPLAUSIBLE),
    Indicator.LENGTH_FOR_AGE: (-6.0, 6.0, Flag.LENGTH_FOR_AGE_IMPLAUSIBLE),
    Indicator.WEIGHT_FOR_LENGTH: (-5.0, 5.0, Flag.WEIGHT_FOR_LENGTH_IMPLAUSIBLE),
    Indicator.BMI_FOR_AGE: (-5.0, 5.0, Flag.BMI_FOR_AGE_IMPLAUSIBLE),
    Indicator.HEAD_FOR_AGE: (-5.0, 5.0, Flag.HEAD_FOR_AGE_IMPLAUSIBLE),
}

type Ladder = tuple[tuple[Indicator, float, GrowthClass], ...]

# Each ladder from the gravest rung down; a negative limit is met below it, a positive one above it.
_STUNTING: Ladder = (
    (Indicator.LENGTH_FOR_AGE, -3.0, GrowthClass.SEVERELY_STUNTED),
    (Indicator.LENGTH_FOR_AGE, -2.0, GrowthClass.STUNTED),
)
_UNDERWEIGHT: Ladder = (
    (Indicator.WEIGHT_FOR_AGE, -3.0, GrowthClass.SEVERELY_UNDERWEIGHT),
    (Indicator.WEIGHT_FOR_AGE, -2.0, GrowthClass.UNDERWEIGHT),
)
_WASTING: Ladder = (
    (Indicator.WEIGHT_FOR_LENGTH, -3.0, GrowthClass.SEVERELY_WASTED),
    (Indicator.WEIGHT_FOR_LENGTH, -2.0, GrowthClass.WASTED),
)
# WHO, Training Course on Child Growth Assessment (2008), module C: interpreting growth indicators, 0-5 years.
_OVERWEIGHT_UNDER_5: Ladder = (
    (Indicator.WEIGHT_FOR_LENGTH, 3.0, GrowthClass.OBESE),
    (Indicator.BMI_FOR_AGE, 3.0, GrowthClass.OBESE),
    (Indicator.WEIGHT_FOR_LENGTH, 2.0, GrowthClass.OVERWEIGHT),
    (Indicator.BMI_FOR_AGE, 2.0, GrowthClass.OVERWEIGHT),
    (Indicator.WEIGHT_FOR_LENGTH, 1.0, GrowthClass.POSSIBLE_RISK_OF_OVERWEIGHT),
    (Indicator.BMI_FOR_AGE, 1.0, GrowthClass.POSSIBLE_RISK_OF_OVERWEIGHT),
)
# WHO Reference 2007, BMI-for-age 5-19 years, cut-offs.
_BMI_FROM_5: Ladder = (
    (Indicator.BMI_FOR_AGE, -3.0, GrowthClass.SEVERELY_THIN),
    (Indicator.BMI_FOR_AGE, -2.0, GrowthClass.THIN),
    (Indicator.BMI_FOR_AGE, 2.0, GrowthClass.OBESE),
    (Indicator.BMI_FOR_AGE, 1.0, GrowthClass.OVERWEIGHT),
)
_HEAD: Ladder = (
    (Indicator.HEAD_FOR_AGE, -3.0, GrowthClass.VERY_SMALL_HEAD),
    (Indicator.HEAD_FOR_AGE, -2.0, GrowthClass.SMALL_HEAD),
    (Indicator.HEAD_FOR_AGE, 3.0, GrowthClass.VERY_LARGE_HEAD),
    (Indicator.HEAD_FOR_AGE, 2.0, GrowthClass.LARGE_HEAD),
)
_UNDER_5 = (_STUNTING, _UNDERWEIGHT, _WASTING, _OVERWEIGHT_UNDER_5, _HEAD)
_FROM_5 = (_STUNTING, _UNDERWEIGHT, _BMI_FROM_5)
# No ladder above has a rung between these.
_UNREMARKABLE = (-2.0, 1.0)

# WHO and UNICEF, Child growth standards and the identification of severe acute malnutrition (2009):
# 6-59 months.
MUAC_SEVERE_UNDER_MM = 115
MUAC_MODERATE_UNDER_MM = 125
# The first day not under 6 months of 30.4375 days; 59 completed months end with the 2006 standards.
MUAC_FROM_DAY = 183


def implausible(scores: Scores) -> tuple[Flag, ...]:
    """WHO's flags for `scores` (z rounded to 2 decimals) strictly beyond the plausible range."""
    flags: list[Flag] = []
    for indicator, z in scores.items():
        low, high, flag = PLAUSIBLE[indicator]
        if z < low or z > high:
            flags.append(flag)
    return tuple(flags)


def plausible_only(scores: Scores, flags: tuple[Flag, ...]) -> Scores:
    """The scores whose flag is not among `flags`."""
    return {indicator: z for indicator, z in scores.items() if PLAUSIBLE[indicator][2] not in flags}


def classes_of_scores(scores: Scores, *, from_5_years: bool) -> tuple[GrowthClass, ...]:
    """The gravest class of each ladder that plausible z-scores reach, by the scheme of the child's age."""
    if not scores or (min(scores.values()) >= _UNREMARKABLE[0] and max(scores.values()) <= _UNREMARKABLE[1]):
        return ()
    reached = (_gravest(scores, ladder) for ladder in (_FROM_5 if from_5_years else _UNDER_5))
    return tuple(found for found in reached if found is not None)


def _gravest(scores: Scores, ladder: Ladder) -> GrowthClass | None:
    for indicator, limit, reached in ladder:
        z = scores.get(indicator)
        if z is not None and (z < limit if limit < 0.0 else z > limit):
            return reached
    return None


def class_of_muac(age_days: int | None, muac_mm: float | None) -> GrowthClass | None:
    """Wasting by mid-upper arm circumference at 6-59 months of chronological age; None at any other age."""
    if muac_mm is None or age_days is None or not MUAC_FROM_DAY <= age_days <= LAST_DAY_2006:
        return None
    if not 0.0 < muac_mm < MUAC_MODERATE_UNDER_MM:
        return None
    return GrowthClass.SEVERELY_WASTED if muac_mm < MUAC_SEVERE_UNDER_MM else GrowthClass.WASTED


def with_oedema(found: tuple[GrowthClass, ...], *, from_5_years: bool) -> tuple[GrowthClass, ...]:
    """`found` for a child with oedema of both feet, who counts as below -3 in every indicator with weight."""
    thinness = GrowthClass.SEVERELY_THIN if from_5_years else GrowthClass.SEVERELY_WASTED
    return (*found, GrowthClass.SEVERELY_UNDERWEIGHT, thinness)


def with_wasting(found: tuple[GrowthClass, ...], wasting: GrowthClass) -> tuple[GrowthClass, ...]:
    """`found` with the graver of its own wasting class and `wasting`."""
    if wasting in found or GrowthClass.SEVERELY_WASTED in found:
        return found
    return (*(kept for kept in found if kept is not GrowthClass.WASTED), wasting)
