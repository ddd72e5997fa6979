"""Measurements and growth."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from handbook.domain.measurements import Measurement
from handbook.usecases.record_measurement import MeasurementRecorded, RecordMeasurement
from handbook.web.forms.alerts import AlertsMovedBody, moved_answer
from handbook.web.forms.named import NamedBody
from handbook.web.forms.revisions import NewlyRevised, Revised
from handbook.web.schemas import Body, Day, Flag, PageBody, Whole


class MeasurementPart(Body):
    """What the scale and the tape showed, without the day."""

    weight_kg: Annotated[float, Field(strict=True, allow_inf_nan=False, description="Kilograms")] | None = None
    length_cm: Annotated[float, Field(strict=True, allow_inf_nan=False, description="Centimetres")] | None = None
    posture: Literal["lying", "standing"] | None = None
    head_cm: Annotated[float, Field(strict=True, allow_inf_nan=False)] | None = None
    muac_mm: Whole | None = None
    oedema: Annotated[Flag | None, Field(description="Of both feet; null when nobody looked")] = None
    device: (
        Literal[
            "hospital_scale", "station_scale", "hanging_scale", "home_scale", "connected_scale", "copied_from_paper"
        ]
        | None
    ) = None


class MeasurementBody(MeasurementPart):
    """What the scale and the tape showed; at least one value."""

    measured_on: Day

    def command(self) -> RecordMeasurement:
        """Read the command."""
        return RecordMeasurement(**self.model_dump(include=set(MeasurementBody.model_fields)))


class NewMeasurementBody(NamedBody, MeasurementBody):
    """A measurement to record."""


class GrowthAssessment(Body):
    """Z-scores with the edition and age basis they rest on, WHO's flags and classes, and why a score is missing."""

    haz: float | None = None
    waz: float | None = None
    whz: float | None = None
    baz: float | None = None
    hcz: float | None = None
    bmi: float | None = None
    adjusted_length_cm: float | None = None
    flags: list[str]
    classes: list[str]
    reference: str
    age_basis: str
    missing: Mapping[str, str]


class MeasurementAnswer(MeasurementBody):
    """A measurement with its assessment."""

    measurement_id: str
    recorded_at: datetime
    recorded_by: str
    source: Literal["staff", "family"]
    encounter_id: str | None = None
    assessment: GrowthAssessment | None = None


class MeasurementRecordedAnswer(MeasurementAnswer, AlertsMovedBody, NewlyRevised):
    """The measurement, the alerts that it opened or ended, and whether to measure once more before the child goes."""

    measure_again: bool


class MeasurementItem(MeasurementAnswer, Revised):
    """A measurement in a list."""


class MeasurementPage(PageBody):
    """Measurements in the order of days."""

    items: list[MeasurementItem]


def measurement_answer(measurement: Measurement) -> dict[str, Any]:
    """Write a measurement as JSON."""
    return {
        "measurement_id": measurement.measurement_id,
        "measured_on": measurement.measured_on.isoformat(),
        "recorded_at": measurement.recorded_at.isoformat(),
        "recorded_by": measurement.recorded_by,
        "source": measurement.source,
        "encounter_id": measurement.encounter_id,
        "weight_kg": measurement.weight_kg,
        "length_cm": measurement.length_cm,
        "posture": measurement.posture,
        "head_cm": measurement.head_cm,
        "muac_mm": measurement.muac_mm,
        "oedema": measurement.oedema,
        "device": measurement.device,
        "assessment": measurement.assessment,
    }


def recorded_answer(recorded: MeasurementRecorded) -> dict[str, Any]:
    """Write a new measurement as the JSON that clients and receipts get."""
    return {
        **measurement_answer(recorded.measurement),
        **moved_answer(recorded.alerts),
        "measure_again": _asks_again(recorded),
    }


def _asks_again(recorded: MeasurementRecorded) -> bool:
    # An implausible score, or a value that contradicts an earlier visit, as a length that shrank.
    return bool(recorded.assessment.flags) or any(one.alert.rule.group == "data" for one in recorded.alerts.opened)
