"""How length becomes height and height length (WHO Child Growth Standards, 2006).

Lengths are integer micro-centimetres: in floats 103.1 - 0.7 falls just under 102.4, into the wrong table row.
"""

from handbook.domain.growth.vocabulary import Posture

UM_PER_CM = 1_000_000
# A child is 0.7 cm longer lying than standing (WHO 2006, Methods and development, chapter 2).
POSTURE_DIFFERENCE_UM = 700_000
# From this day on the standards are of standing height (24 months of 30.4375 days).
HEIGHT_FROM_DAY = 731
# First whole day not under 9 months of 30.4375 days; nobody stands to be measured before.
STANDING_PLAUSIBLE_FROM_DAY = 274
# Without age and posture WHO takes a child under 87 cm as lying.
LYING_UNDER_UM_WITHOUT_AGE = 87 * UM_PER_CM


def standing_is_implausible(age_days: int | None, posture: Posture | None) -> bool:
    """Whether a child was recorded as measured standing before 9 months."""
    return posture == "standing" and age_days is not None and age_days < STANDING_PLAUSIBLE_FROM_DAY


def length_in_um(length_cm: float) -> int:
    """`length_cm` in whole micro-centimetres."""
    return round(length_cm * UM_PER_CM)


def adjusted_length_um(length_um: int, age_days: int | None, posture: Posture | None) -> tuple[int, bool]:
    """The length in micro-centimetres as the tables want it, and whether they are those of standing height.

    Without an age nothing is added: the recorded posture picks the table, or the length where it is missing.
    """
    if age_days is None:
        if posture is None:
            return length_um, length_um >= LYING_UNDER_UM_WITHOUT_AGE
        return length_um, posture == "standing"
    if age_days >= HEIGHT_FROM_DAY:
        return (length_um - POSTURE_DIFFERENCE_UM if posture == "lying" else length_um), True
    if posture == "standing" and age_days >= STANDING_PLAUSIBLE_FROM_DAY:
        return length_um + POSTURE_DIFFERENCE_UM, False
    return length_um, False
