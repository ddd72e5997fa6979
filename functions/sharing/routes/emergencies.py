"""Breaking the glass: a handbook is opened in an emergency by what is in hand."""

from collections.abc import Iterable
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.sharing.schemas.grants import BreakGlassBody, GrantAnswer, grant_answer
from handbook import bootstrap
from handbook.bootstrap.granting import grants
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.observability import count
from handbook.usecases.break_glass import GlassTools, break_glass
from handbook.usecases.search_handbooks import ByCode, ByIdentifier, ByPhone, of_code, of_identifier, of_phone
from handbook.web.actor import context_of
from handbook.web.answers import answer, once
from handbook.web.parameters import IdempotencyKey
from handbook.web.requests import receipt_of

router = APIGatewayRouter()


@router.post("/v1/handbooks/break-glass", summary="Open a handbook in an emergency", tags=["sharing"], status_code=201)
def open_one(body: Annotated[BreakGlassBody, Body()], idempotency_key: IdempotencyKey = None) -> Response[GrantAnswer]:
    """Open a handbook for four hours and for yourself alone; the family is told, and reads the reason."""
    context = context_of(router)
    receipt = receipt_of(
        router,
        context.actor.id,
        context.now,
        lambda on: grant_answer(on.record, on.record.state(on.handbook, context.now)),
    )
    emergency = body.emergency()
    tools = GlassTools(bootstrap.records(), grants(), bootstrap.sign_ins(), bootstrap.audit_log(), bootstrap.new_id)
    result = once(
        receipt,
        GrantAnswer,
        lambda: break_glass(emergency, _found(emergency.sought), context, receipt, tools),
    )
    count("glass_broken", result.purpose)
    return answer(201, result, {"ETag": result.etag})


def _found(sought: ByCode | ByIdentifier | ByPhone) -> Iterable[Handbook | HandbookId]:
    # A generator: nothing is read before the attempt was counted.
    match sought:
        case ByCode():
            yield from of_code(sought, bootstrap.codes(), bootstrap.code_keys())
        case ByIdentifier():
            yield from of_identifier(sought, bootstrap.identifiers())
        case ByPhone():
            yield from of_phone(sought.phone, bootstrap.records(), bootstrap.directory(), bootstrap.phone_vault().index)
