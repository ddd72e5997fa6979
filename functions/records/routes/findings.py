"""Danger signs, vital signs and simple tests of mother and child."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.records import entries
from handbook.domain.findings import Findings
from handbook.web.answers import answer
from handbook.web.forms.care import FindingsAnswer, FindingsItem, FindingsPage, FindingsRecorded, NewFindingsBody
from handbook.web.forms.revisions import listed
from handbook.web.parameters import Cursor, IdempotencyKey, Limit
from handbook.web.requests import cursor_of

router = APIGatewayRouter()
_PATH = "/v1/handbooks/<handbook_id>/findings"
_TAG = ["health"]


@router.post(_PATH, summary="Record findings", tags=_TAG, status_code=201)
def record_one(
    handbook_id: str, body: Annotated[NewFindingsBody, Body()], idempotency_key: IdempotencyKey = None
) -> Response[FindingsRecorded]:
    """Record danger signs and values of mother or child, as staff or family saw them."""
    return entries.record(router, handbook_id, "findings", body, FindingsRecorded)


@router.get(_PATH, summary="List findings", tags=_TAG)
def list_some(handbook_id: str, limit: Limit = 50, cursor: Cursor = None) -> Response[FindingsPage]:
    """List findings in the order of days."""
    _, page = entries.read(router, handbook_id, Findings, limit, cursor)
    items = [listed(FindingsItem, one, FindingsAnswer) for one in page.items]
    return answer(200, FindingsPage(items=items, next=cursor_of(page.next)))
