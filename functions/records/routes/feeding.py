"""How a child is fed."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.records import entries
from handbook.domain.feeding import Feeding
from handbook.web.answers import answer
from handbook.web.forms.care import FeedingAnswer, FeedingItem, FeedingPage, FeedingRecorded, NewFeedingBody
from handbook.web.forms.revisions import listed
from handbook.web.parameters import Cursor, IdempotencyKey, Limit
from handbook.web.requests import cursor_of

router = APIGatewayRouter()
_PATH = "/v1/handbooks/<handbook_id>/feeding"
_TAG = ["health"]


@router.post(_PATH, summary="Record feeding", tags=_TAG, status_code=201)
def record_one(
    handbook_id: str, body: Annotated[NewFeedingBody, Body()], idempotency_key: IdempotencyKey = None
) -> Response[FeedingRecorded]:
    """Record how a child is fed, as staff or family say."""
    return entries.record(router, handbook_id, "feeding", body, FeedingRecorded)


@router.get(_PATH, summary="List feeding", tags=_TAG)
def list_some(handbook_id: str, limit: Limit = 50, cursor: Cursor = None) -> Response[FeedingPage]:
    """List feeding in the order of days."""
    _, page = entries.read(router, handbook_id, Feeding, limit, cursor)
    items = [listed(FeedingItem, one, FeedingAnswer) for one in page.items]
    return answer(200, FeedingPage(items=items, next=cursor_of(page.next)))
