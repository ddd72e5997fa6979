"""What life brings to a handbook: ends, adoptions, moves, and all of it in order."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from handbook import bootstrap
from handbook.domain.access import Action
from handbook.domain.ids import HandbookId
from handbook.domain.mothers import sees_mother
from handbook.observability import count
from handbook.usecases.admit import admit
from handbook.usecases.see_codes import sees_codes
from handbook.web.actor import context_of
from handbook.web.answers import answer, once
from handbook.web.forms.life import (
    LifeBody,
    LifeEventAnswer,
    LifePage,
    LifeRecordedAnswer,
    events_answer,
    recorded_answer,
)
from handbook.web.parameters import IdempotencyKey, IfMatch
from handbook.web.requests import based_on_version, receipt_of

router = APIGatewayRouter()
_PATH = "/v1/handbooks/<handbook_id>/status"
_TAG = ["life"]


@router.post(_PATH, summary="Record an end, an adoption or a move", tags=_TAG, status_code=201)
def record_one(
    handbook_id: str,
    body: Annotated[LifeBody, Body()],
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> Response[LifeRecordedAnswer]:
    """Record what happened to mother or child, based on the version in If-Match; nothing is ever deleted."""
    context, book, based_on = context_of(router), HandbookId(handbook_id), based_on_version(router)
    receipt = receipt_of(
        router,
        context.actor.id,
        context.now,
        lambda done: recorded_answer(done, context.today, codes_shown=sees_codes(context, done.handbook)),
        body.named("life"),
    )
    command = body.command()
    from handbook.usecases.record_life import record_life  # noqa: PLC0415 - alerts and the schedule

    result = once(
        receipt,
        LifeRecordedAnswer,
        lambda: record_life(
            book,
            command,
            based_on,
            context,
            receipt,
            records=bootstrap.records(),
            directory=bootstrap.directory(),
            schedule=bootstrap.child_schedule(),
            index_of=bootstrap.phone_vault().index,
            new_id=bootstrap.new_id,
        ),
        permit=lambda: admit(context, Action.READ_HANDBOOK, book, bootstrap.records()),
    )
    count("life_recorded", command.happening.value)
    return answer(201, result, {"ETag": result.handbook.etag})


@router.get(_PATH, summary="What happened to a handbook", tags=_TAG)
def list_all(handbook_id: str) -> Response[LifePage]:
    """List the events of a handbook in the order in which they were recorded, those taken back among them."""
    from handbook.usecases.read_life import read_life  # noqa: PLC0415

    context = context_of(router)
    handbook, events = read_life(
        HandbookId(handbook_id), context, records=bootstrap.records(), audit=bootstrap.audit_log()
    )
    shown = sees_mother(context.actor, handbook)
    items = [LifeEventAnswer.model_validate(one) for one in events_answer(events, handbook, mother_shown=shown)]
    return answer(200, LifePage(items=items))
