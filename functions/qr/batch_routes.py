"""Order printed codes and fetch their sheets."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.qr.schemas import BatchAnswer, BatchPage, FileAnswer, FileList, OrderBody, batch_answer
from handbook import bootstrap
from handbook.domain.access import Action
from handbook.domain.ids import BatchId, UnitId
from handbook.observability import count
from handbook.usecases.fetch_files import fetch_files
from handbook.usecases.list_batches import list_batches
from handbook.usecases.order_batch import OrderBatch, order_batch
from handbook.usecases.read_batch import read_batch
from handbook.web.actor import context_of
from handbook.web.answers import answer, once
from handbook.web.parameters import Cursor, IdempotencyKey, Limit
from handbook.web.requests import cursor_of, position_of, receipt_of

router = APIGatewayRouter()
_TAG = ["qr"]


@router.post("/v1/qr/batches", summary="Order printed codes", tags=_TAG, status_code=201)
def order(body: Annotated[OrderBody, Body()], idempotency_key: IdempotencyKey = None) -> Response[BatchAnswer]:
    """Order codes for a unit from a vendor; the sheets are made in the background."""
    context = context_of(router)
    receipt = receipt_of(router, context.actor.id, context.now, batch_answer)
    command = OrderBatch(UnitId(body.vendor_id), UnitId(body.unit_id), body.quantity, body.due_on)
    result = once(
        receipt,
        BatchAnswer,
        lambda: order_batch(
            command,
            context,
            receipt,
            batches=bootstrap.batches(),
            codes=bootstrap.codes(),
            directory=bootstrap.directory(),
            queue=bootstrap.batch_queue(),
            new_id=bootstrap.new_id,
        ),
    )
    count("batch_ordered")
    return answer(201, result, {"Location": f"/v1/qr/batches/{result.batch_id}"})


@router.get("/v1/qr/batches", summary="List orders", tags=_TAG)
def list_some(limit: Limit = 50, cursor: Cursor = None) -> Response[BatchPage]:
    """List the orders of the actor's unit, newest first: a vendor's to print, a manager's own."""
    page = list_batches(context_of(router), limit, position_of(cursor), batches=bootstrap.batches())
    items = [BatchAnswer.model_validate(batch_answer(batch)) for batch in page.items]
    return answer(200, BatchPage(items=items, next=cursor_of(page.next)))


@router.get("/v1/qr/batches/<batch_id>", summary="Read an order", tags=_TAG)
def read_one(batch_id: str) -> Response[BatchAnswer]:
    """Read an order with its progress."""
    batch = read_batch(BatchId(batch_id), Action.READ_BATCH, context_of(router), batches=bootstrap.batches())
    return answer(200, BatchAnswer.model_validate(batch_answer(batch)))


@router.get("/v1/qr/batches/<batch_id>/files", summary="Links to the sheets", tags=_TAG)
def list_files(batch_id: str) -> Response[FileList]:
    """Give the vendor links to the finished files; each issue is written down."""
    links = fetch_files(BatchId(batch_id), context_of(router), batches=bootstrap.batches(), files=bootstrap.files())
    items = [
        FileAnswer(
            name=link.file.name,
            content_type=link.file.content_type,
            size_bytes=link.file.size_bytes,
            sha256=link.file.sha256,
            codes=link.file.codes,
            url=link.url,
            expires_in_seconds=link.expires_in_seconds,
        )
        for link in links
    ]
    count("links_issued", by=len(items))
    return answer(200, FileList(items=items))
