"""Record, list and end what stands between a child and a vaccine."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from handbook import bootstrap
from handbook.domain.access import Action
from handbook.domain.conditions import ImmunizationCondition
from handbook.domain.ids import ConditionId, HandbookId
from handbook.domain.standing import Words, words_of
from handbook.observability import count
from handbook.usecases.admit import admit_reader
from handbook.usecases.end_condition import end_condition
from handbook.web.actor import context_of
from handbook.web.answers import answer
from handbook.web.forms.conditions import (
    ConditionAnswer,
    ConditionEndBody,
    ConditionItem,
    ConditionPage,
    ConditionRecordedAnswer,
    NewConditionBody,
    condition_answer,
)
from handbook.web.forms.revisions import listed
from handbook.web.parameters import Cursor, IdempotencyKey, IfMatch, Limit
from handbook.web.recorders import recorder_of
from handbook.web.recorders.recorder import record_once
from handbook.web.requests import based_on_version, cursor_of, position_of

router = APIGatewayRouter()
_TAG = ["health"]
_PATH = "/v1/handbooks/<handbook_id>/immunization-conditions"


@router.post(_PATH, summary="Record a condition", tags=_TAG, status_code=201)
def record_one(
    handbook_id: str, body: Annotated[NewConditionBody, Body()], idempotency_key: IdempotencyKey = None
) -> Response[ConditionRecordedAnswer]:
    """Record a contraindication, an immunity (staff) or a refusal (family or staff); every forecast sees it."""
    result = record_once(router, recorder_of("condition"), handbook_id, body, ConditionRecordedAnswer)
    count("condition_recorded")
    return answer(201, result, {"ETag": result.condition.etag})


@router.get(_PATH, summary="List conditions", tags=_TAG)
def list_some(handbook_id: str, limit: Limit = 50, cursor: Cursor = None) -> Response[ConditionPage]:
    """List conditions in the order of days, those that ended among them."""
    book, context, records = HandbookId(handbook_id), context_of(router), bootstrap.records()
    admit_reader(context, Action.READ_HANDBOOK, book, records, bootstrap.audit_log())
    page, words = records.entries(ImmunizationCondition, book, limit, position_of(cursor)), _words()
    items = [listed(ConditionItem, one, condition_answer(one.entry, words, context.today)) for one in page.items]
    return answer(200, ConditionPage(items=items, next=cursor_of(page.next)))


@router.patch(f"{_PATH}/<condition_id>", summary="End a condition", tags=_TAG)
def end_one(
    handbook_id: str, condition_id: str, body: Annotated[ConditionEndBody, Body()], if_match: IfMatch = None
) -> Response[ConditionAnswer]:
    """End a condition with its day and reason, based on the version in If-Match; what it was stays."""
    context = context_of(router)
    ended = end_condition(
        HandbookId(handbook_id),
        ConditionId(condition_id),
        body.command(based_on_version(router)),
        context,
        records=bootstrap.records(),
        schedule=bootstrap.child_schedule(),
    )
    shown = ConditionAnswer.model_validate(condition_answer(ended, _words(), context.today))
    return answer(200, shown, {"ETag": shown.etag})


def _words() -> Words:
    return words_of(bootstrap.child_schedule())
