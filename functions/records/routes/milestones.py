"""What a child can do."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.records import entries
from handbook import bootstrap
from handbook.domain.access import Action
from handbook.domain.ids import HandbookId
from handbook.domain.milestones import MilestoneCheck
from handbook.usecases.admit import admit_reader
from handbook.web.actor import context_of
from handbook.web.answers import answer
from handbook.web.forms.care import (
    MilestoneChecklist,
    MilestonesAnswer,
    MilestonesItem,
    MilestonesPage,
    MilestonesRecorded,
    NewMilestonesBody,
    checklist_answer,
)
from handbook.web.forms.revisions import listed
from handbook.web.parameters import Cursor, IdempotencyKey, Limit
from handbook.web.requests import cursor_of

router = APIGatewayRouter()
_PATH = "/v1/handbooks/<handbook_id>/milestones"
_TAG = ["health"]


@router.post(_PATH, summary="Record a milestone check", tags=_TAG, status_code=201)
def record_one(
    handbook_id: str, body: Annotated[NewMilestonesBody, Body()], idempotency_key: IdempotencyKey = None
) -> Response[MilestonesRecorded]:
    """Record what a child could do on a day, by the checklist of that day."""
    return entries.record(router, handbook_id, "milestones", body, MilestonesRecorded)


@router.get(_PATH, summary="List milestone checks", tags=_TAG)
def list_some(handbook_id: str, limit: Limit = 50, cursor: Cursor = None) -> Response[MilestonesPage]:
    """List milestone checks in the order of days."""
    _, page = entries.read(router, handbook_id, MilestoneCheck, limit, cursor)
    items = [listed(MilestonesItem, one, MilestonesAnswer) for one in page.items]
    return answer(200, MilestonesPage(items=items, next=cursor_of(page.next)))


@router.get(f"{_PATH}/checklist", summary="Milestones of the child's age", tags=_TAG)
def show_checklist(handbook_id: str) -> Response[MilestoneChecklist]:
    """Say what to look for at the child's age today, corrected for a child born preterm."""
    context = context_of(router)
    handbook = admit_reader(
        context, Action.READ_HANDBOOK, HandbookId(handbook_id), bootstrap.records(), bootstrap.audit_log()
    )
    return answer(200, checklist_answer(handbook.profile, context.today))
