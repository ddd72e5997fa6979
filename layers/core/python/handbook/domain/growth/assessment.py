"""One child at one visit: z-scores, flags and classes from the measurements, and why anything is absent.

What was measured is made ready for the tables first. Lengths are integer micro-centimetres: in floats 103.1 - 0.7 falls
just under 102.4, into the wrong table row.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from handbook.domain.growth.standards import (
    DAYS_PER_MONTH,
    TERM_GESTATION_DAYS,
    WEIGHT_BASED,
    LmsByAge,
    LmsOrReason,
    PretermPolicy,
    lms_by_age,
    lms_by_age_in_months,
    lms_by_length,
    place_age,
    require_posture,
    require_sex,
    restricted_by,
    z_of_value,
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

# A number, or why there is none.
type Measured = float | MissingReason

# Kilograms and centimetres outside this range come from no scale or board; they count as not usable.
USABLE_ABOVE = 0.0005
USABLE_UNDER = 10_000.0
UM_PER_CM = 1_000_000
# A child is 0.7 cm longer lying than standing (WHO Child Growth Standards, Methods and development, 2006).
POSTURE_DIFFERENCE_UM = 700_000
# From this day on the standards are of standing height: 24 months are 730.5 days.
HEIGHT_FROM_DAY = 731
# First whole day not under 9 months of 30.4375 days; nobody stands to be measured before.
STANDING_PLAUSIBLE_FROM_DAY = 274
# Without age and posture WHO takes a child under 87 cm as lying (WHO Anthro manual, 2011).
LYING_UNDER_UM_WITHOUT_AGE = 87 * UM_PER_CM

# No flag or class of classes.py begins between these z-scores.
LOWEST_UNREMARKABLE, HIGHEST_UNREMARKABLE = -2.0, 1.0

_LENGTH, _WEIGHT = Indicator.LENGTH_FOR_AGE, Indicator.WEIGHT_FOR_AGE
_WEIGHT_FOR_LENGTH, _BMI, _HEAD = Indicator.WEIGHT_FOR_LENGTH, Indicator.BMI_FOR_AGE, Indicator.HEAD_FOR_AGE
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
    from_5_years = reference == "who-2007"
    flags, classes = _judged(found[0], age_days, muac_mm, oedema=oedema, from_5_years=from_5_years)
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
    flags, classes = _judged(found[0], age_days, None, oedema=oedema, from_5_years=True)
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
        (_LENGTH, body.length_cm, by_age(_LENGTH)),
        (_WEIGHT, body.weight_kg, by_age(_WEIGHT)),
        (_WEIGHT_FOR_LENGTH, bmi if isinstance(bmi, str) else body.weight_kg, by_length),
        (_BMI, bmi, by_age(_BMI)),
        (_HEAD, body.head_cm, by_age(_HEAD)),
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


def _judged(
    scores: Mapping[Indicator, float],
    age_days: int | None,
    muac_mm: float | None,
    *,
    oedema: bool,
    from_5_years: bool,
) -> tuple[tuple[Flag, ...], tuple[GrowthClass, ...]]:
    """The flags and classes of scores, arm circumference and oedema."""
    if muac_mm is None and not oedema:
        values = scores.values()
        if not values or (min(values) >= LOWEST_UNREMARKABLE and max(values) <= HIGHEST_UNREMARKABLE):
            return (), ()
    # Most children are unremarkable: the limits stay off their cold start.
    from handbook.domain.growth.classes import classes_of, implausible  # noqa: PLC0415

    flags = implausible(scores)
    return flags, classes_of(scores, flags, age_days, muac_mm, oedema=oedema, from_5_years=from_5_years)


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
        z(_LENGTH),
        z(_WEIGHT),
        z(_WEIGHT_FOR_LENGTH),
        z(_BMI),
        z(_HEAD),
        flags,
        classes,
        None if isinstance(body.bmi, str) else body.bmi,
        None if isinstance(body.length_cm, str) else body.length_cm,
        *placed,
        MappingProxyType(missing) if missing else _NOTHING_MISSING,
    )


class Body:
    """Measurements of one visit, each a number or the reason why there is none.

    `length_um` and `length_cm` are adjusted to the tables' posture; `standing` names those of height.
    """

    # Neither a dataclass nor a named tuple: both build their methods at import, for 0.2 ms of a budget of 2.
    __slots__ = ("bmi", "head_cm", "length_cm", "length_um", "standing", "weight_kg")

    def __init__(
        self,
        weight_kg: Measured,
        length_um: int,
        length_cm: Measured,
        head_cm: Measured,
        bmi: Measured,
        *,
        standing: bool,
    ) -> None:
        self.weight_kg = weight_kg
        self.length_um = length_um
        self.length_cm = length_cm
        self.head_cm = head_cm
        self.bmi = bmi
        self.standing = standing


def read_body(
    weight_kg: float | None,
    length_cm: float | None,
    posture: Posture | None,
    head_cm: float | None,
    age_days: int | None,
) -> Body:
    """The usable measurements of a child whose posture at `age_days` decides between length and height."""
    weight, length, head = _usable(weight_kg), _usable(length_cm), _usable(head_cm)
    if isinstance(length, str):
        return Body(weight, 0, length, head, length, standing=False)
    length_um, standing = adjusted_length_um(length_in_um(length), age_days, posture)
    if length_um <= 0:
        return Body(weight, 0, "unusable_value", head, "unusable_value", standing=standing)
    adjusted_cm = length_um / UM_PER_CM
    bmi = weight if isinstance(weight, str) else weight / (adjusted_cm / 100.0) ** 2
    return Body(weight, length_um, adjusted_cm, head, bmi, standing=standing)


def standing_is_implausible(age_days: int | None, posture: Posture | None) -> bool:
    """Whether a child was recorded as measured standing before 9 months."""
    return posture == "standing" and age_days is not None and age_days < STANDING_PLAUSIBLE_FROM_DAY


def length_in_um(length_cm: float) -> int:
    """`length_cm` in whole micro-centimetres."""
    return round(length_cm * UM_PER_CM)


def adjusted_length_um(length_um: int, age_days: int | None, posture: Posture | None) -> tuple[int, bool]:
    """The length as the tables want it, and whether they are those of standing height.

    Standing under 9 months is ignored. Without an age nothing is added: the recorded posture picks the table,
    or the length itself where that is missing too.
    """
    if age_days is None:
        standing = length_um >= LYING_UNDER_UM_WITHOUT_AGE if posture is None else posture == "standing"
        return length_um, standing
    if age_days >= HEIGHT_FROM_DAY:
        return (length_um - POSTURE_DIFFERENCE_UM if posture == "lying" else length_um), True
    if posture == "standing" and age_days >= STANDING_PLAUSIBLE_FROM_DAY:
        return length_um + POSTURE_DIFFERENCE_UM, False
    return length_um, False


def _usable(value: float | None) -> Measured:
    if value is None:
        return "not_measured"
    return value if USABLE_ABOVE < value < USABLE_UNDER else "unusable_value"
