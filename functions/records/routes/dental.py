"""Teeth."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.records import entries
from handbook.domain.dental import DentalCheck, next_dental_check
from handbook.web.answers import answer
from handbook.web.forms.care import DentalAnswer, DentalDueBody, DentalItem, DentalPage, DentalRecorded, NewDentalBody
from handbook.web.forms.revisions import listed
from handbook.web.parameters import Cursor, IdempotencyKey, Limit
from handbook.web.requests import cursor_of

router = APIGatewayRouter()
_PATH = "/v1/handbooks/<handbook_id>/dental"
_TAG = ["health"]


@router.post(_PATH, summary="Record a dental check", tags=_TAG, status_code=201)
def record_one(
    handbook_id: str, body: Annotated[NewDentalBody, Body()], idempotency_key: IdempotencyKey = None
) -> Response[DentalRecorded]:
    """Record what was seen in a child's mouth."""
    return entries.record(router, handbook_id, "dental", body, DentalRecorded)


@router.get(_PATH, summary="List dental checks", tags=_TAG)
def list_some(handbook_id: str, limit: Limit = 50, cursor: Cursor = None) -> Response[DentalPage]:
    """List dental checks in the order of days, and say when the next is due."""
    handbook, page = entries.read(router, handbook_id, DentalCheck, limit, cursor)
    due = next_dental_check(entries.all_of(handbook, DentalCheck, page, cursor), handbook.profile.birth_date)
    return answer(
        200,
        DentalPage(
            items=[listed(DentalItem, one, DentalAnswer) for one in page.items],
            next=cursor_of(page.next),
            next_check=DentalDueBody.model_validate(due, from_attributes=True) if due else None,
        ),
    )
