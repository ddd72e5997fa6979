"""What was measured, made ready for the tables: usable numbers, length and height, body mass index.

Lengths are integer micro-centimetres: in floats 103.1 - 0.7 falls just under 102.4, into the wrong table row.
"""

from handbook.domain.growth.vocabulary import MissingReason, Posture

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
