"""One measurement as a point of a chart."""

from datetime import date
from typing import NamedTuple

from handbook.domain.growth import AgeBasis, Assessment, Indicator
from handbook.domain.growth.assessment import HEIGHT_FROM_DAY, LYING_UNDER_UM_WITHOUT_AGE, length_in_um
from handbook.domain.growth.classes import PLAUSIBLE
from handbook.domain.growth.standards import TERM_GESTATION_DAYS


class ChartPoint(NamedTuple):
    """A measured value (kg, cm or kg/m2) at an age, or for weight-for-length at a length.

    `age_days` is of `age_basis` (post-menstrual: since the last menses). Without a z-score, or flagged, a point
    is drawn hollow and not joined.
    """

    value: float
    z: float | None
    age_days: int | None
    age_basis: AgeBasis = "chronological"
    length_cm: float | None = None
    flagged: bool = False
    measured_on: date | None = None

    @property
    def is_doubtful(self) -> bool:
        """Whether the point is not to be relied on: implausible, or without a z-score."""
        return self.flagged or self.z is None

    @property
    def is_standing(self) -> bool:
        """Whether the length is a standing height: from day 731, or from 87 cm where the age is unknown."""
        if self.age_days is None:
            return self.length_cm is not None and length_in_um(self.length_cm) >= LYING_UNDER_UM_WITHOUT_AGE
        return self.age_basis != "post-menstrual" and self.age_days >= HEIGHT_FROM_DAY

    @property
    def days_past_term(self) -> int | None:
        """The age on a chart that begins at birth at term."""
        if self.age_days is not None and self.age_basis == "post-menstrual":
            return self.age_days - TERM_GESTATION_DAYS
        return self.age_days


def point_of(
    indicator: Indicator,
    assessment: Assessment,
    *,
    weight_kg: float | None = None,
    head_cm: float | None = None,
    measured_on: date | None = None,
) -> ChartPoint | None:
    """The point of `indicator` for an assessed visit, or None when the value itself was not measured."""
    value = {
        Indicator.WEIGHT_FOR_AGE: weight_kg,
        Indicator.LENGTH_FOR_AGE: assessment.adjusted_length_cm,
        Indicator.WEIGHT_FOR_LENGTH: weight_kg,
        Indicator.BMI_FOR_AGE: assessment.bmi,
        Indicator.HEAD_FOR_AGE: head_cm,
    }[indicator]
    if value is None:
        return None
    return ChartPoint(
        value=value,
        z=assessment.z_of(indicator),
        age_days=assessment.reference_age_days,
        age_basis=assessment.age_basis,
        length_cm=assessment.adjusted_length_cm,
        flagged=PLAUSIBLE[indicator][2] in assessment.flags,
        measured_on=measured_on,
    )
