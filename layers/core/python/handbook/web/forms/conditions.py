"""Conditions: contraindications, immunities and refusals."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from handbook.domain.conditions import ImmunizationCondition
from handbook.domain.standing import Words
from handbook.usecases.end_condition import EndCondition
from handbook.usecases.record_condition import ConditionRecorded, RecordCondition
from handbook.web.forms.forecast import ForecastAnswer, forecast_answer
from handbook.web.forms.named import NamedBody
from handbook.web.forms.revisions import NewlyRevised, Revised
from handbook.web.requests import etag
from handbook.web.schemas import Body, Day, Identifier, PageBody, iso


class ConditionBody(Body):
    """A contraindication or an immunity by its `code` (see /v1/vaccines), or a refusal of vaccine groups in `of`.

    It holds from `since` (today without it) and lapses on `until`.
    """

    kind: Literal["contraindication", "immunity", "refusal"]
    code: Identifier = "refused"
    of: Annotated[tuple[Identifier, ...], Field(max_length=30)] = ()
    since: Day | None = None
    until: Day | None = None
    evidence: Identifier | None = None

    def command(self) -> RecordCondition:
        """Read the command."""
        said = self.model_dump(include=set(ConditionBody.model_fields))
        return RecordCondition(**{**said, "of": tuple(dict.fromkeys(self.of))})


class NewConditionBody(NamedBody, ConditionBody):
    """A condition to record."""


class ConditionEndBody(Body):
    """When and why a condition ended."""

    ended_on: Day
    end_reason: Identifier

    def command(self, based_on: int) -> EndCondition:
        """Read the command."""
        return EndCondition(self.ended_on, self.end_reason, based_on)


class ConditionAnswer(Body):
    """A condition as recorded, in words, and how it ended; `active` says whether forecasts see it today."""

    condition_id: str
    kind: str
    code: str
    vi: str
    en: str
    of: list[str]
    since: date
    until: date | None
    evidence: str | None
    recorded_at: datetime
    recorded_by: str
    unit_id: str | None
    source_id: str | None
    ended_on: date | None
    end_reason: str | None
    ended_by: str | None
    ended_at: datetime | None
    active: bool
    etag: str


class ConditionItem(ConditionAnswer, Revised):
    """A condition in a list."""


class ConditionPage(PageBody):
    """Conditions in the order of days, ended ones among them."""

    items: list[ConditionItem]


class ConditionRecordedAnswer(NewlyRevised):
    """The condition, and the forecast that sees it."""

    condition: ConditionAnswer
    forecast: ForecastAnswer


def condition_answer(one: ImmunizationCondition, words: Words, today: date) -> dict[str, Any]:
    """Write a condition as JSON, with its sentence."""
    text = words(one.fact)
    return {
        "condition_id": one.condition_id,
        "kind": one.kind,
        "code": one.code,
        "vi": text.vi,
        "en": text.en,
        "of": list(one.of),
        "since": one.since.isoformat(),
        "until": iso(one.until),
        "evidence": one.evidence,
        "recorded_at": one.recorded_at.isoformat(),
        "recorded_by": one.recorded_by,
        "unit_id": one.unit_id,
        "source_id": one.source_id,
        "ended_on": iso(one.ended_on),
        "end_reason": one.end_reason,
        "ended_by": one.ended_by,
        "ended_at": iso(one.ended_at),
        "active": one.ended_on is None and one.fact.holds_on(today),
        "etag": etag(one.version),
    }


def recorded_answer(recorded: ConditionRecorded, words: Words) -> dict[str, Any]:
    """Write a new condition as the JSON that clients and receipts get."""
    return {
        "condition": condition_answer(recorded.condition, words, recorded.explained.forecast.on),
        "forecast": forecast_answer(recorded.explained),
    }
