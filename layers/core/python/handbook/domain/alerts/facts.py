"""What the judges of alerts are given: who the child is, and everything that was recorded."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from handbook.domain.dental import DentalCheck
from handbook.domain.feeding import Feeding
from handbook.domain.findings import Findings
from handbook.domain.growth.classes import PLAUSIBLE
from handbook.domain.growth.velocity import is_plausible, length_as_lying_cm
from handbook.domain.growth.vocabulary import Assessment, Indicator, Sex
from handbook.domain.ids import HandbookId
from handbook.domain.measurements import Measurement
from handbook.domain.milestones import MilestoneCheck
from handbook.domain.supplements import Supplement


@dataclass(frozen=True, slots=True)
class ChildFacts:
    """The profile's facts; of an unborn child sex and birth date are None.

    `pregnant_since` is day zero of a pregnancy that goes on (domain/dating.py).
    """

    handbook_id: HandbookId
    sex: Sex | None
    birth_date: date | None
    gestation_days: int | None = None
    birth_weight_g: int | None = None
    pregnant_since: date | None = None


class GrowthVisit(NamedTuple):
    """A measurement with what the growth rules say of it by the profile of today (domain.growth.assess)."""

    measurement: Measurement
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class History:
    """Everything recorded that alerts look at, each in any order; entries that were struck out are left out."""

    visits: tuple[GrowthVisit, ...] = ()
    findings: tuple[Findings, ...] = ()
    milestones: tuple[MilestoneCheck, ...] = ()
    feedings: tuple[Feeding, ...] = ()
    supplements: tuple[Supplement, ...] = ()
    dental: tuple[DentalCheck, ...] = ()


# As the z-scores stand in an Assessment.
INDICATORS = (
    Indicator.LENGTH_FOR_AGE,
    Indicator.WEIGHT_FOR_AGE,
    Indicator.WEIGHT_FOR_LENGTH,
    Indicator.BMI_FOR_AGE,
    Indicator.HEAD_FOR_AGE,
)
HAZ, WAZ, WHZ, BAZ, HCZ = range(len(INDICATORS))
_FLAGS = tuple(PLAUSIBLE[indicator][2] for indicator in INDICATORS)


class Point(NamedTuple):
    """One visit made ready for judging: z-scores without the flagged ones, whole grams, length as if lying.

    `z` stands in the order of INDICATORS; looking up by enumeration would cost more than all the rest.
    """

    on: date
    entry_id: str
    day: int
    age_days: int
    reference: str
    age_basis: str
    z: tuple[float | None, ...]
    flags: tuple[str, ...]
    plausible: bool
    weight_g: int | None
    length_cm: float | None
    muac_mm: int | None
    oedema: bool | None


def points_of(visits: tuple[GrowthVisit, ...], birth_date: date) -> list[Point]:
    """The visits from birth on, in the order of days, then of recording."""
    ordered = sorted(visits, key=_order)
    born = birth_date.toordinal()
    return [_point(visit, born) for visit in ordered if visit.measurement.measured_on >= birth_date]


def _order(visit: GrowthVisit) -> tuple[object, ...]:
    # Of two that reached us in one moment the plausible one stands as the later: it is the correction.
    measurement = visit.measurement
    plausible = is_plausible(visit.assessment)
    return measurement.measured_on, measurement.recorded_at, plausible, measurement.measurement_id


def _point(visit: GrowthVisit, born: int) -> Point:
    measurement, assessment = visit
    day = measurement.measured_on.toordinal()
    flags = assessment.flags
    z: tuple[float | None, ...] = (assessment.haz, assessment.waz, assessment.whz, assessment.baz, assessment.hcz)
    if flags:
        z = tuple(None if flag in flags else score for flag, score in zip(_FLAGS, z, strict=True))
    weight_kg = measurement.weight_kg
    return Point(
        measurement.measured_on,
        measurement.measurement_id,
        day,
        day - born,
        assessment.reference,
        assessment.age_basis,
        z,
        flags,
        is_plausible(assessment),
        None if weight_kg is None else round(weight_kg * 1000),
        length_as_lying_cm(assessment),
        measurement.muac_mm,
        measurement.oedema,
    )


def day_of_age(birth_date: date, age_days: int) -> date:
    """The day on which a child is so many days old."""
    return birth_date + timedelta(days=age_days)
