"""Screening before vaccination."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from handbook import bootstrap
from handbook.domain.access import Action
from handbook.domain.errors import DateBeforeBirthError
from handbook.domain.ids import HandbookId
from handbook.domain.screening import Screening, form_for
from handbook.observability import count
from handbook.usecases.admit import admit_reader
from handbook.web.actor import context_of
from handbook.web.answers import answer
from handbook.web.forms.revisions import listed
from handbook.web.forms.screenings import (
    NewScreeningBody,
    ScreeningChecklist,
    ScreeningItem,
    ScreeningPage,
    ScreeningRecordedAnswer,
    checklist_answer,
    screening_answer,
)
from handbook.web.parameters import Cursor, IdempotencyKey, Limit
from handbook.web.recorders import recorder_of
from handbook.web.recorders.recorder import record_once
from handbook.web.requests import cursor_of, position_of
from handbook.web.schemas import Day

router = APIGatewayRouter()
_TAG = ["health"]
_PATH = "/v1/handbooks/<handbook_id>/screenings"


@router.get(f"{_PATH}/checklist", summary="Screening checklist", tags=_TAG)
def show_checklist(handbook_id: str, on: Annotated[Day | None, Query()] = None) -> Response[ScreeningChecklist]:
    """Give the questions to ask before a vaccination, fit for the child's age on a day (today without one)."""
    context = context_of(router)
    handbook = admit_reader(
        context, Action.READ_HANDBOOK, HandbookId(handbook_id), bootstrap.records(), bootstrap.audit_log()
    )
    day, born = on or context.today, handbook.profile.birth_date
    if day < born:
        raise DateBeforeBirthError("on")
    return answer(200, ScreeningChecklist.model_validate(checklist_answer(form_for(born, day), day)))


@router.post(_PATH, summary="Record a screening", tags=_TAG, status_code=201)
def record_one(
    handbook_id: str, body: Annotated[NewScreeningBody, Body()], idempotency_key: IdempotencyKey = None
) -> Response[ScreeningRecordedAnswer]:
    """Record a screening; the answer says for each vaccine whether it may be given, and the forecast follows it."""
    result = record_once(router, recorder_of("screening"), handbook_id, body, ScreeningRecordedAnswer)
    count("screening_recorded", result.outcome.decision)
    return answer(201, result, result.headers)


@router.get(_PATH, summary="List screenings", tags=_TAG)
def list_some(handbook_id: str, limit: Limit = 50, cursor: Cursor = None) -> Response[ScreeningPage]:
    """List screenings in the order of days, each with what it found."""
    book, records = HandbookId(handbook_id), bootstrap.records()
    admit_reader(context_of(router), Action.READ_HANDBOOK, book, records, bootstrap.audit_log())
    page = records.entries(Screening, book, limit, position_of(cursor))
    items = [listed(ScreeningItem, one, screening_answer(one.entry)) for one in page.items]
    return answer(200, ScreeningPage(items=items, next=cursor_of(page.next)))
