"""Growth series."""

from datetime import date
from typing import Any

from functions.records.schemas.measurements import GrowthAssessment
from handbook.usecases.read_growth import Growth
from handbook.usecases.record_measurement import scores_of
from handbook.web.schemas import Body


class GrowthPoint(Body):
    """One visit to the scale."""

    measurement_id: str
    measured_on: date
    age_days: int
    weight_kg: float | None
    length_cm: float | None
    head_cm: float | None
    assessment: GrowthAssessment


class GrowthAnswer(Body):
    """The series, oldest first."""

    items: list[GrowthPoint]


def growth_answer(growth: Growth) -> dict[str, Any]:
    """Write the series as JSON."""
    return {
        "items": [
            {
                "measurement_id": visit.measurement.measurement_id,
                "measured_on": visit.measurement.measured_on.isoformat(),
                "age_days": visit.age_days,
                "weight_kg": visit.measurement.weight_kg,
                "length_cm": visit.measurement.length_cm,
                "head_cm": visit.measurement.head_cm,
                "assessment": scores_of(visit.assessment),
            }
            for visit in growth.visits
        ]
    }
