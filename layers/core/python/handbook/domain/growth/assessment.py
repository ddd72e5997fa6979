"""One child at one visit: z-scores, flags and classes from the measurements, and why anything is absent."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from handbook.domain.growth import classes
from handbook.domain.growth.age import CORRECTED_TO_24_MONTHS, PlacedAge, PretermPolicy, place_age
from handbook.domain.growth.posture import (
    UM_PER_CM,
    adjusted_length_um,
    length_in_um,
    standing_is_implausible,
)
from handbook.domain.growth.scales import Scale, scale_at, scale_at_month
from handbook.domain.growth.vocabulary import (
    AgeBasis,
    Flag,
    GrowthClass,
    Indicator,
    MissingReason,
    Posture,
    Reference,
    Sex,
)
from handbook.domain.growth.who import DAYS_PER_MONTH

# Kilograms and centimetres outside this range come from no scale or board; they are treated as not usable.
USABLE_ABOVE = 0.0005
USABLE_UNDER = 10_000.0
_NOTHING_MISSING: Mapping[Indicator, MissingReason] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Assessment:
    """Z-scores to 2 decimals (None: see `missing`), what they mean, and by which reference and age.

    `bmi` is in kg/m2 and unrounded. `adjusted_length_cm` is what entered the tables. `reference_age_days` is
    the age of `age_basis` in days: since birth, corrected for prematurity, or since the last menses.
    """

    haz: float | None
    waz: float | None
    whz: float | None
    baz: float | None
    hcz: float | None
    flags: tuple[Flag, ...]
    classes: tuple[GrowthClass, ...]
    bmi: float | None
    adjusted_length_cm: float | None
    reference: Reference
    age_basis: AgeBasis
    reference_age_days: int | None
    missing: Mapping[Indicator, MissingReason]

    def z_of(self, indicator: Indicator) -> float | None:
        """The z-score of `indicator`, or None."""
        return _Z_FIELDS[indicator](self)


_Z_FIELDS: dict[Indicator, Callable[[Assessment], float | None]] = {
    Indicator.WEIGHT_FOR_AGE: lambda assessment: assessment.waz,
    Indicator.LENGTH_FOR_AGE: lambda assessment: assessment.haz,
    Indicator.WEIGHT_FOR_LENGTH: lambda assessment: assessment.whz,
    Indicator.BMI_FOR_AGE: lambda assessment: assessment.baz,
    Indicator.HEAD_FOR_AGE: lambda assessment: assessment.hcz,
}


class Measurements(NamedTuple):
    """What was measured at one visit, in the terms of `assess`."""

    weight_kg: float | None = None
    length_cm: float | None = None
    posture: Posture | None = None
    head_cm: float | None = None
    muac_mm: float | None = None
    oedema: bool = False


class ChildVisit(NamedTuple):
    """One row for `assess_many`."""

    sex: Sex
    age_days: int | None
    measurements: Measurements
    gestation_days: int | None = None


class _Body(NamedTuple):
    """Usable measurements, each a number or the reason why it is not."""

    weight_kg: float | MissingReason
    length_um: int
    length_cm: float | MissingReason
    standing: bool
    head_cm: float | MissingReason
    bmi: float | MissingReason


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
    policy: PretermPolicy = CORRECTED_TO_24_MONTHS,
) -> Assessment:
    """Assess one child `age_days` after birth (visit date minus birth date) by the WHO standards.

    WHO 2006 to day 1826, WHO 2007 after it; a child born before 259 days of gestation is read by `policy`.
    Weight for length needs no age. Raises ValueError for any sex but "F" and "M"; every other missing,
    impossible or out-of-table input gives an absent z-score with its reason.
    """
    placed = place_age(age_days, gestation_days, policy)
    measured = Measurements(weight_kg, length_cm, posture, head_cm, muac_mm, oedema)
    return _assess(scale_at(sex, placed), placed, age_days, measured)


def assess_at_months(sex: Sex, age_months: float, measured: Measurements) -> Assessment:
    """Assess by WHO 2007, 60 to 228 months, a child whose age is known in broken months of 30.4375 days."""
    age_days = round(age_months * DAYS_PER_MONTH)
    placed = PlacedAge(Reference.WHO_2007, AgeBasis.CHRONOLOGICAL, age_days)
    return _assess(scale_at_month(sex, age_months), placed, age_days, measured)


def assess_many(
    visits: Iterable[ChildVisit], *, policy: PretermPolicy = CORRECTED_TO_24_MONTHS
) -> Iterator[Assessment]:
    """Assess each visit in turn, lazily and in order, exactly as `assess` does."""
    for visit in visits:
        placed = place_age(visit.age_days, visit.gestation_days, policy)
        yield _assess(scale_at(visit.sex, placed), placed, visit.age_days, visit.measurements)


def _assess(scale: Scale, placed: PlacedAge, age_days: int | None, measured: Measurements) -> Assessment:
    posture_days = placed.days_past_term()
    body = _read_body(measured, posture_days)
    scores, missing = _score(scale, body, oedema=measured.oedema)
    flags = classes.implausible(scores)
    found = classes.classes_of_scores(
        classes.plausible_only(scores, flags) if flags else scores, from_5_years=scale.from_5_years
    )
    if standing_is_implausible(posture_days, measured.posture):
        flags = (*flags, Flag.STANDING_UNDER_9_MONTHS)
    if measured.oedema:
        found = classes.with_oedema(found, from_5_years=scale.from_5_years)
    elif (wasting := classes.class_of_muac(age_days, measured.muac_mm)) is not None:
        found = classes.with_wasting(found, wasting)
    return Assessment(
        haz=scores.get(Indicator.LENGTH_FOR_AGE),
        waz=scores.get(Indicator.WEIGHT_FOR_AGE),
        whz=scores.get(Indicator.WEIGHT_FOR_LENGTH),
        baz=scores.get(Indicator.BMI_FOR_AGE),
        hcz=scores.get(Indicator.HEAD_FOR_AGE),
        flags=flags,
        classes=found,
        bmi=_number(body.bmi),
        adjusted_length_cm=_number(body.length_cm),
        reference=placed.reference,
        age_basis=placed.basis,
        reference_age_days=placed.days,
        missing=MappingProxyType(missing) if missing else _NOTHING_MISSING,
    )


def _read_body(measured: Measurements, posture_days: int | None) -> _Body:
    weight_kg = _usable(measured.weight_kg)
    length_cm = _usable(measured.length_cm)
    head_cm = _usable(measured.head_cm)
    if isinstance(length_cm, MissingReason):
        return _Body(weight_kg, 0, length_cm, standing=False, head_cm=head_cm, bmi=length_cm)
    length_um, standing = adjusted_length_um(length_in_um(length_cm), posture_days, measured.posture)
    if length_um <= 0:
        reason = MissingReason.UNUSABLE_VALUE
        return _Body(weight_kg, 0, reason, standing, head_cm, bmi=reason)
    adjusted_cm = length_um / UM_PER_CM
    bmi = weight_kg if isinstance(weight_kg, MissingReason) else weight_kg / (adjusted_cm / 100.0) ** 2
    return _Body(weight_kg, length_um, adjusted_cm, standing, head_cm, bmi)


def _usable(value: float | None) -> float | MissingReason:
    if value is None:
        return MissingReason.NOT_MEASURED
    return value if USABLE_ABOVE < value < USABLE_UNDER else MissingReason.UNUSABLE_VALUE


def _number(value: float | MissingReason) -> float | None:
    return None if isinstance(value, MissingReason) else value


def _score(
    scale: Scale, body: _Body, *, oedema: bool
) -> tuple[dict[Indicator, float], dict[Indicator, MissingReason]]:
    scores: dict[Indicator, float] = {}
    missing: dict[Indicator, MissingReason] = {}
    for indicator, value in (
        (Indicator.LENGTH_FOR_AGE, body.length_cm),
        (Indicator.WEIGHT_FOR_AGE, MissingReason.OEDEMA if oedema else body.weight_kg),
        (Indicator.BMI_FOR_AGE, MissingReason.OEDEMA if oedema else body.bmi),
        (Indicator.HEAD_FOR_AGE, body.head_cm),
    ):
        if isinstance(value, MissingReason):
            missing[indicator] = value
        elif (lms := scale.by_age(indicator)) is None:
            missing[indicator] = scale.no_age
        else:
            scores[indicator] = scale.z(indicator, lms, value)
    weight_for_length = _score_by_length(scale, body, oedema=oedema)
    if isinstance(weight_for_length, MissingReason):
        missing[Indicator.WEIGHT_FOR_LENGTH] = weight_for_length
    else:
        scores[Indicator.WEIGHT_FOR_LENGTH] = weight_for_length
    return scores, missing


def _score_by_length(scale: Scale, body: _Body, *, oedema: bool) -> float | MissingReason:
    if oedema:
        return MissingReason.OEDEMA
    if isinstance(body.weight_kg, MissingReason):
        return body.weight_kg
    if isinstance(body.length_cm, MissingReason):
        return body.length_cm
    lms = scale.by_length(body.length_um, body.standing)
    if lms is None:
        return scale.no_length
    return scale.z(Indicator.WEIGHT_FOR_LENGTH, lms, body.weight_kg)
