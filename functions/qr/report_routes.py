"""What vendors and receiving units report about an order."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.qr.report_schemas import (
    ReceiptBody,
    ReportAnswer,
    ReportBody,
    ReportedAnswer,
    ReportPage,
    report_answer,
    reported_answer,
)
from handbook import bootstrap
from handbook.domain.batch_reports import ReportKind
from handbook.domain.ids import BatchId
from handbook.observability import Event, count, logger
from handbook.usecases.context import Context
from handbook.usecases.report_batch import ReportBatch, list_reports, report_batch
from handbook.web.actor import context_of
from handbook.web.answers import answer, once
from handbook.web.parameters import Cursor, IdempotencyKey, IfMatch, Limit
from handbook.web.requests import based_on_version, cursor_of, position_of, receipt_of

router = APIGatewayRouter()
_TAG = ["qr"]


@router.post("/v1/qr/batches/<batch_id>/reports", summary="Report on an order", tags=_TAG, status_code=201)
def report(
    batch_id: str,
    body: Annotated[ReportBody, Body()],
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response[ReportedAnswer]:
    """Report labels as printed, spoiled or shipped; the codes of spoiled ones become void."""
    command = ReportBatch(
        batch_id=BatchId(batch_id),
        kind=ReportKind(body.kind),
        quantity=body.quantity,
        based_on=based_on_version(router),
        runs=tuple((run.first_serial, run.last_serial) for run in body.ranges),
        codes=body.codes,
        replaces=body.replaces,
    )
    return _report(command, context_of(router))


@router.post("/v1/qr/batches/<batch_id>/receipt", summary="Confirm a delivery", tags=_TAG, status_code=201)
def receive(
    batch_id: str,
    body: Annotated[ReceiptBody, Body()],
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response[ReportedAnswer]:
    """Confirm how many labels arrived at the unit that they were ordered for."""
    command = ReportBatch(
        BatchId(batch_id), ReportKind.RECEIVED, body.quantity, based_on_version(router), replaces=body.replaces
    )
    return _report(command, context_of(router))


@router.get("/v1/qr/batches/<batch_id>/reports", summary="List reports on an order", tags=_TAG)
def list_some(batch_id: str, limit: Limit = 50, cursor: Cursor = None) -> Response[ReportPage]:
    """List what the vendor and the unit reported, oldest first; replaced reports stay in the list."""
    page = list_reports(BatchId(batch_id), context_of(router), limit, position_of(cursor), batches=bootstrap.batches())
    items = [ReportAnswer.model_validate(report_answer(one)) for one in page.items]
    return answer(200, ReportPage(items=items, next=cursor_of(page.next)))


def _report(command: ReportBatch, context: Context) -> Response[ReportedAnswer]:
    receipt = receipt_of(router, context.actor.id, context.now, reported_answer)
    result = once(
        receipt,
        ReportedAnswer,
        lambda: report_batch(
            command,
            context,
            receipt,
            batches=bootstrap.batches(),
            codes=bootstrap.codes(),
            keys=bootstrap.code_keys(),
            queue=bootstrap.batch_queue(),
        ),
    )
    count("batch_reported", reason=command.kind.value)
    if result.batch.numbers.alerts:
        kinds = [alert.kind for alert in result.batch.numbers.alerts]
        logger.warning(Event.BATCH_MISMATCH, batch_id=result.batch.batch_id, kinds=kinds)
        count("batch_mismatch")
    headers = {"Location": f"/v1/qr/batches/{result.batch.batch_id}/reports", "ETag": result.batch.etag}
    return answer(201, result, headers)
