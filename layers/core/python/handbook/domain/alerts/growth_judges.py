"""Judges of one visit by itself: z-score classes, arm circumference, oedema, implausible values, birth weight."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from handbook.domain.alerts.alert import Alert
from handbook.domain.alerts.case import Case, Family, Spread
from handbook.domain.alerts.episodes import Judgement, episodes
from handbook.domain.alerts.facts import INDICATORS, Point
from handbook.domain.alerts.rules import Rule
from handbook.domain.growth.classes import PLAUSIBLE
from handbook.domain.growth.labels import LABELS


class _Limit(NamedTuple):
    rule: Rule
    place: int
    references: frozenset[str]
    bound: float
    is_lower: bool


@cache
def _limits(family: Family) -> tuple[_Limit, ...]:
    return tuple(
        _Limit(
            rule,
            INDICATORS.index(limit["indicator"]),
            frozenset(limit["references"]),
            limit.get("below", limit.get("above")),
            "below" in limit,
        )
        for rule in family
        for limit in rule.limits["any"]
    )


def judge_class(case: Case, family: Family) -> Iterator[Alert]:
    """The gravest class that a z-score without flag reaches; limits are strict. A visit without the score says nothing.

    After `to_day` the standard has no such score: an open alert ends at the first visit beyond.
    """
    limits, to_day = _limits(family), family[0].limits.get("to_day")
    if not any(_reached_by_any(case.spread, limit) for limit in limits):
        return
    judged = (_judge_point(point, limits, to_day) for point in case.points)
    yield from episodes(case.child.handbook_id, (one for one in judged if one is not None), case.today)


def _reached_by_any(spread: Spread, limit: _Limit) -> bool:
    lowest, highest = spread[limit.place]
    return lowest < limit.bound if limit.is_lower else highest > limit.bound


def _judge_point(point: Point, limits: tuple[_Limit, ...], to_day: int | None) -> Judgement | None:
    if to_day is not None and point.age_days > to_day:
        return Judgement(point.on, point.entry_id, None, over=True)
    judged = False
    for limit in limits:
        z = point.z[limit.place]
        if z is None or point.reference not in limit.references:
            continue
        judged = True
        if z < limit.bound if limit.is_lower else z > limit.bound:
            return Judgement(point.on, point.entry_id, limit.rule, {"z": z}, reference=point.reference)
    return Judgement(point.on, point.entry_id, None) if judged else None


def judge_arm(case: Case, family: Family) -> Iterator[Alert]:
    """Arm circumference strictly under a limit, between two ages in days since birth."""
    limits, mildest = family[0].limits, family[-1].limits["under_mm"]
    if not any(point.muac_mm is not None and point.muac_mm < mildest for point in case.points):
        return

    def judged() -> Iterator[Judgement]:
        for point in case.points:
            muac_mm = point.muac_mm
            if point.age_days > limits["to_day"]:
                yield Judgement(point.on, point.entry_id, None, over=True)
            elif muac_mm is not None and point.age_days >= limits["from_day"]:
                rule = next((rule for rule in family if muac_mm < rule.limits["under_mm"]), None)
                numbers = {} if rule is None else {"muac_mm": muac_mm, "under_mm": int(rule.limits["under_mm"])}
                yield Judgement(point.on, point.entry_id, rule, numbers)

    yield from episodes(case.child.handbook_id, judged(), case.today)


def judge_oedema(case: Case, family: Family) -> Iterator[Alert]:
    """Oedema of both feet; a later visit at which somebody looked and saw none ends the alert."""
    looked = [point for point in case.points if point.oedema is not None]
    if not any(point.oedema for point in looked):
        return
    judged = (Judgement(point.on, point.entry_id, family[0] if point.oedema else None) for point in looked)
    yield from episodes(case.child.handbook_id, judged, case.today)


_PLACE_OF: dict[str, int] = {PLAUSIBLE[indicator][2]: place for place, indicator in enumerate(INDICATORS)}


def judge_flag(case: Case, family: Family) -> Iterator[Alert]:
    """A value that WHO's flags mark: asks for a new measurement, one alert for each flag, until one is unflagged."""
    rule = family[0]
    for flag in sorted({flag for point in case.points for flag in point.flags}):
        to_day = rule.limits["to_day"].get(flag)
        judged = (_judge_flag(point, flag, rule, to_day) for point in case.points)
        found = (one for one in judged if one is not None)
        yield from episodes(case.child.handbook_id, found, case.today, about=flag)


def _judge_flag(point: Point, flag: str, rule: Rule, to_day: int | None) -> Judgement | None:
    if flag in point.flags:
        return Judgement(point.on, point.entry_id, rule, {"what": LABELS[flag]}, reference=point.reference)
    if to_day is not None and point.age_days > to_day:
        return Judgement(point.on, point.entry_id, None, over=True)
    place = _PLACE_OF.get(flag)
    measured = point.length_cm if place is None else point.z[place]
    return None if measured is None else Judgement(point.on, point.entry_id, None)


def judge_birth_weight(case: Case, family: Family) -> Iterator[Alert]:
    """Birth weight strictly under a limit: from the profile, else as first weighed on the day of birth."""
    weight_g, evidence = birth_weight(case)
    born = case.child.birth_date
    if weight_g is None or born is None:
        return
    rule = next((rule for rule in family if weight_g < rule.limits["under_g"]), None)
    judged = Judgement(born, "birth", rule, {"birth_weight_g": weight_g}, evidence, is_entry=False)
    yield from episodes(case.child.handbook_id, [judged], case.today)


def birth_weight(case: Case) -> tuple[int | None, tuple[str, ...]]:
    """Birth weight in grams with the measurement that it is from, if it is not in the profile."""
    if case.child.birth_weight_g is not None:
        return case.child.birth_weight_g, ()
    first = next((point for point in case.weights if point.age_days == 0), None)
    return (None, ()) if first is None else (first.weight_g, (first.entry_id,))
