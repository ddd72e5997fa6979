"""What a change of vaccination days comes to, before it is made and after."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.reminders.schemas.moves import MoveAnswer, move_answer
from functions.reminders.schemas.sessions import SessionPatch
from handbook import bootstrap
from handbook.domain.access import Action
from handbook.domain.errors import NotFoundError
from handbook.domain.ids import LONGEST_ID, UnitId
from handbook.domain.reforecast import JobId
from handbook.domain.sessions.plans import SessionId
from handbook.usecases.move_sessions import move_of, start_move
from handbook.usecases.plan_sessions import edited, permit
from handbook.usecases.reforecast import report_reforecast
from handbook.web.actor import context_of
from handbook.web.answers import answer
from handbook.web.parameters import IfMatch
from handbook.web.requests import based_on_version

router = APIGatewayRouter()
_TAG = ["units"]


@router.post(
    "/v1/units/<unit_id>/sessions/<session_id>/moves", summary="What a change would come to", tags=_TAG, status_code=202
)
def try_one(
    unit_id: str, session_id: str, body: Annotated[SessionPatch, Body()], if_match: IfMatch = None
) -> Response[MoveAnswer]:
    """Count, without changing anything, how many families a change of vaccination days would have to be told to."""
    context, based_on, days = context_of(router), based_on_version(router), bootstrap.vaccination_days()
    tools: dict[str, Any] = {"sessions": days, "directory": bootstrap.directory()}
    _, after = edited(UnitId(unit_id), SessionId(session_id), body.edit, based_on, context, **tools)
    jobs = bootstrap.reforecasts()
    job = start_move(
        move_of(days.of_commune(after.commune_code), after),
        context,
        applies=False,
        jobs=jobs,
        queue=bootstrap.reforecast_queue(),
        new_id=bootstrap.new_id,
    )
    return answer(202, move_answer(report_reforecast(job.job_id, jobs=jobs)))


@router.get("/v1/units/<unit_id>/session-moves/<move_id>", summary="How many are to be told", tags=_TAG)
def show_one(unit_id: str, move_id: str) -> Response[MoveAnswer]:
    """Say how far the counting is, and what it has found: numbers only, of no child."""
    communes = permit(UnitId(unit_id), Action.PLAN_SESSIONS, context_of(router), bootstrap.directory())
    if len(move_id) > LONGEST_ID:
        raise NotFoundError
    report = report_reforecast(JobId(move_id), jobs=bootstrap.reforecasts())
    if report.job.move is None or report.job.move.commune_code not in communes:
        raise NotFoundError
    return answer(200, move_answer(report))
