"""Judges of change in length and head between visits (F5-F7)."""

from collections.abc import Iterator
from itertools import pairwise

from handbook.domain.alerts.alert import Alert
from handbook.domain.alerts.case import Case, Family
from handbook.domain.alerts.comparing import (
    before,
    comparable,
    compared,
    ended,
    extremes,
    scored,
)
from handbook.domain.alerts.episodes import Judgement, episodes
from handbook.domain.alerts.facts import HAZ, HCZ, Point
from handbook.domain.alerts.rules import Rule

SHRINKING_OVER_CM = 0.7
"""F7 (domain facts): a child does not shrink; the difference of lying and standing is not a change either."""


def judge_length_fall(case: Case, family: Family) -> Iterator[Alert]:
    """F5: length for age fell by 0.67 z or more since the latest visit at least 90 days before.

    Lengths that shrank between two visits (F7) are not relied on, neither of the two.
    """
    rule = family[0]
    limits = rule.limits
    lowest, highest = case.spread[HAZ]
    if round(highest - lowest, 2) < limits["fall"]:
        return

    def judged() -> Iterator[Judgement]:
        unsure = {point.entry_id for pair in _shrinking(case, SHRINKING_OVER_CM) for point in pair}
        points = [point for point in scored(case, HAZ) if point.entry_id not in unsure]
        for index, here in enumerate(points):
            there = before(points, index, limits["over_days"])
            if there is not None:
                fall = round((there.z[HAZ] or 0.0) - (here.z[HAZ] or 0.0), 2)
                yield compared(here, there, rule, {"fall": fall}, met=fall >= limits["fall"])

    yield from episodes(case.child.handbook_id, judged(), case.today)


def judge_head_change(case: Case, family: Family) -> Iterator[Alert]:
    """F6: head circumference for age moved by 1 z or more, up or down, from any visit of the last half year."""
    rule = family[0]
    limits = rule.limits
    lowest, highest = case.spread[HCZ]
    if round(highest - lowest, 2) < limits["change"]:
        return

    def judged() -> Iterator[Judgement]:
        points = scored(case, HCZ)
        for index, here in enumerate(points):
            z = here.z[HCZ] or 0.0
            earlier = extremes(points, index, HCZ, limits["within_days"])
            if earlier is not None:
                there = max(earlier, key=lambda one: abs(z - (one.z[HCZ] or 0.0)))
                change = round(z - (there.z[HCZ] or 0.0), 2)
                yield compared(here, there, rule, {"change": change}, met=abs(change) >= limits["change"])

    yield from episodes(case.child.handbook_id, ended(case, rule, judged()), case.today)


def judge_shrank(case: Case, family: Family) -> Iterator[Alert]:
    """F7: shorter by more than 0.7 cm than at the visit before, a slip of tape or pen; the next length decides."""
    rule: Rule = family[0]
    over_cm = rule.limits["over_cm"]
    if not _shrinking(case, over_cm):
        return

    def judged() -> Iterator[Judgement]:
        for there, here in pairwise(case.lengths):
            if comparable(there, here):
                shrank_cm = _shrinkage(there, here)
                yield compared(here, there, rule, {"shrank_cm": shrank_cm}, met=shrank_cm > over_cm)

    yield from episodes(case.child.handbook_id, judged(), case.today)


def _shrinking(case: Case, over_cm: float) -> list[tuple[Point, Point]]:
    shorter = ((one, two) for one, two in pairwise(case.lengths) if (one.length_cm or 0.0) > (two.length_cm or 0.0))
    return [(one, two) for one, two in shorter if comparable(one, two) and _shrinkage(one, two) > over_cm]


def _shrinkage(there: Point, here: Point) -> float:
    return round((there.length_cm or 0.0) - (here.length_cm or 0.0), 2)
