"""Screening before vaccination: a checklist by age, and what its answers mean for each vaccine.

The questions and limits are data: reference/vaccination/screening.json, after Decision 1575/QD-BYT of 27 March 2023.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from handbook.domain.calendar import months_after
from handbook.domain.conditions import LIVE, group_mark
from handbook.domain.errors import InvalidFieldError
from handbook.domain.ids import ScreeningId
from handbook.domain.recorded import Limits, check_limits
from handbook.reference.vaccination import load_document

if TYPE_CHECKING:
    from handbook.domain.immunization import Schedule

type Answer = Literal["yes", "no", "unknown"]
type Decision = Literal["may_vaccinate", "defer", "refer", "contraindicated"]

GRAVEST: tuple[Decision, ...] = ("contraindicated", "defer", "refer", "may_vaccinate")
"""Which decision is shown of a vaccine when several hold. A deferral comes before a referral: it says not today."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one answer or measure means. `code` is the question or measure and the rule of it that spoke.

    `of` says what a deferral is of: marks of vaccine groups, LIVE, or nothing for all. `codes` are contraindications.
    """

    code: str
    decision: Decision
    of: tuple[str, ...] = ()
    until: date | None = None
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScreeningFacts:
    """What was asked and measured. `recheck_on` is the day on which the nurse wants to see a deferred child again."""

    screened_on: date
    answers: Mapping[str, Answer]
    temperature_c: float
    weight_g: int | None = None
    anaphylaxis_products: tuple[str, ...] = ()
    immunoglobulin_on: date | None = None
    corticosteroid_ended_on: date | None = None
    recheck_on: date | None = None


@dataclass(frozen=True, slots=True)
class Screening:
    """One screening as recorded, with what was found by the checklist of its day."""

    screening_id: ScreeningId
    screened_on: date
    facts: ScreeningFacts
    checklist_id: str
    checklist_version: str
    form: str
    findings: tuple[Finding, ...]
    recorded_at: datetime
    recorded_by: str
    unit_id: str | None = None


def checklist() -> Mapping[str, Any]:
    """Give the checklist in force: forms by age, questions, measures with their limits, decisions in words."""
    document: Mapping[str, Any] = load_document("screening")
    return document


def form_for(birth_date: date, on: date) -> Mapping[str, Any]:
    """Give the form for a child's age on a day: newborns have their own until the first month is over."""
    forms: list[Mapping[str, Any]] = checklist()["forms"]
    return next(
        form for form in forms if form["until_months"] is None or on < months_after(birth_date, form["until_months"])
    )


def check_answers(facts: ScreeningFacts, form: Mapping[str, Any]) -> None:
    """Refuse a form that was not gone through, or values that no thermometer and no scale shows.

    Raises: InvalidFieldError, ImplausibleValueError naming the field.
    """
    for question in form["questions"]:
        if question not in facts.answers:
            raise InvalidFieldError(f"answers.{question}")
    if set(facts.answers) - set(form["questions"]):
        raise InvalidFieldError("answers")
    for name, measure in checklist()["measures"].items():
        # Asked and not said, or said and not asked.
        if (name in form["measures"]) is (getattr(facts, name) is None):
            raise InvalidFieldError(name)
        check_limits(facts, {name: Limits(measure["smallest"], measure["largest"])})
    for question in ("immunoglobulin", "corticosteroid", "anaphylaxis_severe"):
        field = _field_of(checklist()["questions"][question])
        if getattr(facts, field) and facts.answers.get(question) != "yes":
            raise InvalidFieldError(field)
    if facts.recheck_on is not None and facts.recheck_on <= facts.screened_on:
        raise InvalidFieldError("recheck_on")


def _field_of(question: Mapping[str, Any]) -> str:
    return str(question.get("date_field") or question["needs"])


