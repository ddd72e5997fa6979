"""Open, list and read disputes."""

from functools import partial
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.corrections.schemas.disputes import DisputeAnswer, DisputeBody, DisputePage, dispute_answer
from handbook import bootstrap
from handbook.domain.access import Action, Ground
from handbook.domain.disputes import Dispute, DisputeId
from handbook.domain.errors import IdTakenError
from handbook.domain.ids import CommuneCode, HandbookId
from handbook.domain.mothers import adopted_at
from handbook.domain.mothers_part import is_of_old_family
from handbook.domain.receipts import Receipt
from handbook.observability import count
from handbook.usecases.admit import admit, admit_reader
from handbook.usecases.context import Context
from handbook.usecases.list_disputes import list_disputes
from handbook.usecases.open_dispute import OpenDispute, open_dispute
from handbook.usecases.step_dispute import DisputeTools, admitted
from handbook.web.actor import context_of
from handbook.web.answers import answer, once
from handbook.web.parameters import Cursor, IdempotencyKey, Limit
from handbook.web.requests import cursor_of, position_of, receipt_of

router = APIGatewayRouter()
_TAG = ["corrections"]
_PATH = "/v1/handbooks/<handbook_id>/disputes"


@router.post(_PATH, summary="Dispute what is recorded", tags=_TAG, status_code=201)
def open_one(
    handbook_id: str, body: Annotated[DisputeBody, Body()], idempotency_key: IdempotencyKey = None
) -> Response[DisputeAnswer]:
    """Say as the family that something is wrong or missing; who is to answer gets it with the terms of the law."""
    context, book = context_of(router), HandbookId(handbook_id)

    def render(dispute: Dispute) -> dict[str, object]:
        return dispute_answer(dispute, context.today)

    receipt = receipt_of(router, context.actor.id, context.now, render, body.named("dispute"))
    permit = partial(admit, context, Action.OPEN_DISPUTE, book, bootstrap.records())
    try:
        result = once(receipt, DisputeAnswer, lambda: _opened(book, body.command(), context, receipt), permit=permit)
    except IdTakenError as error:
        if isinstance(error.kept, Dispute):
            error.kept = {"kind": "dispute", "id": error.kept.dispute_id, "data": render(error.kept)}
        raise
    count("dispute_opened", result.kind)
    return answer(201, result, {"ETag": result.etag, "Location": f"/v1/handbooks/{book}/disputes/{result.dispute_id}"})


def _opened(book: HandbookId, command: OpenDispute, context: Context, receipt: Receipt) -> Dispute:
    return open_dispute(
        book,
        command,
        context,
        receipt,
        records=bootstrap.records(),
        disputes=bootstrap.disputes(),
        directory=bootstrap.directory(),
        new_id=bootstrap.new_id,
    )


@router.get(_PATH, summary="List a handbook's disputes", tags=_TAG)
def list_some(handbook_id: str, limit: Limit = 50, cursor: Cursor = None) -> Response[DisputePage]:
    """List the disputes of a handbook, those that ended among them."""
    context, book = context_of(router), HandbookId(handbook_id)
    handbook = admit_reader(context, Action.READ_HANDBOOK, book, bootstrap.records(), bootstrap.audit_log())
    page = bootstrap.disputes().of_handbook(handbook.partitions, limit, position_of(cursor))
    since = adopted_at(handbook) if context.actor.is_family else None
    shown = [one for one in page.items if not is_of_old_family(one, since)]
    items = [DisputeAnswer.model_validate(dispute_answer(one, context.today)) for one in shown]
    return answer(200, DisputePage(items=items, next=cursor_of(page.next)))


@router.get(f"{_PATH}/<dispute_id>", summary="Read a dispute", tags=_TAG)
def read_one(handbook_id: str, dispute_id: str) -> Response[DisputeAnswer]:
    """Read a dispute with every step, as the family, as staff of the area, or as who is to answer it."""
    context, tools = context_of(router), dispute_tools()
    action = Action.READ_HANDBOOK
    handbook, dispute, ground = admitted(context, action, HandbookId(handbook_id), DisputeId(dispute_id), tools)
    if ground is not Ground.GUARDIAN:
        bootstrap.audit_log().record(context.audit(action, ground, handbook.handbook_id))
    shown = DisputeAnswer.model_validate(dispute_answer(dispute, context.today))
    return answer(200, shown, {"ETag": shown.etag})


@router.get("/v1/disputes", summary="List the disputes to answer", tags=_TAG)
def list_mine(
    limit: Limit = 50, cursor: Cursor = None, commune_code: Annotated[str | None, Query(pattern=r"^[0-9]{5}$")] = None
) -> Response[DisputePage]:
    """List the open disputes that the unit is to answer, or those of a commune of its area; what is overdue first."""
    context = context_of(router)
    page = list_disputes(
        context,
        CommuneCode(commune_code) if commune_code else None,
        limit,
        position_of(cursor),
        disputes=bootstrap.disputes(),
        audit=bootstrap.audit_log(),
    )
    items = [DisputeAnswer.model_validate(dispute_answer(one, context.today)) for one in page.items]
    return answer(200, DisputePage(items=items, next=cursor_of(page.next)))


def dispute_tools() -> DisputeTools:
    """Give what handling disputes needs of the world."""
    return DisputeTools(bootstrap.records(), bootstrap.disputes(), bootstrap.directory())
