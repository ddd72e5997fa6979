"""Judges of change between visits: the faltering rules F1-F7 (thresholds in reference/alerts/faltering.json).

Compared are plausible visits only, read against the same reference by the same age basis; so nothing is compared
across day 1826/1827 (z jumps by itself) or where the age of a preterm child is counted in another way. A change of
reference neither opens nor ends an alert: the next pair of visits decides.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from handbook.domain.alerts.alert import Alert
from handbook.domain.alerts.case import Case, Family, last_of_days
from handbook.domain.alerts.episodes import Judgement, Numbers, episodes
from handbook.domain.alerts.facts import WAZ, Point
from handbook.domain.alerts.growth_judges import birth_weight
from handbook.domain.alerts.rules import Rule
from handbook.domain.growth.assessment import assess


def scored(case: Case, place: int) -> list[Point]:
    """The plausible points that have the z-score at a place of INDICATORS; of several on one day the last."""
    return last_of_days([point for point in case.plausible if point.z[place] is not None])


def comparable(one: Point, other: Point) -> bool:
    """Whether two visits were read against the same reference by the same age basis."""
    return one.reference == other.reference and one.age_basis == other.age_basis


def before(points: Sequence[Point], index: int, min_days: int) -> Point | None:
    """The latest comparable visit at least `min_days` before."""
    here = points[index]
    for at in range(index - 1, -1, -1):
        there = points[at]
        if here.day - there.day >= min_days and comparable(there, here):
            return there
    return None


def extremes(points: Sequence[Point], index: int, place: int, within_days: int) -> tuple[Point, Point] | None:
    """The comparable visits before with the lowest and the highest z-score, not longer ago than `within_days`.

    Of equal ones the latest; None when there is no such visit.
    """
    here = points[index]
    low, high = 99.0, -99.0
    lowest = highest = None
    for at in range(index - 1, -1, -1):
        there = points[at]
        z = there.z[place]
        if here.day - there.day > within_days:
            break
        # What `comparable` says; a call for each pair of forty visits would cost more than the rest.
        if z is None or there.reference != here.reference or there.age_basis != here.age_basis:
            continue
        if z < low:
            low, lowest = z, there
        if z > high:
            high, highest = z, there
    return None if lowest is None or highest is None else (lowest, highest)


def compared(here: Point, there: Point, rule: Rule, numbers: Numbers, *, met: bool) -> Judgement:
    """The judgement of a pair; the earlier visit is evidence, and its day stands in the text as `since`."""
    if not met:
        return Judgement(here.on, here.entry_id, None)
    return Judgement(
        here.on, here.entry_id, rule, {"since": there.on, **numbers}, (there.entry_id,), reference=here.reference
    )


def ended(case: Case, rule: Rule, judged: Iterator[Judgement]) -> Iterator[Judgement]:
    """The judgements, closed by the first visit after `to_day`: from then on the rule does not apply."""
    yield from judged
    to_day = rule.limits.get("to_day")
    after = next((p for p in case.points if to_day is not None and p.age_days > to_day), None)
    if after is not None:
        yield Judgement(after.on, after.entry_id, None, over=True)


def judge_loss_after_birth(case: Case, family: Family) -> Iterator[Alert]:
    """F1, first days (NICE NG75): more than 10 % under birth weight by day 14; ends when it is 10 % or less."""
    weight_g, evidence = birth_weight(case)
    rule = family[0]
    lightest_g = min((point.weight_g or 0 for point in case.weights), default=0)
    if weight_g is None or (weight_g - lightest_g) * 100 <= weight_g * rule.limits["over_percent"]:
        return

    def judged() -> Iterator[Judgement]:
        is_open = False
        for point in case.weights:
            if point.age_days == 0:
                continue
            loss_g = weight_g - (point.weight_g or 0)
            met = loss_g * 100 > weight_g * rule.limits["over_percent"]
            if met and not is_open and point.age_days > rule.limits["opens_to_day"]:
                continue
            is_open = met
            numbers: Numbers = {"loss_g": loss_g, "percent": round(loss_g * 100 / weight_g, 1)}
            yield Judgement(point.on, point.entry_id, rule if met else None, numbers, evidence if met else ())

    yield from episodes(case.child.handbook_id, judged(), case.today)


def judge_loss(case: Case, family: Family) -> Iterator[Alert]:
    """F1: more than 50 g lost over at least 7 days, both visits from day 14 on."""
    rule = family[0]
    limits = rule.limits
    if _always_gains(case):
        return

    def judged() -> Iterator[Judgement]:
        points = [p for p in case.weights if p.age_days >= limits["from_day"]]
        for index, here in enumerate(points):
            there = before(points, index, limits["over_days"])
            if there is not None:
                loss_g = (there.weight_g or 0) - (here.weight_g or 0)
                yield compared(here, there, rule, {"loss_g": loss_g}, met=loss_g > limits["over_g"])

    yield from episodes(case.child.handbook_id, judged(), case.today)


def _always_gains(case: Case) -> bool:
    return all((one.weight_g or 0) < (two.weight_g or 0) for one, two in pairwise(case.weights))


def _stalled_since(points: Sequence[Point], index: int) -> Point:
    """The first visit of the unbroken run before this one in which the child was never lighter than now."""
    here = since = points[index]
    for there in reversed(points[:index]):
        if not comparable(there, here) or (there.weight_g or 0) < (here.weight_g or 0):
            break
        since = there
    return since


def judge_no_gain(case: Case, family: Family) -> Iterator[Alert]:
    """F2: not heavier than at the latest visit 30, 60 or 90 days before, by the age at this one.

    What is told is the whole standstill, not its last part.
    """
    rule = family[0]
    if _always_gains(case):
        return

    def judged() -> Iterator[Judgement]:
        points = case.weights
        for index, here in enumerate(points):
            spans = (span["over_days"] for span in rule.limits["spans"] if here.age_days < span["under_day"])
            over_days = next(spans, None)
            there = None if over_days is None else before(points, index, over_days)
            if there is not None:
                met = (here.weight_g or 0) <= (there.weight_g or 0)
                since = _stalled_since(points, index) if met else there
                yield compared(here, since, rule, {"days": here.day - since.day}, met=met)

    yield from episodes(case.child.handbook_id, ended(case, rule, judged()), case.today)


def _fall_wanted(case: Case, rule: Rule) -> float:
    """One, two or three centile spaces by the centile of birth weight; two where it is not known (NICE NG75)."""
    weight_g, _ = birth_weight(case)
    limits, born_z = rule.limits, None
    child = case.child
    if weight_g is not None and child.sex is not None:
        born_z = assess(child.sex, 0, weight_kg=weight_g / 1000, gestation_days=child.gestation_days).waz
    if born_z is None or limits["low_birth_z"] <= born_z <= limits["high_birth_z"]:
        return float(limits["fall_middle"])
    return float(limits["fall_low"] if born_z < limits["low_birth_z"] else limits["fall_high"])


def judge_centile_fall(case: Case, family: Family) -> Iterator[Alert]:
    """F3 (NICE NG75): weight for age fell by so many centile spaces from its highest of the last year."""
    rule = family[0]
    limits = rule.limits
    lowest, highest = case.spread[WAZ]
    if round(highest - lowest, 2) < limits["fall_low"]:
        return
    wanted = _fall_wanted(case, rule)

    def judged() -> Iterator[Judgement]:
        points = scored(case, WAZ)
        for index, here in enumerate(points):
            earlier = extremes(points, index, WAZ, limits["within_days"])
            if earlier is not None and limits["from_day"] <= here.age_days <= limits["to_day"]:
                there = earlier[1]
                fall = round((there.z[WAZ] or 0.0) - (here.z[WAZ] or 0.0), 2)
                yield compared(here, there, rule, {"fall": fall}, met=fall >= wanted)

    yield from episodes(case.child.handbook_id, ended(case, rule, judged()), case.today)


def judge_crossing(case: Case, family: Family) -> Iterator[Alert]:
    """F4: weight for age was on or above a line at the visit before and is under it now, until it is back."""
    if case.spread[WAZ][0] >= family[-1].limits["below"]:
        return

    def judged() -> Iterator[Judgement]:
        points = scored(case, WAZ)
        bounds = {rule.code: rule.limits["below"] for rule in family}
        # From which visit each line was crossed; after a change of reference, from the first visit by the new one.
        crossed: dict[str, Point] = {}
        for index, here in enumerate(points):
            z, there = here.z[WAZ] or 0.0, points[index - 1] if index else None
            crossed = {code: one for code, one in crossed.items() if z < bounds[code]}
            if there is None or not comparable(there, here):
                crossed = dict.fromkeys(crossed, here)
                continue
            crossed = {**{rule.code: there for rule in family if _crosses(there, here, rule)}, **crossed}
            met = next((rule for rule in family if rule.code in crossed), family[0])
            since = crossed.get(met.code)
            yield compared(here, since or there, met, {"z": z}, met=since is not None)

    yield from episodes(case.child.handbook_id, judged(), case.today)


def _crosses(there: Point, here: Point, rule: Rule) -> bool:
    was, now, line = there.z[WAZ], here.z[WAZ], rule.limits["below"]
    return here.age_days >= rule.limits["from_day"] and was is not None and now is not None and now < line <= was
