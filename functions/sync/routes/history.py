"""The history of a paper book, in one call."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.sync.routes.batches import batch_of
from functions.sync.rows import CREATED, UNCHANGED, record_rows
from functions.sync.schemas.history import HistoryAnswer, HistoryBody
from functions.sync.schemas.rows import RowResult
from handbook import bootstrap
from handbook.domain.access import Action
from handbook.domain.ids import HandbookId
from handbook.observability import count
from handbook.usecases.admit import admit_reader
from handbook.usecases.context import Context
from handbook.usecases.judge_doses import explained
from handbook.usecases.recommend import forecast_of
from handbook.web.answers import answer
from handbook.web.forms.forecast import ForecastAnswer, forecast_answer

router = APIGatewayRouter()


@router.post("/v1/handbooks/<handbook_id>/history", summary="Copy a paper book's history", tags=["sync"])
def copy_one(handbook_id: str, body: Annotated[HistoryBody, Body()]) -> Response[HistoryAnswer]:
    """Record what stands in a paper book, row by row, and answer with what is due after it.

    The same pages sent again create nothing, with or without ids: a row without one is known by what it says.
    """
    batch = batch_of(router)
    rows = body.named_rows(handbook_id)
    results = record_rows(rows, batch)
    created = sum(one.status == CREATED for one in results)
    unchanged = sum(one.status == UNCHANGED for one in results)
    count("history_rows_copied", by=created)
    return answer(
        200,
        HistoryAnswer(
            items=[
                RowResult(id=own_id, status=one.status, problem=one.problem)
                for own_id, one in zip(body.ids(handbook_id), results, strict=True)
            ],
            created=created,
            unchanged=unchanged,
            failed=len(results) - created - unchanged,
            forecast=_forecast(HandbookId(handbook_id), batch.context),
        ),
    )


def _forecast(handbook_id: HandbookId, context: Context) -> ForecastAnswer | None:
    handbook = admit_reader(context, Action.READ_HANDBOOK, handbook_id, bootstrap.records(), bootstrap.audit_log())
    if handbook.child is None:
        return None
    schedule = bootstrap.child_schedule()
    found = explained(handbook, schedule, forecast_of(handbook, schedule, context.today))
    return ForecastAnswer.model_validate(forecast_answer(found))
