"""The tables one child is read against: a reference at one age, by indicator and by length."""

from collections.abc import Callable
from functools import partial

from handbook.domain.growth import intergrowth, who
from handbook.domain.growth.age import LAST_DAY_2006
from handbook.domain.growth.lms import Lms
from handbook.domain.growth.vocabulary import Indicator, MissingReason, Reference, Sex

type LmsByAge = Callable[[Indicator], Lms | MissingReason]

# The indicators with weight in them: WHO restricts their tails, and oedema makes them meaningless.
WEIGHT_BASED = frozenset({Indicator.WEIGHT_FOR_AGE, Indicator.WEIGHT_FOR_LENGTH, Indicator.BMI_FOR_AGE})


def require_sex(sex: Sex) -> None:
    """Raise ValueError for any sex but "F" and "M"; no table is read as the other sex's by mistake."""
    if sex not in {"F", "M"}:
        raise ValueError('sex must be "F" or "M"')


def lms_by_age(sex: Sex, reference: Reference, days: int | None) -> LmsByAge:
    """L, M and S by indicator, of `reference` at an age in days as `place_age` gives them."""
    if days is None:
        return _without_age
    if reference == "who-2006":
        return partial(who.lms_at_day, who.series_by_day(sex), days)
    if reference == "who-2007":
        return lms_by_age_in_months(sex, days / who.DAYS_PER_MONTH)
    return partial(intergrowth.lms_at_age, sex, days)


def lms_by_age_in_months(sex: Sex, age_months: float) -> LmsByAge:
    """L, M and S by indicator, of WHO 2007 at broken months of 30.4375 days."""
    return partial(who.lms_at_month, who.series_by_month(sex), age_months)


def lms_by_length(
    sex: Sex, reference: Reference, days: int | None, length_um: int, *, standing: bool
) -> Lms | MissingReason:
    """L, M and S of weight for length, from birth through the 2006 standards, or without an age."""
    if reference == "intergrowth-21st-postnatal":
        if days is None or days < intergrowth.FIRST_DAY:
            return "age_outside_reference"
        return intergrowth.lms_at_length(sex, length_um)
    if days is not None and not 0 <= days <= LAST_DAY_2006:
        return "age_outside_reference"
    return who.lms_at_length(who.series_by_length(sex), length_um, standing=standing)


def restricted_by(reference: Reference) -> frozenset[Indicator]:
    """The indicators that a reference continues in straight tails; INTERGROWTH-21st has none."""
    return WEIGHT_BASED if reference != "intergrowth-21st-postnatal" else frozenset()


def _without_age(_indicator: Indicator) -> MissingReason:
    return "age_missing"
