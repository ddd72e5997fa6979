"""Which handbooks are probably of one child: a score from what speaks for it and against it, with the reasons.

Points and threshold are measured on generated children with typing errors, twins and brothers and sisters
(tests/unit/domain/test_matching_measured.py prints precision and recall); a match is offered and never decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from handbook.domain.name_likeness import Likeness, likeness

type Point = Literal[
    "name_same",
    "name_same_without_marks",
    "name_near",
    "name_differs",
    "birth_date_same",
    "birth_day_and_month_swapped",
    "birth_date_near",
    "birth_year_differs",
    "birth_date_differs",
    "sex_same",
    "sex_differs",
    "mother_name_same",
    "mother_name_near",
    "mother_name_differs",
    "guardian_shared",
    "identifier_shared",
    "identifier_differs",
    "mother_identifier_shared",
    "mother_identifier_differs",
    "mother_birth_date_same",
    "mother_birth_date_near",
    "mother_birth_date_differs",
    "due_date_same",
    "due_date_near",
    "due_date_differs",
]
"""What speaks for one child or one pregnancy, and what against it."""

PROBABLE = 50
"""From here a match is offered. Measured: see the docstring of the module."""
CERTAIN = 100
NEAR_DAYS = 3
"""A birth is often noted by the day on which it was reported."""

_POINTS: Mapping[Point, int] = {
    "name_same": 32,
    "name_same_without_marks": 30,
    "name_near": 20,
    "name_differs": -30,
    "birth_date_same": 25,
    "birth_day_and_month_swapped": 20,
    "birth_date_near": 15,
    "birth_year_differs": 12,
    "birth_date_differs": -25,
    "sex_same": 5,
    "sex_differs": -15,
    "mother_name_same": 18,
    "mother_name_near": 12,
    "mother_name_differs": -20,
    "guardian_shared": 12,
    "identifier_shared": 60,
    "identifier_differs": -40,
    "mother_identifier_shared": 20,
}
_TWINS_ARE_BORN_WITHIN_DAYS = 1


@dataclass(frozen=True, slots=True)
class ChildFacts:
    """What is compared of a child. Identifiers and guardians are opaque marks, equal where the person is.

    `identifiers` maps a system to the mark of the active number; a child has one of each.
    """

    full_name: str
    sex: str
    birth_date: date
    mother_name: str | None = None
    birth_order: int | None = None
    guardians: frozenset[str] = frozenset()
    identifiers: Mapping[str, str] | None = None
    mother_identifiers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Match:
    """How probably two are one, 0 to 100, with what speaks for and against it; `twins` are never one child."""

    score: int
    reasons: tuple[Point, ...]
    objections: tuple[Point, ...]
    twins: bool = False

    @property
    def probable(self) -> bool:
        """Say whether the match is worth showing to who opens a handbook."""
        return self.score >= PROBABLE and not self.twins


def match(one: ChildFacts, other: ChildFacts) -> Match:
    """Compare two children. The order of the two does not matter."""
    found = [*_names(one, other), *_births(one, other), *_sexes(one, other), *_mothers(one, other), *_marks(one, other)]
    reasons = tuple(point for point in found if _POINTS[point] > 0)
    objections = tuple(point for point in found if _POINTS[point] < 0)
    score = min(max(sum(_POINTS[point] for point in found), 0), CERTAIN)
    return Match(score, reasons, objections, are_twins(one, other))


def are_twins(one: ChildFacts, other: ChildFacts) -> bool:
    """Say whether two children of one mother were born together: told apart by birth order, name or sex.

    A sex that differs under one and the same full name is a slip: nobody names two children of one birth alike.
    """
    if not _one_mother(one, other) or abs(one.birth_date - other.birth_date).days > _TWINS_ARE_BORN_WITHIN_DAYS:
        return False
    if _identifier(one, other) == "identifier_shared":
        return False
    if one.birth_order and other.birth_order and one.birth_order != other.birth_order:
        return True
    alike = likeness(one.full_name, other.full_name)
    return alike == "different" or (one.sex != other.sex and alike not in {"same", "same_without_marks"})


def _one_mother(one: ChildFacts, other: ChildFacts) -> bool:
    if one.mother_identifiers & other.mother_identifiers:
        return True
    if not one.mother_name or not other.mother_name:
        return bool(one.guardians & other.guardians)
    return likeness(one.mother_name, other.mother_name) != "different"


_NAMES: Mapping[Likeness, Point | None] = {
    "same": "name_same",
    "same_without_marks": "name_same_without_marks",
    "near": "name_near",
    "unknown": None,
    "different": "name_differs",
}
_MOTHERS: Mapping[Likeness, Point | None] = {
    "same": "mother_name_same",
    "same_without_marks": "mother_name_same",
    "near": "mother_name_near",
    "unknown": None,
    "different": "mother_name_differs",
}


def _names(one: ChildFacts, other: ChildFacts) -> list[Point]:
    point = _NAMES[likeness(one.full_name, other.full_name)]
    return [point] if point else []


def _mothers(one: ChildFacts, other: ChildFacts) -> list[Point]:
    point = _MOTHERS[likeness(one.mother_name or "", other.mother_name or "")]
    return [point] if point else []


def _births(one: ChildFacts, other: ChildFacts) -> list[Point]:
    left, right = one.birth_date, other.birth_date
    if left == right:
        return ["birth_date_same"]
    if (left.year, left.month, left.day) == (right.year, right.day, right.month):
        return ["birth_day_and_month_swapped"]
    if abs(left - right).days <= NEAR_DAYS:
        return ["birth_date_near"]
    same_day = (left.month, left.day) == (right.month, right.day) and abs(left.year - right.year) == 1
    return ["birth_year_differs" if same_day else "birth_date_differs"]


def _sexes(one: ChildFacts, other: ChildFacts) -> list[Point]:
    return ["sex_same" if one.sex == other.sex else "sex_differs"]


def _identifier(one: ChildFacts, other: ChildFacts) -> Point | None:
    left, right = one.identifiers or {}, other.identifiers or {}
    common = left.keys() & right.keys()
    if set(left.values()) & set(right.values()):
        return "identifier_shared"
    return "identifier_differs" if common else None


def _marks(one: ChildFacts, other: ChildFacts) -> list[Point]:
    found: list[Point] = []
    if one.guardians & other.guardians:
        found.append("guardian_shared")
    if point := _identifier(one, other):
        found.append(point)
    if one.mother_identifiers & other.mother_identifiers:
        found.append("mother_identifier_shared")
    return found
