"""What units hold and gave, and what their managers see of break-glass."""

from typing import Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.sharing.schemas.grants import (
    BrokenGlass,
    BrokenGlassPage,
    GrantAnswer,
    GrantPage,
    broken_glass,
    seen_answer,
)
from handbook import bootstrap
from handbook.bootstrap.granting import grants
from handbook.domain.grants import GrantKind
from handbook.domain.ids import UnitId
from handbook.usecases.read_grants import list_broken_glass, list_units_grants
from handbook.web.actor import context_of
from handbook.web.answers import answer
from handbook.web.parameters import Cursor, Limit
from handbook.web.requests import cursor_of, position_of

router = APIGatewayRouter()
_TAG = ["sharing"]


@router.get("/v1/units/<unit_id>/grants", summary="Rights of a unit", tags=_TAG)
def list_all(
    unit_id: str,
    kind: Literal["share", "appointment", "referral"],
    of: Literal["held", "given"] = "held",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response[GrantPage]:
    """List what the own unit was given, or what it gave, the newest first: a school its children, a ward its visits."""
    page = list_units_grants(
        UnitId(unit_id),
        GrantKind(kind),
        of,
        context_of(router),
        limit,
        position_of(cursor),
        records=bootstrap.records(),
        grants=grants(),
        audit=bootstrap.audit_log(),
    )
    items = [GrantAnswer.model_validate(seen_answer(one)) for one in page.items]
    return answer(200, GrantPage(items=items, next=cursor_of(page.next)))


@router.get("/v1/units/<unit_id>/break-glass", summary="Break-glass of a unit", tags=_TAG)
def list_broken(unit_id: str, limit: Limit = 50, cursor: Cursor = None) -> Response[BrokenGlassPage]:
    """List who of the own unit broke the glass, when and why, for its manager; of no person and no handbook."""
    page = list_broken_glass(UnitId(unit_id), context_of(router), limit, position_of(cursor), grants=grants())
    items = [BrokenGlass.model_validate(broken_glass(one)) for one in page.items]
    return answer(200, BrokenGlassPage(items=items, next=cursor_of(page.next)))
