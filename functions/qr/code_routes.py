"""Look up and bind codes."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.qr.schemas import BindBody, BoundAnswer, ScannedAnswer, bound_answer, scanned_answer
from handbook import bootstrap
from handbook.domain.access import Action
from handbook.domain.ids import HandbookId
from handbook.observability import count
from handbook.usecases.admit import admit
from handbook.usecases.bind_code import bind_code
from handbook.usecases.scan_code import scan_code
from handbook.web.actor import context_of
from handbook.web.answers import answer, once
from handbook.web.parameters import IdempotencyKey
from handbook.web.requests import receipt_of

router = APIGatewayRouter()
_TAG = ["qr"]


@router.get("/v1/qr/codes/<code>", summary="Look up a code", tags=_TAG)
def look_up(code: str) -> Response[ScannedAnswer]:
    """Say where a code leads. A health worker's unit may then see the handbook for a day; the family is shown so."""
    scanned = scan_code(
        code,
        context_of(router),
        codes=bootstrap.codes(),
        records=bootstrap.records(),
        keys=bootstrap.code_keys(),
    )
    count("code_scanned", scanned.state.value)
    return answer(200, scanned_answer(scanned))


@router.post("/v1/qr/codes/<code>/bind", summary="Bind a printed code", tags=_TAG, status_code=201)
def bind(code: str, body: Annotated[BindBody, Body()], idempotency_key: IdempotencyKey = None) -> Response[BoundAnswer]:
    """Bind a printed code to a handbook: book, card and app then lead to the same record."""
    context = context_of(router)
    receipt = receipt_of(router, context.actor.id, context.now, bound_answer)
    result = once(
        receipt,
        BoundAnswer,
        lambda: bind_code(
            code,
            HandbookId(body.handbook_id),
            context,
            receipt,
            codes=bootstrap.codes(),
            records=bootstrap.records(),
            keys=bootstrap.code_keys(),
        ),
        permit=lambda: admit(context, Action.BIND_CODE, HandbookId(body.handbook_id), bootstrap.records()),
    )
    count("code_bound")
    return answer(201, result)
