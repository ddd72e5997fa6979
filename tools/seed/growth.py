"""What the scale and the tape showed: values along a child's z-score channel, with noise, rounded as scales do."""

from dataclasses import dataclass
from datetime import date
from random import Random

from handbook.domain.growth import Indicator, Posture, preterm_value_at, value_at
from tools.seed.children import Channel, Child

TERM_DAYS = 280
PRETERM_BELOW_DAYS = 37 * 7  # WHO: born before 37 completed weeks
PRETERM_CURVES_END_DAYS = 64 * 7  # INTERGROWTH-21st postnatal growth of preterm infants, post-menstrual age
STANDING_FROM_DAYS = 731  # WHO 2006: length lying below two years, height standing from two
HEAD_UNTIL_DAYS = 730
CORRECTED_UNTIL_DAYS = 730
DAYS_A_MONTH = 30.4375
NOISE_Z = 0.08
LENGTH_NOISE_Z = 0.06


@dataclass(frozen=True, slots=True)
class Reading:
    """One visit to the scale."""

    on: date
    weight_kg: float
    length_cm: float
    posture: Posture
    head_cm: float | None


def readings(child: Child, birth: date, days: list[date], random: Random) -> list[Reading]:
    """One reading for each day, oldest first; length and head never become less."""
    found: list[Reading] = []
    for day in sorted(days):
        found.append(_reading(child, (day - birth).days, day, found[-1] if found else None, random))
    return found


def _reading(child: Child, age_days: int, day: date, before: Reading | None, random: Random) -> Reading:
    posture: Posture = "standing" if age_days >= STANDING_FROM_DAYS else "lying"
    noise = random.gauss(0.0, LENGTH_NOISE_Z), random.gauss(0.0, NOISE_Z)
    length = _at(child, Indicator.LENGTH_FOR_AGE, age_days, child.channel.length_z + noise[0])
    if before and posture == before.posture:
        length = max(length, before.length_cm)
    weight = _weight(child, age_days, length, posture, weight_z(child.channel, age_days) + noise[1])
    return Reading(
        on=day,
        weight_kg=_rounded(weight, 0.05 if age_days < STANDING_FROM_DAYS else 0.1),
        length_cm=_rounded(length, 0.5),
        posture=posture,
        head_cm=_head(child, age_days),
    )


def _head(child: Child, age_days: int) -> float | None:
    if age_days >= HEAD_UNTIL_DAYS:
        return None
    return _rounded(_at(child, Indicator.HEAD_FOR_AGE, age_days, child.channel.length_z * 0.5), 0.5)


def weight_z(channel: Channel, age_days: int) -> float:
    """Weight for length on the child's channel at an age."""
    turn = channel.turn
    if turn is None or age_days <= turn.from_days:
        return channel.weight_z
    moved = channel.weight_z + turn.z_per_month * (age_days - turn.from_days) / DAYS_A_MONTH
    return max(moved, turn.until_z) if turn.z_per_month < 0 else min(moved, turn.until_z)


def _weight(child: Child, age_days: int, length_cm: float, posture: Posture, z: float) -> float:
    if _on_preterm_curves(child, age_days):
        found = preterm_value_at(Indicator.WEIGHT_FOR_LENGTH, child.sex, length_cm, z)
    else:
        found = value_at(Indicator.WEIGHT_FOR_LENGTH, child.sex, length_cm, z, posture=posture)
    if found is not None:
        return found
    return _at(child, Indicator.WEIGHT_FOR_AGE, age_days, (z + child.channel.length_z) / 2)


def _at(child: Child, indicator: Indicator, age_days: int, z: float) -> float:
    if _on_preterm_curves(child, age_days):
        found = preterm_value_at(indicator, child.sex, (child.gestation_days or TERM_DAYS) + age_days, z)
    else:
        found = value_at(indicator, child.sex, _growing_age(child, age_days), z)
    if found is None:
        raise ValueError(f"no {indicator} curve at {age_days} days")
    return found


def _on_preterm_curves(child: Child, age_days: int) -> bool:
    gestation = child.gestation_days
    return gestation is not None and gestation < PRETERM_BELOW_DAYS and gestation + age_days <= PRETERM_CURVES_END_DAYS


def _growing_age(child: Child, age_days: int) -> int:
    """Age by which a child grows: a preterm's counts from the due date in the first two years."""
    gestation = child.gestation_days
    if gestation is None or gestation >= PRETERM_BELOW_DAYS or age_days >= CORRECTED_UNTIL_DAYS:
        return age_days
    return age_days - (TERM_DAYS - gestation)


def _rounded(value: float, step: float) -> float:
    return round(round(value / step) * step, 2)
