"""A unit's vaccination days."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.reminders.schemas.sessions import (
    SessionAnswer,
    SessionBody,
    SessionPage,
    SessionPatch,
    session_answer,
)
from handbook import bootstrap
from handbook.domain.access import Action
from handbook.domain.ids import UnitId
from handbook.domain.sessions.plans import SessionId, SessionPlan
from handbook.observability import Event, count, logger
from handbook.usecases.context import Context
from handbook.usecases.move_sessions import move_of, moves_days, start_move, takes_soon
from handbook.usecases.plan_sessions import add_session, edited, find_session, list_sessions, permit
from handbook.web.actor import context_of
from handbook.web.answers import answer, nothing, once
from handbook.web.parameters import IdempotencyKey, IfMatch
from handbook.web.requests import based_on_version, language_of, receipt_of

router = APIGatewayRouter()
_PATH = "/v1/units/<unit_id>/sessions"
_ONE = f"{_PATH}/<session_id>"
_TAG = ["units"]
_COMMUNE_SECONDS = 600
"""Until then the families of a commune stand on today's run; whoever does not is found by tomorrow's."""


@router.get(_PATH, summary="Vaccination days of a unit", tags=_TAG)
def list_all(unit_id: str) -> Response[SessionPage]:
    """List the plans of a unit with their days in the next three months; families and staff may look."""
    context = context_of(router)
    plans = list_sessions(UnitId(unit_id), context, **_tools())
    return answer(200, SessionPage(items=[_shown(plan, context) for plan in plans]))


@router.post(_PATH, summary="Plan vaccination days", tags=_TAG, status_code=201)
def add_one(
    unit_id: str, body: Annotated[SessionBody, Body()], idempotency_key: IdempotencyKey = None
) -> Response[SessionAnswer]:
    """Plan vaccination days in one of the unit's communes; its own staff may."""
    context, unit = context_of(router), UnitId(unit_id)
    render = partial(session_answer, today=context.today, language=language_of(router))
    receipt = receipt_of(router, context.actor.id, context.now, render)
    plan = body.plan(unit, SessionId(bootstrap.new_id()), context.today)
    result = once(
        receipt,
        SessionAnswer,
        lambda: add_session(plan, context, receipt, **_tools()),
        permit=lambda: permit(unit, Action.PLAN_SESSIONS, context, bootstrap.directory()),
    )
    count("session_planned")
    return answer(201, result, {"ETag": result.etag})


@router.get(_ONE, summary="One plan of vaccination days", tags=_TAG)
def show_one(unit_id: str, session_id: str) -> Response[SessionAnswer]:
    """Give one plan with its version."""
    context = context_of(router)
    found = find_session(UnitId(unit_id), SessionId(session_id), Action.READ_SESSIONS, context, **_tools())
    return _tagged(found, context)


@router.patch(_ONE, summary="Change vaccination days", tags=_TAG)
def change_one(
    unit_id: str, session_id: str, body: Annotated[SessionPatch, Body()], if_match: IfMatch = None
) -> Response[SessionAnswer]:
    """Change, move or cancel vaccination days, based on the version in If-Match; messages name the new days at once."""
    context, based_on = context_of(router), based_on_version(router)
    _, after = edited(UnitId(unit_id), SessionId(session_id), body.edit, based_on, context, **_tools())
    saved = _save(after, context)
    logger.info(Event.SESSIONS_CHANGED, unit_id=unit_id, session_id=session_id, version=saved.version)
    return _tagged(saved, context)


@router.delete(_ONE, summary="End a plan of vaccination days", tags=_TAG, status_code=204)
def remove_one(unit_id: str, session_id: str, if_match: IfMatch = None) -> Response[str]:
    """Take a plan away, based on the version in If-Match; messages no longer name its days."""
    context, based_on = context_of(router), based_on_version(router)
    _, after = edited(UnitId(unit_id), SessionId(session_id), _taken_away, based_on, context, **_tools())
    _save(after, context)
    logger.info(Event.SESSIONS_CHANGED, unit_id=unit_id, session_id=session_id, version=after.version)
    return nothing()


def _save(after: SessionPlan, context: Context) -> SessionPlan:
    """Store a plan; where a day is gone, who was told of it is put on tomorrow's run, or on one of today."""
    days = bootstrap.vaccination_days()
    move = move_of(days.of_commune(after.commune_code), after)
    # The job first, which goes by what it carries: once the plan is saved, a second try finds nothing to move.
    if moves_days(move, context.today):
        jobs, queue = bootstrap.reforecasts(), bootstrap.reforecast_queue()
        job = start_move(move, context, applies=True, jobs=jobs, queue=queue, new_id=bootstrap.new_id)
        logger.info(Event.SESSIONS_MOVED, job_id=job.job_id)
        if takes_soon(move, context.today):
            _look_again(context.now)
    return days.save(after)


def _look_again(now: datetime) -> None:
    """Let one more run of today find who was just put on it."""
    from functions.reminders.tasks import write_task  # noqa: PLC0415 - the sender is much to load, and this is rare
    from handbook.usecases.send_reminders import plan_at_once  # noqa: PLC0415

    bootstrap.reminder_queue().send([write_task(plan_at_once(now))], _COMMUNE_SECONDS)


def _taken_away(plan: SessionPlan) -> SessionPlan:
    return replace(plan, taken_away=True)


def _tools() -> dict[str, Any]:
    return {"sessions": bootstrap.vaccination_days(), "directory": bootstrap.directory()}


def _shown(plan: SessionPlan, context: Context) -> SessionAnswer:
    return SessionAnswer.model_validate(session_answer(plan, context.today, language_of(router)))


def _tagged(plan: SessionPlan, context: Context) -> Response[SessionAnswer]:
    shown = _shown(plan, context)
    return answer(200, shown, {"ETag": shown.etag})
