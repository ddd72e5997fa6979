"""Curves and target values: the measurement at a z-score."""

from __future__ import annotations

from collections.abc import Iterable

from handbook.domain.growth.assessment import length_in_um
from handbook.domain.growth.standards import (
    TERM_GESTATION_DAYS,
    LmsOrReason,
    lms_by_age,
    lms_by_length,
    place_age,
    require_sex,
    restricted_by,
    value_at_z,
)
from handbook.domain.growth.vocabulary import Indicator, Posture, Reference, Sex

_PRETERM: Reference = "intergrowth-21st-postnatal"


def values_at(
    indicator: Indicator, sex: Sex, x: float, scores: Iterable[float], *, posture: Posture = "lying"
) -> list[float] | None:
    """The measurements (kg, cm or kg/m2) at z-scores on the WHO curves of `indicator`, or None where they end.

    `x` is the age in whole days or, for weight-for-length, the length in cm in the table `posture` names.
    The inverse of the unrounded z-score of `assess`. Raises ValueError for any sex but "F" and "M".
    """
    require_sex(sex)
    if indicator is Indicator.WEIGHT_FOR_LENGTH:
        lms = lms_by_length(sex, "who-2006", None, length_in_um(x), standing=posture == "standing")
    else:
        reference, _, days = place_age(int(x), None, "chronological-only")
        lms = lms_by_age(sex, reference, days)(indicator)
    return _values(lms, scores, restricted=indicator in restricted_by("who-2006"))


def preterm_values_at(indicator: Indicator, sex: Sex, x: float, scores: Iterable[float]) -> list[float] | None:
    """Like `values_at` for INTERGROWTH-21st; `x` is the post-menstrual age in days, or the length in cm."""
    require_sex(sex)
    if indicator is Indicator.WEIGHT_FOR_LENGTH:
        lms = lms_by_length(sex, _PRETERM, TERM_GESTATION_DAYS, length_in_um(x), standing=False)
    else:
        lms = lms_by_age(sex, _PRETERM, int(x))(indicator)
    return _values(lms, scores, restricted=False)


def value_at(indicator: Indicator, sex: Sex, x: float, z: float, *, posture: Posture = "lying") -> float | None:
    """The one measurement at `z`, as `values_at` gives it."""
    found = values_at(indicator, sex, x, (z,), posture=posture)
    return found[0] if found else None


def preterm_value_at(indicator: Indicator, sex: Sex, x: float, z: float) -> float | None:
    """The one measurement at `z`, as `preterm_values_at` gives it."""
    found = preterm_values_at(indicator, sex, x, (z,))
    return found[0] if found else None


def _values(lms: LmsOrReason, scores: Iterable[float], *, restricted: bool) -> list[float] | None:
    return None if isinstance(lms, str) else [value_at_z(lms, z, restricted=restricted) for z in scores]
