"""Judges of a pregnancy: what its length says, and what two findings say together."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from handbook.domain.alerts.alert import Alert, Number
from handbook.domain.alerts.case import Case, Family
from handbook.domain.alerts.episodes import Judgement, episodes
from handbook.domain.alerts.rules import Rule
from handbook.domain.dating import due_on
from handbook.domain.findings import Findings, urine_protein_grades


def judge_gestation(case: Case, family: Family) -> Iterator[Alert]:
    """A pregnancy that goes on after a length: as long as no birth or end is recorded, and gone when one is."""
    since = case.child.pregnant_since
    if since is None:
        return
    for rule in family:
        opened_on = since + timedelta(days=rule.limits["from_gestation_days"])
        if opened_on <= case.today:
            numbers = {"due_on": due_on(since)}
            judged = Judgement(opened_on, f"pregnancy:{since}", rule, numbers, is_entry=False)
            yield from episodes(case.child.handbook_id, [judged], case.today, about=since.isoformat())
            return


def judge_pressure_with_protein(case: Case, family: Family) -> Iterator[Alert]:
    """High blood pressure and protein in the urine within some days, from a length of pregnancy on."""
    rule = family[0]
    found = [one for one in case.findings if one.stage == "pregnancy" and _is_late(case, one, rule)]
    judged = (_judged(found[: place + 1], rule) for place in range(len(found)))
    yield from episodes(case.child.handbook_id, (one for one in judged if one is not None), case.today)


def _is_late(case: Case, one: Findings, rule: Rule) -> bool:
    days, since = one.gestation_days, case.child.pregnant_since
    if days is None and since is not None:
        days = (one.observed_on - since).days
    return days is not None and days >= rule.limits["from_gestation_days"]


def _judged(until_now: Sequence[Findings], rule: Rule) -> Judgement | None:
    one, grades = until_now[-1], tuple(urine_protein_grades())
    first_day = one.observed_on - timedelta(days=rule.limits["within_days"])
    recent = [other for other in reversed(until_now) if other.observed_on >= first_day]
    pressed = next((other for other in recent if other.systolic_mmhg is not None), None)
    tested = next((other for other in recent if other.urine_protein in grades), None)
    if one not in (pressed, tested):
        return None  # it says nothing of either
    high = pressed is not None and _is_high(pressed, rule)
    grade = tested.urine_protein if tested is not None else None
    with_protein = grade is not None and grades.index(grade) >= grades.index(rule.limits["from_grade"])
    if pressed is None or grade is None or not (high and with_protein):
        return Judgement(one.observed_on, one.entry_id, None)
    numbers: Mapping[str, Number] = {
        "systolic_mmhg": pressed.systolic_mmhg or 0,
        "diastolic_mmhg": pressed.diastolic_mmhg or 0,
        "grade": urine_protein_grades()[grade],
    }
    evidence = tuple(other.entry_id for other in (pressed, tested) if other is not None and other is not one)
    return Judgement(one.observed_on, one.entry_id, rule, numbers, evidence)


def _is_high(one: Findings, rule: Rule) -> bool:
    systolic, diastolic = one.systolic_mmhg or 0, one.diastolic_mmhg or 0
    return bool(systolic >= rule.limits["systolic_mmhg"] or diastolic >= rule.limits["diastolic_mmhg"])
