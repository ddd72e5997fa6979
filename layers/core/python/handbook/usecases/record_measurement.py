"""Record a visit to the scale and say at once what it means."""

from dataclasses import asdict, dataclass, replace
from datetime import date

from handbook.domain.access import Action
from handbook.domain.calendar import age_in_days
from handbook.domain.growth import Assessment, assess
from handbook.domain.handbook import Handbook, check_event_date
from handbook.domain.ids import HandbookId, MeasurementId
from handbook.domain.measurements import Measurement, Posture, check_plausible
from handbook.domain.receipts import Receipt
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.ports import NewId, Records


@dataclass(frozen=True, slots=True)
class RecordMeasurement:
    """What the scale and the tape showed."""

    measured_on: date
    weight_kg: float | None = None
    length_cm: float | None = None
    posture: Posture | None = None
    head_cm: float | None = None
    muac_mm: int | None = None
    oedema: bool = False


@dataclass(frozen=True, slots=True)
class MeasurementRecorded:
    """The entry and its assessment."""

    measurement: Measurement
    assessment: Assessment


def record_measurement(
    handbook_id: HandbookId,
    command: RecordMeasurement,
    context: Context,
    receipt: Receipt,
    *,
    records: Records,
    new_id: NewId,
) -> MeasurementRecorded:
    """Write a measurement with its z-scores, by family or staff.

    Raises: NotFoundError, DateInFutureError, DateBeforeBirthError, ImplausibleValueError, InvalidFieldError.
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
    recorded = MeasurementRecorded(replace(measurement, assessment=scores_of(assessment)), assessment)
    records.add_entry(
        recorded.measurement, context.audit(Action.RECORD_MEASUREMENT, ground, handbook_id), receipt, recorded
    )
    return recorded


def assess_measurement(handbook: Handbook, measurement: Measurement) -> Assessment:
    """Apply the growth rules to one measurement of a child."""
    profile = handbook.profile
    return assess(
        profile.sex.value,
        age_in_days(profile.birth_date, measurement.measured_on),
        weight_kg=measurement.weight_kg,
        length_cm=measurement.length_cm,
        posture=measurement.posture,
        head_cm=measurement.head_cm,
        muac_mm=measurement.muac_mm,
        oedema=measurement.oedema,
        gestation_days=profile.gestation_days,
    )


def assessed_now(handbook: Handbook, measurement: Measurement) -> Measurement:
    """Give a measurement with what the rules say of it today: a corrected birth date or sex changes every score."""
    return replace(measurement, assessment=scores_of(assess_measurement(handbook, measurement)))


def scores_of(assessment: Assessment) -> dict[str, object]:
    """Keep of an assessment what a record should hold: scores and classes with their edition and age basis."""
    return {
        "haz": assessment.haz,
        "waz": assessment.waz,
        "whz": assessment.whz,
        "baz": assessment.baz,
        "hcz": assessment.hcz,
        "bmi": None if assessment.bmi is None else round(assessment.bmi, 2),
        "adjusted_length_cm": assessment.adjusted_length_cm,
        "flags": list(assessment.flags),
        "classes": list(assessment.classes),
        "reference": assessment.reference,
        "age_basis": assessment.age_basis,
        "missing": {indicator.value: reason for indicator, reason in assessment.missing.items()},
    }