def findings_of(facts: ScreeningFacts, form: Mapping[str, Any], schedule: Schedule) -> tuple[Finding, ...]:
    """Say what the answers mean, measures first; a term that is over by the day of the screening finds nothing."""
    found = [*_measured(facts, form, schedule)]
    for code in form["questions"]:
        if facts.answers[code] == "yes":
            found += _answered(facts, code, schedule)
    return tuple(one for one in found if one.until is None or one.until > facts.screened_on)


def _measured(facts: ScreeningFacts, form: Mapping[str, Any], schedule: Schedule) -> Iterator[Finding]:
    measures = checklist()["measures"]
    heat = measures["temperature_c"]
    if facts.temperature_c >= heat["defer_from"]:
        yield Finding("temperature_c.high", "defer", until=_recheck(facts))
    if facts.temperature_c <= heat["defer_until"]:
        yield Finding("temperature_c.low", "defer", until=_recheck(facts))
    weight = measures["weight_g"]
    if "weight_g" in form["measures"] and facts.weight_g is not None and facts.weight_g < weight["defer_below"]:
        exempt = weight["exempt_answer"]
        spared = weight["exempt_groups"] if facts.answers[exempt["question"]] == exempt["answer"] else ()
        of = tuple(group_mark(group) for group in schedule.groups if group not in spared) if spared else ()
        yield Finding("weight_g.low", "defer", of, _recheck(facts))


def _answered(facts: ScreeningFacts, code: str, schedule: Schedule) -> Iterator[Finding]:
    question = checklist()["questions"][code]
    name = "rule"
    if "needs" in question and not getattr(facts, question["needs"]):
        name = "unknown_products"
    for key in (name, "also"):
        if key in question:
            yield _finding(facts, f"{code}.{key}", question, question[key], schedule)


def _finding(
    facts: ScreeningFacts, code: str, question: Mapping[str, Any], rule: Mapping[str, Any], schedule: Schedule
) -> Finding:
    decision: Decision = rule["decision"]
    if decision == "refer":
        return Finding(code, decision)
    if decision == "contraindicated":
        codes = rule["codes"]
        if rule["scope"] == "components":
            codes = _of_components(facts.anaphylaxis_products, codes, schedule)
        return Finding(code, decision, codes=tuple(codes))
    of = (LIVE,) if rule["scope"] == "live" else ()
    return Finding(code, decision, of, _end_of(facts, question, rule))


def _end_of(facts: ScreeningFacts, question: Mapping[str, Any], rule: Mapping[str, Any]) -> date:
    if "months" not in rule and "days" not in rule:
        return _recheck(facts)
    since: date = getattr(facts, question["date_field"]) or facts.screened_on
    return months_after(since, rule.get("months", 0)) + timedelta(days=rule.get("days", 0))


def _recheck(facts: ScreeningFacts) -> date:
    return facts.recheck_on or facts.screened_on + timedelta(days=checklist()["recheck_days"])


def _of_components(products: tuple[str, ...], codes: list[str], schedule: Schedule) -> list[str]:
    """Contraindications of the schedule that share a component with a product, else the product's antigens."""
    found: dict[str, None] = {}
    for product_id in products:
        antigens = frozenset(schedule.products[product_id].antigens)
        rules = [rule for rule in schedule.contraindications if rule.code in codes]
        known = [rule.code for rule in rules if product_id in rule.products or antigens & rule.antigens]
        found |= dict.fromkeys(known or sorted(antigens))
    return list(found)


def live_groups(schedule: Schedule) -> frozenset[str]:
    """Give the vaccine groups whose usual product is a live vaccine."""
    series = [one for one in schedule.every_series if one.default]
    return frozenset(one.group for one in series if schedule.products[one.doses[0].preferable[0].product].live)


def concerns(finding: Finding, group: str, live: frozenset[str]) -> bool:
    """Say whether a deferral or referral is about a vaccine group."""
    if finding.decision == "contraindicated":
        return False
    return not finding.of or group_mark(group) in finding.of or (LIVE in finding.of and group in live)
