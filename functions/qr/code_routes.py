"""Look up, bind, replace and void codes, one by one."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.qr.code_schemas import (
    BindBody,
    BoundAnswer,
    CarriersAnswer,
    ReplaceBody,
    ScannedAnswer,
    VoidBody,
    bound_answer,
    carriers_answer,
    scanned_answer,
)
from handbook import bootstrap
from handbook.domain.access import Action
from handbook.domain.codes import Reason
from handbook.domain.ids import HandbookId
from handbook.observability import count
from handbook.usecases.admit import admit, admit_reader
from handbook.usecases.bind_code import bind_code
from handbook.usecases.replace_code import ReplaceCode, replace_code
from handbook.usecases.scan_code import scan_code
from handbook.usecases.void_code import handbook_of, void_code
from handbook.web.actor import context_of
from handbook.web.answers import answer, once
from handbook.web.parameters import IdempotencyKey
from handbook.web.requests import receipt_of

router = APIGatewayRouter()
_TAG = ["qr"]


@router.get("/v1/qr/codes/<code>", summary="Look up a code", tags=_TAG)
def look_up(code: str) -> Response[ScannedAnswer]:
    """Say where a code leads. A health worker's unit may then see the handbook for a day; the family is shown so.

    A void or replaced code opens nothing; staff learn what it is.
    """
    scanned = scan_code(
        code,
        context_of(router),
        codes=bootstrap.codes(),
        records=bootstrap.records(),
        keys=bootstrap.code_keys(),
        audit=bootstrap.audit_log(),
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
            audit=bootstrap.audit_log(),
        ),
        permit=lambda: admit(context, Action.BIND_CODE, HandbookId(body.handbook_id), bootstrap.records()),
    )
    count("code_bound")
    return answer(201, result)


@router.post("/v1/qr/codes/<code>/void", summary="Void a carrier", tags=_TAG)
def void(
    code: str, body: Annotated[VoidBody, Body()], idempotency_key: IdempotencyKey = None
) -> Response[CarriersAnswer]:
    """Make a bound code lead nowhere: the book is lost, the card is torn. The handbook and its other codes stay."""
    context = context_of(router)
    receipt = receipt_of(router, context.actor.id, context.now, carriers_answer)
    codes, records, keys = bootstrap.codes(), bootstrap.records(), bootstrap.code_keys()
    result = once(
        receipt,
        CarriersAnswer,
        lambda: void_code(
            code,
            Reason(body.reason),
            context,
            receipt,
            codes=codes,
            records=records,
            keys=keys,
            audit=bootstrap.audit_log(),
        ),
        permit=lambda: admit(context, Action.VOID_CODE, handbook_of(code, codes, keys), records),
    )
    count("code_voided", body.reason)
    return answer(200, result)


@router.get("/v1/handbooks/<handbook_id>/codes", summary="Codes of a handbook", tags=_TAG)
def list_codes(handbook_id: str) -> Response[CarriersAnswer]:
    """List every code that leads or led to the handbook: its own one first, then books and cards."""
    handbook = admit_reader(
        context_of(router),
        Action.READ_CODES,
        HandbookId(handbook_id),
        bootstrap.records(),
        bootstrap.audit_log(),
    )
    return answer(200, CarriersAnswer.model_validate(carriers_answer(handbook)))


@router.post("/v1/handbooks/<handbook_id>/codes/replace", summary="Replace a carrier", tags=_TAG, status_code=201)
def replace(
    handbook_id: str, body: Annotated[ReplaceBody, Body()], idempotency_key: IdempotencyKey = None
) -> Response[CarriersAnswer]:
    """Put another code in the place of one that is lost, damaged or stolen: the old one leads nowhere from then on."""
    context = context_of(router)
    receipt = receipt_of(router, context.actor.id, context.now, carriers_answer)
    command = ReplaceCode(body.old_code, Reason(body.reason), body.new_code)
    result = once(
        receipt,
        CarriersAnswer,
        lambda: replace_code(
            command,
            HandbookId(handbook_id),
            context,
            receipt,
            codes=bootstrap.codes(),
            records=bootstrap.records(),
            keys=bootstrap.code_keys(),
        ),
        permit=lambda: admit(context, Action.REPLACE_CODE, HandbookId(handbook_id), bootstrap.records()),
    )
    count("code_replaced", body.reason)
    return answer(201, result)
