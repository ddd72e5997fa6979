"""One child at one visit: z-scores, flags and classes from the measurements, and why anything is absent."""

from collections.abc import Mapping
from types import MappingProxyType

from handbook.domain.growth.body import Body, read_body, standing_is_implausible
from handbook.domain.growth.classes import BMI, HEAD, LENGTH, WEIGHT, WEIGHT_FOR_LENGTH, classes_of, implausible
from handbook.domain.growth.standards import (
    TERM_GESTATION_DAYS,
    WEIGHT_BASED,
    LmsByAge,
    PretermPolicy,
    lms_by_age,
    lms_by_age_in_months,
    lms_by_length,
    place_age,
    require_posture,
    require_sex,
    restricted_by,
)
from handbook.domain.growth.vocabulary import (
    AgeBasis,
    Assessment,
    Flag,
    GrowthClass,
    Indicator,
    MissingReason,
    Posture,
    Reference,
    Sex,
)
from handbook.domain.growth.who import DAYS_PER_MONTH, LmsOrReason, z_of_value

_NOTHING_MISSING: Mapping[Indicator, MissingReason] = MappingProxyType({})


def assess(
    sex: Sex,
    age_days: int | None,
    *,
    weight_kg: float | None = None,
    length_cm: float | None = None,
    posture: Posture | None = None,
    head_cm: float | None = None,
    muac_mm: float | None = None,
    oedema: bool = False,
    gestation_days: int | None = None,
    policy: PretermPolicy = "corrected-to-24-months",
) -> Assessment:
    """Assess one child `age_days` after birth (visit date minus birth date) by the WHO standards.

    WHO 2006 to day 1826, WHO 2007 after it; a child born before 259 days of gestation is read by `policy`.
    Weight for length needs no age. Raises ValueError for any sex but "F" and "M" and any other posture; every
    other missing, impossible (an age before birth) or out-of-table input gives an absent z-score with its reason.
    """
    require_sex(sex)
    require_posture(posture)
    reference, basis, days = placed = place_age(age_days, gestation_days, policy)
    posture_days = days - TERM_GESTATION_DAYS if basis == "post-menstrual" and days is not None else days
    body = read_body(weight_kg, length_cm, posture, head_cm, posture_days)
    by_age = lms_by_age(sex, reference, days)
    by_length = lms_by_length(sex, reference, days, body.length_um, standing=body.standing)
    found = _score(reference, body, by_age, by_length, oedema=oedema)
    flags = implausible(found[0])
    from_5_years = reference == "who-2007"
    classes = classes_of(found[0], flags, age_days, muac_mm, oedema=oedema, from_5_years=from_5_years)
    if standing_is_implausible(posture_days, posture):
        flags = (*flags, "standing_under_9_months")
    return _concluded(placed, body, found, flags, classes)


def assess_at_months(
    sex: Sex,
    age_months: float | None,
    *,
    weight_kg: float | None = None,
    height_cm: float | None = None,
    oedema: bool = False,
) -> Assessment:
    """Assess by WHO 2007, 60 to 228 months, a child whose age, if known, is in broken months of 30.4375 days."""
    require_sex(sex)
    age_days = None if age_months is None else round(age_months * DAYS_PER_MONTH)
    body = read_body(weight_kg, height_cm, "standing", None, age_days)
    by_age = lms_by_age(sex, "who-2007", None) if age_months is None else lms_by_age_in_months(sex, age_months)
    found = _score("who-2007", body, by_age, "age_outside_reference", oedema=oedema)
    flags = implausible(found[0])
    classes = classes_of(found[0], flags, age_days, None, oedema=oedema, from_5_years=True)
    basis: AgeBasis = "none" if age_days is None else "chronological"
    return _concluded(("who-2007", basis, age_days), body, found, flags, classes)


def _score(
    reference: Reference, body: Body, by_age: LmsByAge, by_length: LmsOrReason, *, oedema: bool
) -> tuple[dict[Indicator, float], dict[Indicator, MissingReason]]:
    """The z-score of every indicator that has one, and for the others the reason."""
    scores: dict[Indicator, float] = {}
    missing: dict[Indicator, MissingReason] = {}
    restricted = restricted_by(reference)
    bmi = body.bmi
    for indicator, value, lms in (
        (LENGTH, body.length_cm, by_age(LENGTH)),
        (WEIGHT, body.weight_kg, by_age(WEIGHT)),
        (WEIGHT_FOR_LENGTH, bmi if isinstance(bmi, str) else body.weight_kg, by_length),
        (BMI, bmi, by_age(BMI)),
        (HEAD, body.head_cm, by_age(HEAD)),
    ):
        if oedema and indicator in WEIGHT_BASED:
            missing[indicator] = "oedema"
        elif isinstance(value, str):
            missing[indicator] = value
        elif isinstance(lms, str):
            missing[indicator] = lms
        else:
            scores[indicator] = z_of_value(lms, value, restricted=indicator in restricted)
    return scores, missing


def _concluded(
    placed: tuple[Reference, AgeBasis, int | None],
    body: Body,
    found: tuple[dict[Indicator, float], dict[Indicator, MissingReason]],
    flags: tuple[Flag, ...],
    classes: tuple[GrowthClass, ...],
) -> Assessment:
    scores, missing = found
    z = scores.get
    return Assessment(
        z(LENGTH),
        z(WEIGHT),
        z(WEIGHT_FOR_LENGTH),
        z(BMI),
        z(HEAD),
        flags,
        classes,
        None if isinstance(body.bmi, str) else body.bmi,
        None if isinstance(body.length_cm, str) else body.length_cm,
        *placed,
        MappingProxyType(missing) if missing else _NOTHING_MISSING,
    )
