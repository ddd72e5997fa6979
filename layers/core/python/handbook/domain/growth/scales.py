"""The tables one child is read against: a reference at an age, by age and by length, with its tails."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from handbook.domain.growth import intergrowth, who
from handbook.domain.growth.age import PlacedAge
from handbook.domain.growth.lms import (
    Lms,
    restricted_value_at_z,
    restricted_z_of_value,
    value_at_z,
    z_of_value,
)
from handbook.domain.growth.vocabulary import Indicator, MissingReason, Reference, Sex

# The indicators with weight in them: WHO restricts their tails, and oedema makes them meaningless.
WEIGHT_BASED = frozenset({Indicator.WEIGHT_FOR_AGE, Indicator.WEIGHT_FOR_LENGTH, Indicator.BMI_FOR_AGE})


class Scale(NamedTuple):
    """L, M and S for one sex and age: by indicator, and by micro-centimetres lying or (True) standing."""

    by_age: Callable[[Indicator], Lms | None]
    by_length: Callable[[int, bool], Lms | None]
    restricted: frozenset[Indicator]
    from_5_years: bool
    no_age: MissingReason
    no_length: MissingReason

    def z(self, indicator: Indicator, lms: Lms, value: float) -> float:
        """The z-score of `value`, to 2 decimals as WHO rounds before it flags; never minus zero."""
        z = restricted_z_of_value(*lms, value) if indicator in self.restricted else z_of_value(*lms, value)
        return round(z, 2) + 0.0

    def value(self, indicator: Indicator, lms: Lms, z: float) -> float:
        """The measurement at `z`, the inverse of the unrounded z-score."""
        return restricted_value_at_z(*lms, z) if indicator in self.restricted else value_at_z(*lms, z)


def scale_at(sex: Sex, placed: PlacedAge) -> Scale:
    """The scale for a placed age; raises ValueError for any sex but "F" and "M"."""
    tables = who.tables_of(sex)
    if placed.days is None:
        return Scale(
            by_age=_none_by_age,
            by_length=partial(who.lms_at_length, tables),
            restricted=WEIGHT_BASED,
            from_5_years=False,
            no_age=MissingReason.AGE_MISSING,
            no_length=MissingReason.LENGTH_OUTSIDE_TABLE,
        )
    if placed.reference is Reference.INTERGROWTH_21ST:
        return _preterm_scale(sex, placed.days)
    if placed.reference is Reference.WHO_2007:
        return scale_at_month(sex, placed.days / who.DAYS_PER_MONTH)
    return Scale(
        by_age=partial(who.lms_at_day, tables, placed.days),
        by_length=partial(who.lms_at_length, tables) if placed.days >= 0 else _none_by_length,
        restricted=WEIGHT_BASED,
        from_5_years=False,
        no_age=MissingReason.AGE_OUTSIDE_REFERENCE,
        no_length=(
            MissingReason.LENGTH_OUTSIDE_TABLE if placed.days >= 0 else MissingReason.AGE_OUTSIDE_REFERENCE
        ),
    )


def scale_at_month(sex: Sex, age_months: float) -> Scale:
    """The WHO 2007 reference at `age_months` (of 30.4375 days), which has no weight for length."""
    return Scale(
        by_age=partial(who.lms_at_month, who.tables_of(sex), age_months),
        by_length=_none_by_length,
        restricted=WEIGHT_BASED,
        from_5_years=True,
        no_age=MissingReason.AGE_OUTSIDE_REFERENCE,
        no_length=MissingReason.AGE_OUTSIDE_REFERENCE,
    )


def _preterm_scale(sex: Sex, post_menstrual_days: int) -> Scale:
    in_range = post_menstrual_days >= intergrowth.FIRST_DAY
    return Scale(
        by_age=partial(intergrowth.lms_at_age, sex, post_menstrual_days),
        by_length=partial(intergrowth.lms_at_length, sex) if in_range else _none_by_length,
        restricted=frozenset(),
        from_5_years=False,
        no_age=MissingReason.AGE_OUTSIDE_REFERENCE,
        no_length=MissingReason.LENGTH_OUTSIDE_TABLE if in_range else MissingReason.AGE_OUTSIDE_REFERENCE,
    )


def _none_by_age(_indicator: Indicator) -> None:
    return None


def _none_by_length(_length_um: int, _standing: bool) -> None:
    return None
