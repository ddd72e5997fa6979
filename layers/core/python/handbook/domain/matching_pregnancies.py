"""Which handbooks are probably of one pregnancy: what speaks for it and against it, as for children.

Points are measured on generated women with typing errors, wrong last periods, namesakes and pregnancies that follow
one another (tests/unit/domain/test_matching_pregnancies_measured.py prints precision and recall).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from handbook.domain.matching import CERTAIN, Match, Point
from handbook.domain.name_likeness import likeness, slips_between

DUE_SAME_DAYS = 10
"""A last period and a scan to 21 weeks 6 days that differ by no more tell of one day (ACOG Committee Opinion 700)."""
DUE_NEAR_DAYS = 31
"""A last period that was remembered one cycle too early or too late; no second pregnancy is due so soon."""

_POINTS: Mapping[Point, int] = {
    "mother_name_same": 32,
    "mother_name_near": 20,
    "mother_name_differs": -30,
    "mother_birth_date_same": 25,
    "mother_birth_date_near": 15,
    "mother_birth_date_differs": -25,
    "due_date_same": 20,
    "due_date_near": 5,
    "due_date_differs": -80,
    "guardian_shared": 18,
    "mother_identifier_shared": 50,
    "mother_identifier_differs": -40,
}


@dataclass(frozen=True, slots=True)
class PregnancyFacts:
    """What is compared of a pregnancy. Guardians and the mother's numbers are opaque marks, equal where the person is.

    `mother_identifiers` maps an office to the mark of the number that holds; a woman has one of each.
    """

    mother_name: str
    due_on: date
    mother_birth_date: date | None = None
    guardians: frozenset[str] = frozenset()
    mother_identifiers: Mapping[str, str] | None = None


def match_pregnancies(one: PregnancyFacts, other: PregnancyFacts) -> Match:
    """Compare two pregnancies. The order of the two does not matter; the score is 0 to 100."""
    found = [point for point in (_name(one, other), _born(one, other), _due(one, other)) if point is not None]
    found += _marks(one, other)
    score = min(max(sum(_POINTS[point] for point in found), 0), CERTAIN)
    reasons = tuple(point for point in found if _POINTS[point] > 0)
    return Match(score, reasons, tuple(point for point in found if _POINTS[point] < 0))


def _name(one: PregnancyFacts, other: PregnancyFacts) -> Point | None:
    alike = likeness(one.mother_name, other.mother_name)
    if alike == "unknown":
        return None
    if alike in {"same", "same_without_marks"}:
        return "mother_name_same"
    return "mother_name_near" if alike == "near" else "mother_name_differs"


def _born(one: PregnancyFacts, other: PregnancyFacts) -> Point | None:
    left, right = one.mother_birth_date, other.mother_birth_date
    if left is None or right is None:
        return None
    if left == right:
        return "mother_birth_date_same"
    # A digit typed wrong, two swapped, day and month swapped; on 1 January where only the year is known.
    near = (
        slips_between(left.isoformat(), right.isoformat()) <= 1
        or (left.year, left.month, left.day) == (right.year, right.day, right.month)
        or (left.year == right.year and (1, 1) in {(left.month, left.day), (right.month, right.day)})
    )
    return "mother_birth_date_near" if near else "mother_birth_date_differs"


def _due(one: PregnancyFacts, other: PregnancyFacts) -> Point:
    apart = abs((one.due_on - other.due_on).days)
    if apart <= DUE_SAME_DAYS:
        return "due_date_same"
    return "due_date_near" if apart <= DUE_NEAR_DAYS else "due_date_differs"


def _marks(one: PregnancyFacts, other: PregnancyFacts) -> list[Point]:
    found: list[Point] = ["guardian_shared"] if one.guardians & other.guardians else []
    left, right = one.mother_identifiers or {}, other.mother_identifiers or {}
    if set(left.values()) & set(right.values()):
        found.append("mother_identifier_shared")
    elif left.keys() & right.keys():
        found.append("mother_identifier_differs")
    return found
