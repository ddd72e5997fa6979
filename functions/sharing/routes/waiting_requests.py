"""Which requests about personal data wait at a unit and below it."""

from datetime import timedelta
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.sharing.request_tools import request_tools
from functions.sharing.schemas.data_requests import WaitingPage, WaitingRequestAnswer, waiting_answer
from handbook import bootstrap
from handbook.domain.data_requests import DataRequest
from handbook.domain.ids import UnitId
from handbook.domain.request_access import lists
from handbook.usecases.list_data_requests import list_waiting
from handbook.usecases.step_data_request import is_of_ministry
from handbook.web.actor import context_of
from handbook.web.answers import answer
from handbook.web.parameters import Cursor, Limit
from handbook.web.requests import cursor_of, position_of
from handbook.web.schemas import Day

router = APIGatewayRouter()
Late = Annotated[bool, Query(description="Only what is late")]
DueBy = Annotated[Day | None, Query(description="Only what is due by this day, as tomorrow")]


@router.get("/v1/units/<unit_id>/data-requests", summary="List the requests that wait", tags=["data requests"])
def list_some(
    unit_id: str, late: Late = False, due_by: DueBy = None, limit: Limit = 50, cursor: Cursor = None
) -> Response[WaitingPage]:
    """List the open requests that a unit is to answer and those below it, what is due first at the head."""
    context, tools = context_of(router), request_tools()
    today = context.today
    until = today - timedelta(days=1) if late else due_by
    page = list_waiting(
        UnitId(unit_id), context, until, limit, position_of(cursor), tools=tools, audit=bootstrap.audit_log()
    )
    of_ministry = any(one.about.account_id for one in page.items) and is_of_ministry(context, tools)

    def own(one: DataRequest) -> bool:
        return of_ministry if one.about.account_id else lists(context.actor, one.about.commune_code)

    items = [WaitingRequestAnswer.model_validate(waiting_answer(one, today, own=own(one))) for one in page.items]
    return answer(200, WaitingPage(items=items, next=cursor_of(page.next)))
