"""Record the birth that a pregnancy was followed to."""

from functools import partial
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from handbook import bootstrap
from handbook.bootstrap import privacy
from handbook.domain.access import Action
from handbook.domain.ids import HandbookId
from handbook.observability import count
from handbook.usecases.admit import admit
from handbook.usecases.see_codes import sees_codes
from handbook.web.actor import context_of
from handbook.web.answers import answer, once
from handbook.web.forms.births import BirthBody, BirthRecordedAnswer, recorded_answer
from handbook.web.parameters import IdempotencyKey
from handbook.web.requests import receipt_of

router = APIGatewayRouter()


@router.post("/v1/handbooks/<handbook_id>/birth", summary="Record a birth", tags=["life"], status_code=201)
def record_one(
    handbook_id: str, body: Annotated[BirthBody, Body()], idempotency_key: IdempotencyKey = None
) -> Response[BirthRecordedAnswer]:
    """Turn a pregnancy into the handbooks of the children born alive; the first goes on under the same code."""
    context, book = context_of(router), HandbookId(handbook_id)
    receipt = receipt_of(
        router,
        context.actor.id,
        context.now,
        lambda born: recorded_answer(born, context.today, partial(sees_codes, context)),
        body.named("birth"),
    )
    command = body.command()
    from handbook.usecases.record_birth import record_birth  # noqa: PLC0415 - growth, alerts and the schedule

    result = once(
        receipt,
        BirthRecordedAnswer,
        lambda: record_birth(
            book,
            command,
            context,
            receipt,
            records=bootstrap.records(),
            codes=bootstrap.codes(),
            keys=bootstrap.code_keys(),
            schedule=bootstrap.child_schedule(),
            new_id=bootstrap.new_id,
            restricting=lambda places: privacy.data_requests().restricting(places),
        ),
        permit=lambda: admit(context, Action.RECORD_BIRTH, book, bootstrap.records()),
    )
    count("birth_recorded")
    return answer(201, result)
