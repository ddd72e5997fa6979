"""Curves and target values: the measurement at a z-score."""

from handbook.domain.growth import intergrowth
from handbook.domain.growth.age import CHRONOLOGICAL_ONLY, place_age
from handbook.domain.growth.lms import value_at_z
from handbook.domain.growth.posture import length_in_um
from handbook.domain.growth.scales import scale_at
from handbook.domain.growth.vocabulary import Indicator, Posture, Sex


def value_at(
    indicator: Indicator, sex: Sex, x: float, z: float, *, posture: Posture = "lying"
) -> float | None:
    """The measurement (kg, cm or kg/m2) at `z` on the WHO curve of `indicator`, or None where it ends.

    `x` is the age in whole days or, for weight-for-length, the length in cm in the table `posture` names.
    The inverse of the unrounded z-score of `assess`.
    """
    if indicator is Indicator.WEIGHT_FOR_LENGTH:
        scale = scale_at(sex, place_age(None, None, CHRONOLOGICAL_ONLY))
        lms = scale.by_length(length_in_um(x), posture == "standing")
    else:
        scale = scale_at(sex, place_age(int(x), None, CHRONOLOGICAL_ONLY))
        lms = scale.by_age(indicator)
    return None if lms is None else scale.value(indicator, lms, z)


def preterm_value_at(indicator: Indicator, sex: Sex, x: float, z: float) -> float | None:
    """Like `value_at` for INTERGROWTH-21st; `x` is the post-menstrual age in days, or the length in cm."""
    if indicator is Indicator.WEIGHT_FOR_LENGTH:
        lms = intergrowth.lms_at_length(sex, length_in_um(x))
    else:
        lms = intergrowth.lms_at_age(sex, int(x), indicator)
    return None if lms is None else value_at_z(*lms, z)
