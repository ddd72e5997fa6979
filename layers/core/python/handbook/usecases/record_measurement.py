"""Record a visit to the scale and say at once what it means."""

from dataclasses import asdict, dataclass, replace
from datetime import date

from handbook.domain.access import Action
from handbook.domain.calendar import age_in_days
from handbook.domain.growth import Assessment
from handbook.domain.handbook import check_event_date
from handbook.domain.ids import HandbookId, MeasurementId
from handbook.domain.measurements import Device, Measurement, Posture, check_plausible
from handbook.domain.receipts import Receipt
from handbook.usecases.admit import admit
from handbook.usecases.assess_measurement import assess_measurement, scores_of
from handbook.usecases.context import Context
from handbook.usecases.ports import NewId, Records
from handbook.usecases.watch import AlertsMoved, moved_by


@dataclass(frozen=True, slots=True)
class RecordMeasurement:
    """What the scale and the tape showed."""

    measured_on: date
    weight_kg: float | None = None
    length_cm: float | None = None
    posture: Posture | None = None
    head_cm: float | None = None
    muac_mm: int | None = None
    oedema: bool | None = None
    device: Device | None = None


@dataclass(frozen=True, slots=True)
class MeasurementRecorded:
    """The entry, its assessment, and the alerts that it opened or ended."""

    measurement: Measurement
    assessment: Assessment
    alerts: AlertsMoved


def record_measurement(
    handbook_id: HandbookId,
    command: RecordMeasurement,
    context: Context,
    receipt: Receipt,
    *,
    records: Records,
    new_id: NewId,
) -> MeasurementRecorded:
    """Write a measurement with its z-scores, by family or staff, and say which alerts it moved.

    Raises: NotFoundError, DateInFutureError, DateBeforeBirthError, ImplausibleValueError, InvalidFieldError,
    ConflictError.
    """
    handbook, ground = admit(context, Action.RECORD_MEASUREMENT, handbook_id, records)
    profile = handbook.profile
    check_event_date(command.measured_on, profile.birth_date, context.today, "measured_on")
    measurement = Measurement(
        measurement_id=MeasurementId(new_id()),
        recorded_at=context.now,
        recorded_by=context.actor.id,
        source="family" if context.actor.is_family else "staff",
        **asdict(command),
    )
    check_plausible(measurement, age_in_days(profile.birth_date, command.measured_on))
    assessment = assess_measurement(handbook, measurement)
    alerts = moved_by(measurement, handbook, records.history(handbook_id), context.today)
    recorded = MeasurementRecorded(replace(measurement, assessment=scores_of(assessment)), assessment, alerts)
    records.add_entry(
        recorded.measurement,
        context.audit(Action.RECORD_MEASUREMENT, ground, handbook_id),
        receipt,
        recorded,
        changed=handbook.needing(alerts.attention),
    )
    return recorded
