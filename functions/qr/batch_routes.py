"""Order printed codes, follow an order, and fetch its files."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.qr.batch_schemas import (
    BatchAnswer,
    BatchPage,
    FileAnswer,
    FileList,
    LayoutList,
    OrderBody,
    VendorPage,
    batch_answer,
    layout_answer,
    vendor_answer,
)
from handbook import bootstrap
from handbook.domain.access import Action
from handbook.domain.batch_states import BatchEvent
from handbook.domain.ids import BatchId, UnitId
from handbook.domain.orders import Batch
from handbook.domain.receipts import Answer
from handbook.domain.reconciliation import reconcile
from handbook.observability import count
from handbook.usecases.choose_layout import choose_layout
from handbook.usecases.count_batch import CountedBatch, count_batch, count_batches
from handbook.usecases.end_batch import end_batch
from handbook.usecases.fetch_files import fetch_files
from handbook.usecases.list_batches import list_batches
from handbook.usecases.list_layouts import list_layouts
from handbook.usecases.list_vendors import list_vendors
from handbook.usecases.order_batch import OrderBatch, order_batch
from handbook.usecases.read_batch import read_batch
from handbook.web.actor import context_of
from handbook.web.answers import answer, once
from handbook.web.parameters import Cursor, IdempotencyKey, IfMatch, Limit
from handbook.web.requests import based_on_version, cursor_of, position_of, receipt_of

router = APIGatewayRouter()
_TAG = ["qr"]


@router.get("/v1/qr/vendors", summary="List print vendors", tags=_TAG)
def vendors(limit: Limit = 50, cursor: Cursor = None) -> Response[VendorPage]:
    """List the print vendors that can be given an order, with the accounts that fetch its files."""
    page = list_vendors(context_of(router), limit, position_of(cursor), directory=bootstrap.directory())
    return answer(200, VendorPage(items=[vendor_answer(one) for one in page.items], next=cursor_of(page.next)))


@router.get("/v1/qr/layouts", summary="List label layouts", tags=_TAG)
def layouts() -> Response[LayoutList]:
    """List the layouts that an order can name; an order may also give one in full."""
    return answer(200, LayoutList(items=[layout_answer(one) for one in list_layouts(context_of(router))]))


@router.post("/v1/qr/batches", summary="Order printed codes", tags=_TAG, status_code=201)
def order(body: Annotated[OrderBody, Body()], idempotency_key: IdempotencyKey = None) -> Response[BatchAnswer]:
    """Order codes for a unit from a vendor; the sheets are made in the background."""
    context = context_of(router)
    receipt = receipt_of(router, context.actor.id, context.now, _ordered)
    layout_id, layout = choose_layout(body.layout_id, body.layout.model_dump() if body.layout else None)
    command = OrderBatch(
        UnitId(body.vendor_id), UnitId(body.unit_id), body.quantity, body.due_on, layout_id, layout, body.with_svg
    )
    result = once(
        receipt,
        BatchAnswer,
        lambda: order_batch(
            command,
            context,
            receipt,
            batches=bootstrap.batches(),
            codes=bootstrap.codes(),
            keys=bootstrap.code_keys(),
            directory=bootstrap.directory(),
            queue=bootstrap.batch_queue(),
            new_id=bootstrap.new_id,
        ),
    )
    count("batch_ordered")
    return answer(201, result, {"Location": f"/v1/qr/batches/{result.batch_id}", "ETag": result.etag})


@router.get("/v1/qr/batches", summary="List orders", tags=_TAG)
def list_some(limit: Limit = 50, cursor: Cursor = None) -> Response[BatchPage]:
    """List the orders of the actor's unit, newest first: a vendor's to print, a manager's own, a unit's to receive."""
    context = context_of(router)
    page = list_batches(context, limit, position_of(cursor), batches=bootstrap.batches())
    counted = count_batches(page.items, context.now, batches=bootstrap.batches())
    items = [BatchAnswer.model_validate(batch_answer(one)) for one in counted]
    return answer(200, BatchPage(items=items, next=cursor_of(page.next)))


@router.get("/v1/qr/batches/<batch_id>", summary="Read an order", tags=_TAG)
def read_one(batch_id: str) -> Response[BatchAnswer]:
    """Read an order with its progress, its numbers side by side, and what does not add up."""
    context = context_of(router)
    batch = read_batch(BatchId(batch_id), Action.READ_BATCH, context, batches=bootstrap.batches())
    shown = BatchAnswer.model_validate(batch_answer(count_batch(batch, context.now, batches=bootstrap.batches())))
    return answer(200, shown, {"ETag": shown.etag})


@router.post("/v1/qr/batches/<batch_id>/cancel", summary="Cancel an order", tags=_TAG)
def cancel(batch_id: str, if_match: IfMatch = None, idempotency_key: IdempotencyKey = None) -> Response[BatchAnswer]:
    """Cancel an order until its labels are shipped: its codes become void and its files are not given out any more."""
    return _end(BatchId(batch_id), BatchEvent.CANCELLED)


@router.post("/v1/qr/batches/<batch_id>/close", summary="Close an order", tags=_TAG)
def close(batch_id: str, if_match: IfMatch = None, idempotency_key: IdempotencyKey = None) -> Response[BatchAnswer]:
    """Close an order that was shipped: nothing more is reported, and what does not add up stays written with it."""
    return _end(BatchId(batch_id), BatchEvent.CLOSED)


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


def _ordered(batch: Batch) -> Answer:
    return batch_answer(CountedBatch(batch, reconcile(batch, 0, batch.ordered_at)))


def _end(batch_id: BatchId, event: BatchEvent) -> Response[BatchAnswer]:
    context, based_on = context_of(router), based_on_version(router)
    receipt = receipt_of(router, context.actor.id, context.now, batch_answer)
    result = once(
        receipt,
        BatchAnswer,
        lambda: end_batch(
            batch_id,
            event,
            based_on,
            context,
            receipt,
            batches=bootstrap.batches(),
            codes=bootstrap.codes(),
            queue=bootstrap.batch_queue(),
        ),
    )
    count("batch_ended", reason=event.value)
    return answer(200, result, {"ETag": result.etag})
