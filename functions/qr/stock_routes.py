"""What managers say of runs of unused codes."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.qr.code_schemas import (
    AllocationAnswer,
    AllocationBody,
    RunVoidAnswer,
    RunVoidBody,
    allocation_answer,
    run_void_answer,
)
from handbook import bootstrap
from handbook.domain.codes import Reason
from handbook.domain.ids import UnitId
from handbook.observability import count
from handbook.usecases.allocate_codes import allocate_codes
from handbook.usecases.void_codes import void_codes
from handbook.web.actor import context_of
from handbook.web.answers import answer, once
from handbook.web.parameters import IdempotencyKey
from handbook.web.requests import receipt_of

router = APIGatewayRouter()
_TAG = ["qr"]


@router.post("/v1/qr/allocations", summary="Hand codes to a unit", tags=_TAG, status_code=201)
def allocate(
    body: Annotated[AllocationBody, Body()], idempotency_key: IdempotencyKey = None
) -> Response[AllocationAnswer]:
    """State that a unit has a run of unused codes. Said anew of the same codes, the later statement holds."""
    context = context_of(router)
    receipt = receipt_of(router, context.actor.id, context.now, allocation_answer)
    result = once(
        receipt,
        AllocationAnswer,
        lambda: allocate_codes(
            body.named(),
            UnitId(body.unit_id),
            context,
            receipt,
            codes=bootstrap.codes(),
            batches=bootstrap.batches(),
            directory=bootstrap.directory(),
            keys=bootstrap.code_keys(),
        ),
    )
    count("codes_allocated", by=result.allocated)
    return answer(201, result)


@router.post("/v1/qr/voids", summary="Void codes by run", tags=_TAG, status_code=201)
def void(body: Annotated[RunVoidBody, Body()], idempotency_key: IdempotencyKey = None) -> Response[RunVoidAnswer]:
    """Make unused codes void. Codes that were bound are named and lead on: they are voided one by one."""
    context = context_of(router)
    receipt = receipt_of(router, context.actor.id, context.now, run_void_answer)
    result = once(
        receipt,
        RunVoidAnswer,
        lambda: void_codes(
            body.named(),
            Reason(body.reason),
            context,
            receipt,
            codes=bootstrap.codes(),
            batches=bootstrap.batches(),
            keys=bootstrap.code_keys(),
        ),
    )
    count("codes_voided", by=result.void)
    return answer(201, result)
