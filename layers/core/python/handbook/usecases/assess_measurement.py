"""Ask the growth rules about a measurement of a child."""

from dataclasses import replace

from handbook.domain.calendar import age_in_days
from handbook.domain.growth import Assessment, assess
from handbook.domain.handbook import Handbook
from handbook.domain.measurements import Measurement


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
        oedema=bool(measurement.oedema),
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
        "missing": {str(indicator): reason for indicator, reason in assessment.missing.items()},
    }
