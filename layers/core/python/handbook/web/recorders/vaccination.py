"""Conditions and screenings before vaccination."""

from collections.abc import Mapping
from typing import Any

from handbook import bootstrap
from handbook.domain.access import Action
from handbook.domain.conditions import ImmunizationCondition
from handbook.domain.ids import HandbookId
from handbook.domain.receipts import Answer, Receipt
from handbook.domain.screening import Screening
from handbook.domain.standing import words_of
from handbook.usecases.context import Context
from handbook.usecases.record_condition import ConditionRecorded, action_for, record_condition
from handbook.usecases.record_screening import ScreeningRecorded, record_screening
from handbook.web.forms import conditions, screenings
from handbook.web.recorders.recorder import Recorder
from handbook.web.schemas import iso

_HOW_IT_WAS_FOUND = ("screened_on", "answers", "temperature_c", "weight_g", "anaphylaxis_products")
_DATES = ("immunoglobulin_on", "corticosteroid_ended_on", "recheck_on")


def _condition(
    book: HandbookId, body: conditions.NewConditionBody, context: Context, receipt: Receipt
) -> ConditionRecorded:
    return record_condition(
        book,
        body.command(),
        context,
        receipt,
        records=bootstrap.records(),
        schedule=bootstrap.child_schedule(),
        new_id=bootstrap.new_id,
    )


def _screening(
    book: HandbookId, body: screenings.NewScreeningBody, context: Context, receipt: Receipt
) -> ScreeningRecorded:
    return record_screening(
        book,
        body.facts(context.today),
        context,
        receipt,
        keep_conditions=body.record_conditions,
        records=bootstrap.records(),
        schedule=bootstrap.child_schedule(),
        new_id=bootstrap.new_id,
    )


def _standing(entry: ImmunizationCondition) -> Answer:
    return {
        "kind": entry.kind,
        "code": entry.code,
        "of": list(entry.of),
        "since": entry.since.isoformat(),
        "until": iso(entry.until),
        "evidence": entry.evidence,
        "ended_on": iso(entry.ended_on),
        "end_reason": entry.end_reason,
    }


def _asked(entry: Screening) -> Answer:
    said = screenings.screening_answer(entry)
    return {name: said[name] for name in (*_HOW_IT_WAS_FOUND, *_DATES)}


CONDITION = Recorder(
    "condition",
    ImmunizationCondition,
    conditions.NewConditionBody,
    lambda body: action_for(body.kind),
    _condition,
    lambda recorded: conditions.recorded_answer(recorded, words_of(bootstrap.child_schedule())),
    _standing,
)
SCREENING = Recorder(
    "screening",
    Screening,
    screenings.NewScreeningBody,
    lambda _: Action.RECORD_SCREENING,
    _screening,
    lambda recorded: screenings.recorded_answer(recorded, words_of(bootstrap.child_schedule())),
    _asked,
)
RECORDERS: Mapping[str, Recorder[Any]] = {one.kind: one for one in (CONDITION, SCREENING)}
