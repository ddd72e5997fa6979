"""Record a visit to the scale and say at once what it means."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from handbook.domain.access import Action
from handbook.domain.calendar import age_in_days
from handbook.domain.entries import Entry
from handbook.domain.growth import Assessment
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId, MeasurementId
from handbook.domain.measurements import Device, Measurement, Posture, check_plausible
from handbook.domain.plausible_days import check_event_date
from handbook.domain.receipts import Receipt
from handbook.domain.recordable import check_recordable
from handbook.usecases.admit import admit
from handbook.usecases.assess_measurement import assess_measurement, scores_of
from handbook.usecases.context import Context
from handbook.usecases.ports import NewId, Records
from handbook.usecases.replay import Recorded, recorded_before, without
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
class MeasurementRecorded(Recorded):
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

    With an id of the client's own it is written once, and then answered as it is kept.
    Raises: NotFoundError, DateInFutureError, DateBeforeBirthError, ImplausibleValueError, InvalidFieldError,
    IdTakenError, ConflictError.
    """
    handbook, ground = admit(context, Action.RECORD_MEASUREMENT, handbook_id, records)
    access = context.audit(Action.RECORD_MEASUREMENT, ground, handbook.handbook_id)
    earlier = recorded_before(Measurement, receipt, access, records)
    if earlier is not None:
        before = without(records.history(handbook_id), earlier.entry)
        return replace(_assessed(earlier.entry, handbook, before, context.today), earlier=earlier)
    measurement = measurement_of(command, MeasurementId(receipt.id_or(new_id)), handbook, context)
    recorded = _assessed(measurement, handbook, records.history(handbook_id), context.today)
    records.add_entry(
        recorded.measurement,
        access,
        receipt,
        recorded,
        changed=handbook.needing(recorded.alerts.attention),
    )
    return recorded


def measurement_of(
    command: RecordMeasurement, measurement_id: MeasurementId, handbook: Handbook, context: Context
) -> Measurement:
    """Make the measurement that a command speaks of, without its scores.

    Raises: DateInFutureError, DateBeforeBirthError, ImplausibleValueError, InvalidFieldError.
    """
    profile = handbook.profile
    check_event_date(command.measured_on, profile.birth_date, context.today, "measured_on")
    check_recordable(handbook, command.measured_on, "measured_on", routine=True)
    measurement = Measurement(
        measurement_id=measurement_id,
        recorded_at=context.now,
        recorded_by=context.actor.id,
        source="family" if context.actor.is_family else "staff",
        **asdict(command),
    )
    check_plausible(measurement, age_in_days(profile.birth_date, command.measured_on))
    return measurement


def _assessed(
    measurement: Measurement, handbook: Handbook, before: Sequence[Entry], today: date
) -> MeasurementRecorded:
    assessment = assess_measurement(handbook, measurement)
    scored = replace(measurement, assessment=scores_of(assessment))
    return MeasurementRecorded(scored, assessment, moved_by(measurement, handbook, before, today))
