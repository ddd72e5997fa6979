"""Which standard a child is read against, by which age, and its L, M and S by indicator and by length."""

from collections.abc import Callable
from functools import partial
from typing import Literal

from handbook.domain.growth import who
from handbook.domain.growth.vocabulary import AgeBasis, Indicator, MissingReason, Posture, Reference, Sex
from handbook.domain.growth.who import LmsOrReason

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
    return "who-2006" if age_days <= who.LAST_DAY_2006 else "who-2007", "chronological", age_days


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
        return partial(who.lms_at_day, who.series_by_day(sex), days)
    if reference == "who-2007":
        return lms_by_age_in_months(sex, days / who.DAYS_PER_MONTH)
    if not INTERGROWTH_FIRST_DAY <= days <= INTERGROWTH_LAST_DAY:
        return _outside_reference
    # Few children are preterm: their equations stay off everybody else's cold start.
    from handbook.domain.growth import intergrowth  # noqa: PLC0415

    return partial(intergrowth.lms_at_age, sex, days)


def lms_by_age_in_months(sex: Sex, age_months: float) -> LmsByAge:
    """L, M and S by indicator, of WHO 2007 at broken months of 30.4375 days."""
    return partial(who.lms_at_month, who.series_by_month(sex), age_months)


def lms_by_length(sex: Sex, reference: Reference, days: int | None, length_um: int, *, standing: bool) -> LmsOrReason:
    """L, M and S of weight for length, from birth through the 2006 standards, or without an age."""
    if reference == "intergrowth-21st-postnatal":
        if days is None or not INTERGROWTH_FIRST_DAY <= days <= INTERGROWTH_LAST_DAY:
            return "age_outside_reference"
        from handbook.domain.growth import intergrowth  # noqa: PLC0415 - as above

        return intergrowth.lms_at_length(sex, length_um)
    if days is not None and not 0 <= days <= who.LAST_DAY_2006:
        return "age_outside_reference"
    return who.lms_at_length(who.series_by_length(sex), length_um, standing=standing)


def restricted_by(reference: Reference) -> frozenset[Indicator]:
    """The indicators that a reference continues in straight tails; INTERGROWTH-21st has none."""
    return WEIGHT_BASED if reference != "intergrowth-21st-postnatal" else _NONE


def _without_age(_indicator: Indicator) -> MissingReason:
    return "age_missing"


def _outside_reference(_indicator: Indicator) -> MissingReason:
    return "age_outside_reference"
