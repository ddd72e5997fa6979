"""Growth series."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from handbook.domain.calendar import age_in_days
from handbook.usecases.assess_measurement import scores_of
from handbook.usecases.read_growth import Growth, Visit
from handbook.web.forms.measurements import GrowthAssessment
from handbook.web.schemas import Body

if TYPE_CHECKING:
    from handbook.domain.growth.expected import ExpectedSize
    from handbook.domain.growth.velocity import Change, Velocity


class ChangeBody(Body):
    """A change since an earlier visit; `value` is null with a `reason`, as for the first visit."""

    value: float | None
    since: date | None
    days: int | None
    reason: str | None


class VelocityBody(Body):
    """How fast the child grew since the visit before; length and head in centimetres a month of 30.4375 days.

    `z` holds the change of each z-score by indicator.
    """

    weight_g_per_day: ChangeBody
    length_cm_per_month: ChangeBody
    head_cm_per_month: ChangeBody
    z: Mapping[str, ChangeBody]


class GrowthPoint(Body):
    """One visit to the scale."""

    measurement_id: str
    measured_on: date
    age_days: int
    weight_kg: float | None
    length_cm: float | None
    head_cm: float | None
    assessment: GrowthAssessment
    velocity: VelocityBody


class RangeBody(Body):
    """Values at -2, 0 and +2 z-scores."""

    low: float
    median: float
    high: float


class ExpectedBody(Body):
    """What a child of this age and sex usually weighs (kg) and measures (cm) on a day; null where no standard says."""

    on: date
    age_days: int
    weight_kg: RangeBody | None
    length_cm: RangeBody | None
    reference: str
    age_basis: str


class GrowthAnswer(Body):
    """The series, oldest first, and what is usual at the child's age today."""

    items: list[GrowthPoint]
    expected: ExpectedBody


def growth_answer(growth: Growth, today: date) -> dict[str, Any]:
    """Write the series as JSON."""
    from handbook.domain.growth import expected, velocity  # noqa: PLC0415 - recording a measurement needs neither

    child = growth.handbook.profile
    age_days = age_in_days(child.birth_date, today)
    usual = expected.expected_size(child.sex.value, age_days, child.gestation_days)
    visits = sorted(growth.visits, key=lambda visit: (visit.measurement.measured_on, visit.measurement.recorded_at))
    changes = velocity.velocities(
        [
            velocity.GrowthPoint(
                one.measurement.measured_on, one.measurement.weight_kg, one.measurement.head_cm, one.assessment
            )
            for one in visits
        ]
    )
    return {
        "items": [_point(visit, change) for visit, change in zip(visits, changes, strict=True)],
        "expected": _expected(usual, today, age_days),
    }


def _point(visit: Visit, change: "Velocity") -> dict[str, Any]:
    return {
        "measurement_id": visit.measurement.measurement_id,
        "measured_on": visit.measurement.measured_on.isoformat(),
        "age_days": visit.age_days,
        "weight_kg": visit.measurement.weight_kg,
        "length_cm": visit.measurement.length_cm,
        "head_cm": visit.measurement.head_cm,
        "assessment": scores_of(visit.assessment),
        "velocity": {
            "weight_g_per_day": _change(change.weight_g_per_day),
            "length_cm_per_month": _change(change.length_cm_per_month),
            "head_cm_per_month": _change(change.head_cm_per_month),
            "z": {str(indicator): _change(one) for indicator, one in change.z.items()},
        },
    }


def _change(change: "Change") -> dict[str, Any]:
    return change._asdict()


def _expected(usual: "ExpectedSize", today: date, age_days: int) -> dict[str, Any]:
    return {
        "on": today,
        "age_days": age_days,
        "weight_kg": usual.weight_kg._asdict() if usual.weight_kg else None,
        "length_cm": usual.length_cm._asdict() if usual.length_cm else None,
        "reference": usual.reference,
        "age_basis": usual.age_basis,
    }
