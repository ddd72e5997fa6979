"""What every judge is given, prepared once: the child's facts, the records in order, today."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from handbook.domain.alerts.alert import Alert
from handbook.domain.alerts.facts import INDICATORS, ChildFacts, History, Point, points_of
from handbook.domain.alerts.rules import Rule
from handbook.domain.findings import Findings

type Family = tuple[Rule, ...]
"""Rules of one cause from the gravest down."""
type Spread = tuple[tuple[float, float], ...]
"""The lowest and the highest unflagged z-score by place in INDICATORS; two zeros where there is none."""


@dataclass(frozen=True, slots=True)
class Case:
    """One child to be judged.

    `points` are all visits from birth on; `plausible` those whose values may be compared, `weights` and `lengths`
    those of them that have one.
    Of several plausible visits on one day only the last recorded is compared with other days: it is the correction.
    """

    child: ChildFacts
    history: History
    today: date
    findings: Sequence[Findings]
    points: Sequence[Point]
    plausible: Sequence[Point]
    weights: Sequence[Point]
    lengths: Sequence[Point]
    spread: Spread


type Judge = Callable[[Case, Family], Iterator[Alert]]
"""Gives the alerts of one family."""


def case_of(child: ChildFacts, history: History, today: date) -> Case:
    """Bring the records into the order of days, then of recording; what lies after today is left out."""
    found = [one for one in history.findings if one.observed_on <= today]
    found.sort(key=lambda one: (one.observed_on, one.recorded_at, one.entry_id))
    visits = tuple(visit for visit in history.visits if visit.measurement.measured_on <= today)
    points = [] if child.birth_date is None else points_of(visits, child.birth_date)
    plausible = [point for point in points if point.plausible]
    weights = last_of_days([point for point in plausible if point.weight_g is not None])
    lengths = last_of_days([point for point in plausible if point.length_cm is not None])
    return Case(child, history, today, found, points, plausible, weights, lengths, _spread(points))


def last_of_days(points: Sequence[Point]) -> list[Point]:
    """Of several points on one day the last; they stand in order."""
    last = len(points) - 1
    return [one for at, one in enumerate(points) if at == last or points[at + 1].day != one.day]


def _spread(points: Sequence[Point]) -> Spread:
    columns = [[z for z in column if z is not None] for column in zip(*(point.z for point in points), strict=True)]
    found = [(min(column, default=0.0), max(column, default=0.0)) for column in columns]
    return tuple(found) or ((0.0, 0.0),) * len(INDICATORS)
