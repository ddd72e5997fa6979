"""How fast a child grew between visits: grams a day, centimetres a month, and the change of each z-score.

Compared are visits that are plausible and were read against the same reference by the same age basis; where there is
none such before, the change is absent with a reason. At the 5-year switch z jumps by itself, up to 0.19.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from handbook.domain.growth.assessment import HEIGHT_FROM_DAY, POSTURE_DIFFERENCE_UM, UM_PER_CM
from handbook.domain.growth.standards import DAYS_PER_MONTH
from handbook.domain.growth.vocabulary import INDICATORS, Assessment, Indicator

type NoVelocity = Literal[
    "not_measured", "implausible", "first_visit", "same_day", "reference_changed", "age_basis_changed"
]

POSTURE_DIFFERENCE_CM = POSTURE_DIFFERENCE_UM / UM_PER_CM


class GrowthPoint(NamedTuple):
    """What was measured on a day, with what the growth rules said of it."""

    measured_on: date
    weight_kg: float | None
    head_cm: float | None
    assessment: Assessment


class Change(NamedTuple):
    """A change since an earlier day, to 2 decimals; `value` is None with a `reason`."""

    value: float | None
    since: date | None
    days: int | None
    reason: NoVelocity | None


class Velocity(NamedTuple):
    """The changes at one visit: weight in g/day, length and head in cm a month of 30.4375 days, z by indicator."""

    weight_g_per_day: Change
    length_cm_per_month: Change
    head_cm_per_month: Change
    z: Mapping[Indicator, Change]


def is_plausible(assessment: Assessment) -> bool:
    """Whether WHO's flags leave all z-scores of a visit alone; a posture not to be expected is no such flag."""
    return not assessment.flags or all(flag == "standing_under_9_months" for flag in assessment.flags)


def length_as_lying_cm(assessment: Assessment) -> float | None:
    """The length as if lying, at any age, so that the change of posture at 24 months is no change of length."""
    length_cm, days = assessment.adjusted_length_cm, assessment.reference_age_days
    if length_cm is None:
        return None
    standing = assessment.age_basis != "post-menstrual" and days is not None and days >= HEIGHT_FROM_DAY
    return length_cm + POSTURE_DIFFERENCE_CM if standing else length_cm


def velocities(points: Sequence[GrowthPoint]) -> tuple[Velocity, ...]:
    """The velocity at each point, for points in the order of days; each looks back to the last that has the value.

    A second visit on one day has reason "same_day"; the next day looks back to the last of them.
    """
    values = [_values(point) for point in points]
    return tuple(_velocity(points, values, index) for index in range(len(points)))


_PER_DAY = {"weight": 1000.0, "length": DAYS_PER_MONTH, "head": DAYS_PER_MONTH}


def _values(point: GrowthPoint) -> Mapping[str, float | None]:
    found: dict[str, float | None] = {
        "weight": point.weight_kg,
        "length": length_as_lying_cm(point.assessment),
        "head": point.head_cm,
    }
    found.update((str(indicator), point.assessment.z_of(indicator)) for indicator in INDICATORS)
    return found


def _velocity(points: Sequence[GrowthPoint], values: Sequence[Mapping[str, float | None]], index: int) -> Velocity:
    def change(name: str) -> Change:
        return _change(points, values, index, name)

    return Velocity(
        change("weight"), change("length"), change("head"), {indicator: change(indicator) for indicator in INDICATORS}
    )


def _change(
    points: Sequence[GrowthPoint], values: Sequence[Mapping[str, float | None]], index: int, name: str
) -> Change:
    here, value = points[index], values[index][name]
    if value is None:
        return Change(None, None, None, "not_measured")
    if not is_plausible(here.assessment):
        return Change(None, None, None, "implausible")
    before = next(_earlier(points, values, index, name), None)
    if before is None:
        return Change(None, None, None, "first_visit")
    there, past = before
    days = (here.measured_on - there.measured_on).days
    reason = _why_not(there.assessment, here.assessment, days)
    if reason is not None:
        return Change(None, there.measured_on, days, reason)
    moved = (value - past) * _PER_DAY[name] / days if name in _PER_DAY else value - past
    return Change(round(moved, 2), there.measured_on, days, None)


def _earlier(
    points: Sequence[GrowthPoint], values: Sequence[Mapping[str, float | None]], index: int, name: str
) -> Iterator[tuple[GrowthPoint, float]]:
    for at in range(index - 1, -1, -1):
        past = values[at][name]
        if past is not None and is_plausible(points[at].assessment):
            yield points[at], past


def _why_not(there: Assessment, here: Assessment, days: int) -> NoVelocity | None:
    if there.reference != here.reference:
        return "reference_changed"
    if there.age_basis != here.age_basis:
        return "age_basis_changed"
    return "same_day" if days <= 0 else None
