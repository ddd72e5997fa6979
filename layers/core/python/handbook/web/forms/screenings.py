"""Screening before vaccination: the checklist, the answers, and what may be given."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from handbook.domain.screening import Finding, Screening, ScreeningFacts, checklist
from handbook.domain.standing import Words, cause_of_deferral
from handbook.usecases.record_screening import GroupDecision, ScreeningRecorded
from handbook.web.forms.conditions import ConditionAnswer, condition_answer
from handbook.web.forms.forecast import ForecastAnswer, TextBody, forecast_answer, text_answer
from handbook.web.forms.named import NamedBody
from handbook.web.forms.revisions import NewlyRevised, Revised
from handbook.web.schemas import Body, Day, Flag, Identifier, PageBody, Whole, iso

Answer = Literal["yes", "no", "unknown"]
Decision = Literal["may_vaccinate", "some", "defer", "refer", "contraindicated"]
_ONE = Literal["may_vaccinate", "defer", "refer", "contraindicated"]


class ScreeningBody(Body):
    """The checklist gone through: every question of the child's form answered, and what was measured.

    `anaphylaxis_products`, `immunoglobulin_on` and `corticosteroid_ended_on` go with a yes to their question;
    `recheck_on` is when a deferred child is to come again. With `record_conditions`, contraindications found are kept.
    """

    screened_on: Day | None = None
    answers: dict[Identifier, Answer]
    temperature_c: Annotated[float, Field(strict=True, allow_inf_nan=False, description="Degrees Celsius")]
    weight_g: Annotated[Whole, Field(description="Grams; asked of newborns")] | None = None
    anaphylaxis_products: Annotated[tuple[Identifier, ...], Field(max_length=10)] = ()
    immunoglobulin_on: Day | None = None
    corticosteroid_ended_on: Day | None = None
    recheck_on: Day | None = None
    record_conditions: Flag = True

    def facts(self, today: date) -> ScreeningFacts:
        """Read what was asked and measured."""
        said = self.model_dump(exclude={"id", "screened_on", "record_conditions"})
        return ScreeningFacts(screened_on=self.screened_on or today, **said)


class NewScreeningBody(NamedBody, ScreeningBody):
    """A screening to record."""


class QuestionBody(Body):
    """One question: `date_field` and `needs` name what goes with a yes."""

    code: str
    vi: str
    en: str
    date_field: str | None
    needs: str | None
    uncertain: TextBody | None


class MeasureBody(Body):
    """What is measured, and what the thermometer and the scale can show."""

    field: str
    vi: str
    en: str
    smallest: float
    largest: float


class ScreeningChecklist(Body):
    """The form for the child's age on a day, with the rule that it follows."""

    checklist_id: str
    checklist_version: str
    effective_from: date
    source: str
    form: str
    title: TextBody
    on: date
    questions: list[QuestionBody]
    measures: list[MeasureBody]


class FindingBody(Body):
    """What one answer or measure means."""

    code: str
    decision: _ONE
    until: date | None
    vi: str
    en: str


class ScreeningAnswer(Body):
    """A screening as recorded, with what was found."""

    screening_id: str
    screened_on: date
    checklist_id: str
    checklist_version: str
    form: str
    answers: Mapping[str, Answer]
    temperature_c: float
    weight_g: int | None
    anaphylaxis_products: list[str]
    immunoglobulin_on: date | None
    corticosteroid_ended_on: date | None
    recheck_on: date | None
    findings: list[FindingBody]
    recorded_at: datetime
    recorded_by: str
    unit_id: str | None


class ScreeningItem(ScreeningAnswer, Revised):
    """A screening in a list."""


class ScreeningPage(PageBody):
    """Screenings in the order of days."""

    items: list[ScreeningItem]


class GroupDecisionBody(Body):
    """What may be done today with one vaccine group; `findings` are the codes behind it."""

    group: str
    name: TextBody
    due_state: str
    decision: _ONE
    text: TextBody
    until: date | None
    findings: list[str]


