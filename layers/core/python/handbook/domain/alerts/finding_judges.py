"""Judges of findings: danger signs, vital signs and tests of mother and child."""

from collections.abc import Iterator, Mapping
from typing import Any

from handbook.domain.alerts.alert import Alert
from handbook.domain.alerts.case import Case, Family
from handbook.domain.alerts.episodes import Judgement, Numbers, episodes
from handbook.domain.alerts.rules import Rule
from handbook.domain.calendar import age_in_months
from handbook.domain.findings import Findings, danger_signs_of, urine_protein_grades

_FOLLOWED_BY = {"pregnancy": "postpartum", "newborn": "child"}


def judge_danger_sign(case: Case, family: Family) -> Iterator[Alert]:
    """One alert for each danger sign of a stage, so that a new sign is never hidden behind an acknowledged one.

    It ends when somebody asked for danger signs and did not see it, or asked in a later stage.
    """
    rule = family[0]
    stage = rule.limits["stage"]
    stages = {stage, _FOLLOWED_BY.get(stage)}
    asked = [one for one in case.findings if one.danger_signs is not None and one.stage in stages]
    for sign in sorted({sign for one in asked if one.stage == stage for sign in one.danger_signs or ()}):
        judged = (_judge_sign(one, sign, rule) for one in asked)
        yield from episodes(case.child.handbook_id, judged, case.today, about=sign)


def _judge_sign(one: Findings, sign: str, rule: Rule) -> Judgement:
    here = one.stage == rule.limits["stage"]
    if not here or sign not in (one.danger_signs or ()):
        return Judgement(one.observed_on, one.entry_id, None, over=not here)
    text = danger_signs_of(one.stage).get(sign)
    return Judgement(one.observed_on, one.entry_id, rule, {} if text is None else {"sign": text})


def judge_number(case: Case, family: Family) -> Iterator[Alert]:
    """The gravest rule of which any limit is met; a limit may hold for a span of age in completed months."""
    judged = (_judge_number(case, one, family) for one in case.findings if one.stage in family[0].limits["stages"])
    yield from episodes(case.child.handbook_id, (one for one in judged if one is not None), case.today)


def _judge_number(case: Case, one: Findings, family: Family) -> Judgement | None:
    judged = False
    for rule in family:
        for limit in rule.limits["any"]:
            value = getattr(one, limit["field"])
            if value is None or not _at_age(case, one, limit):
                continue
            judged = True
            if _meets(value, limit):
                return Judgement(one.observed_on, one.entry_id, rule, _numbers(one, rule))
    return Judgement(one.observed_on, one.entry_id, None) if judged else None


def _at_age(case: Case, one: Findings, limit: Mapping[str, Any]) -> bool:
    if "from_months" not in limit:
        return True
    born = case.child.birth_date
    return born is not None and limit["from_months"] <= age_in_months(born, one.observed_on) < limit["under_months"]


def _meets(value: float, limit: Mapping[str, Any]) -> bool:
    if "at_least" in limit:
        return bool(value >= limit["at_least"])
    if "at_most" in limit:
        return bool(value <= limit["at_most"])
    return bool(value < limit["under"])


def _numbers(one: Findings, rule: Rule) -> Numbers:
    fields = {limit["field"] for limit in rule.limits["any"]}
    return {name: value for name in sorted(fields) if (value := getattr(one, name)) is not None}


def judge_grade(case: Case, family: Family) -> Iterator[Alert]:
    """Protein in the urine from a grade on, in the stages that the rule names; a later stage may only clear it."""
    rule = family[0]
    grades = tuple(urine_protein_grades())
    found_from = grades.index(rule.limits["from_grade"])

    def judged() -> Iterator[Judgement]:
        for one in case.findings:
            if one.urine_protein not in grades or one.stage not in rule.limits["clears_in"]:
                continue
            met = grades.index(one.urine_protein) >= found_from
            if met and one.stage not in rule.limits["stages"]:
                continue
            numbers = {"grade": urine_protein_grades()[one.urine_protein]}
            yield Judgement(one.observed_on, one.entry_id, rule if met else None, numbers)

    yield from episodes(case.child.handbook_id, judged(), case.today)
