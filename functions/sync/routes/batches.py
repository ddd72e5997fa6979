"""Batches of what was recorded without signal."""

from collections import Counter
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.sync.rows import CREATED, UNCHANGED, Batch, record_rows
from functions.sync.schemas.rows import RowResult, SyncAnswer, SyncBody, id_of, rows_of
from handbook.observability import count
from handbook.web.actor import context_of
from handbook.web.answers import answer
from handbook.web.requests import language_of

router = APIGatewayRouter()
TIME_FOR_A_ROW_MS = 4_000
"""What the slowest row may take with its retries; with less left, the rest of the batch is to be sent again."""


@router.post("/v1/sync", summary="Send what was recorded without signal", tags=["sync"])
def record_many(body: Annotated[SyncBody, Body()]) -> Response[SyncAnswer]:
    """Record up to fifty rows of any handbooks, each by the rules of its single route, and say what became of each.

    Rows may come in any order and any number of times; a refused row costs no other. No Idempotency-Key is needed:
    each row has an id of its own.
    """
    results = record_rows(rows_of(body.rows), batch_of(router))
    statuses = Counter(one.status for one in results)
    items = [
        RowResult(id=id_of(sent), status=one.status, problem=one.problem)
        for sent, one in zip(body.rows, results, strict=True)
    ]
    created, unchanged = statuses[CREATED], statuses[UNCHANGED]
    failed = len(items) - created - unchanged
    for name, rows in (("rows_created", created), ("rows_unchanged", unchanged), ("rows_failed", failed)):
        count(name, by=rows)
    return answer(200, SyncAnswer(items=items, created=created, unchanged=unchanged, failed=failed))


def batch_of(app: APIGatewayRouter) -> Batch:
    """Say who sends rows, and until when there is time."""
    remaining = app.lambda_context.get_remaining_time_in_millis
    return Batch(context_of(app), language_of(app), lambda: remaining() > TIME_FOR_A_ROW_MS)
