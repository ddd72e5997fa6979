"""Vitamin A and deworming."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.records import entries
from handbook import bootstrap
from handbook.domain.calendar import local_date
from handbook.domain.supplements import Supplement, supplements_due
from handbook.web.answers import answer
from handbook.web.forms.care import (
    NewSupplementBody,
    SupplementListed,
    SupplementPage,
    SupplementRecorded,
    due_answer,
    item_answer,
)
from handbook.web.forms.revisions import listed
from handbook.web.parameters import Cursor, IdempotencyKey, Limit
from handbook.web.requests import cursor_of

router = APIGatewayRouter()
_PATH = "/v1/handbooks/<handbook_id>/supplements"
_TAG = ["health"]


@router.post(_PATH, summary="Record a supplement", tags=_TAG, status_code=201)
def record_one(
    handbook_id: str, body: Annotated[NewSupplementBody, Body()], idempotency_key: IdempotencyKey = None
) -> Response[SupplementRecorded]:
    """Record a dose of vitamin A or of a worm medicine, as staff gave it or the family tells."""
    return entries.record(router, handbook_id, "supplement", body, SupplementRecorded)


@router.get(_PATH, summary="List supplements", tags=_TAG)
def list_some(handbook_id: str, limit: Limit = 50, cursor: Cursor = None) -> Response[SupplementPage]:
    """List supplements in the order of days, with what does not fit about each, and what is due next."""
    handbook, page = entries.read(router, handbook_id, Supplement, limit, cursor)
    given, born = entries.all_of(handbook, Supplement, page, cursor), handbook.profile.birth_date
    due = supplements_due(given, born, local_date(bootstrap.now()))
    return answer(
        200,
        SupplementPage(
            items=[listed(SupplementListed, one, item_answer(one.entry, given, born)) for one in page.items],
            next=cursor_of(page.next),
            due=[due_answer(one) for one in due],
        ),
    )