class OutcomeBody(Body):
    """What may be given of what the child still needs. Ask `unanswered` again, or let a doctor see the child."""

    decision: Decision
    text: TextBody
    groups: list[GroupDecisionBody]
    unanswered: list[QuestionBody]


class ScreeningRecordedAnswer(NewlyRevised):
    """The screening, what may be given, the contraindications that were recorded, and the forecast after it."""

    screening: ScreeningAnswer
    outcome: OutcomeBody
    conditions: list[ConditionAnswer]
    forecast: ForecastAnswer


def checklist_answer(form: Mapping[str, Any], on: date) -> dict[str, Any]:
    """Write the form for an age as JSON."""
    document = checklist()
    return {
        "checklist_id": document["id"],
        "checklist_version": document["version"],
        "effective_from": document["effective_from"],
        "source": document["source"],
        "form": form["id"],
        "title": form["title"],
        "on": on.isoformat(),
        "questions": [_question(code) for code in form["questions"]],
        "measures": [
            {"field": name, **{key: document["measures"][name][key] for key in ("vi", "en", "smallest", "largest")}}
            for name in form["measures"]
        ],
    }


def _question(code: str) -> dict[str, Any]:
    question = checklist()["questions"][code]
    note = question.get("uncertain")
    return {
        "code": code,
        "vi": question["vi"],
        "en": question["en"],
        "date_field": question.get("date_field"),
        "needs": question.get("needs"),
        "uncertain": checklist()["notes"][note] if note else None,
    }


def screening_answer(screening: Screening) -> dict[str, Any]:
    """Write a screening as JSON."""
    facts = screening.facts
    return {
        "screening_id": screening.screening_id,
        "screened_on": screening.screened_on.isoformat(),
        "checklist_id": screening.checklist_id,
        "checklist_version": screening.checklist_version,
        "form": screening.form,
        "answers": dict(facts.answers),
        "temperature_c": facts.temperature_c,
        "weight_g": facts.weight_g,
        "anaphylaxis_products": list(facts.anaphylaxis_products),
        "immunoglobulin_on": iso(facts.immunoglobulin_on),
        "corticosteroid_ended_on": iso(facts.corticosteroid_ended_on),
        "recheck_on": iso(facts.recheck_on),
        "findings": [_finding(one) for one in screening.findings],
        "recorded_at": screening.recorded_at.isoformat(),
        "recorded_by": screening.recorded_by,
        "unit_id": screening.unit_id,
    }


def recorded_answer(recorded: ScreeningRecorded, words: Words) -> dict[str, Any]:
    """Write a new screening as the JSON that clients and receipts get."""
    today = recorded.explained.forecast.on
    answers = recorded.screening.facts.answers
    decision = _overall(recorded)
    return {
        "screening": screening_answer(recorded.screening),
        "outcome": {
            "decision": decision,
            "text": checklist()["decisions"][decision],
            "groups": [_group(one) for one in recorded.groups],
            "unanswered": [_question(code) for code, answer in answers.items() if answer == "unknown"],
        },
        "conditions": [condition_answer(one, words, today) for one in recorded.conditions],
        "forecast": forecast_answer(recorded.explained),
    }


def _overall(recorded: ScreeningRecorded) -> str:
    decisions = {one.decision for one in recorded.groups or recorded.screening.findings}
    if "may_vaccinate" in decisions or not decisions:
        return "may_vaccinate" if len(decisions) <= 1 else "some"
    return next(one for one in ("defer", "refer", "contraindicated") if one in decisions)


def _group(one: GroupDecision) -> dict[str, Any]:
    return {
        "group": one.group.group,
        "name": text_answer(one.group.name),
        "due_state": one.group.due_state.value,
        "decision": one.decision,
        "text": checklist()["decisions"][one.decision],
        "until": iso(one.until),
        "findings": list(one.findings),
    }


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "code": one.code,
        "decision": one.decision,
        "until": iso(one.until),
        **text_answer(cause_of_deferral(one.code)),
    }
