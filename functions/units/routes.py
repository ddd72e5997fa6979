"""Look units up, and let them say how they are found."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.units.schemas import UnitAnswer, UnitContactBody, UnitHistoryPage, UnitPage, UnitVersionAnswer
from handbook import bootstrap
from handbook.domain.directory import Unit, UnitKind
from handbook.domain.ids import UnitId
from handbook.usecases.edit_unit import edit_unit
from handbook.usecases.read_units import list_unit_history, list_units, read_unit
from handbook.web.actor import context_of
from handbook.web.answers import answer
from handbook.web.parameters import Cursor, IfMatch, Limit
from handbook.web.requests import based_on_version, cursor_of, etag, position_of

router = APIGatewayRouter()
_TAG = ["units"]
_Parent = Annotated[str | None, Query(max_length=64, description="The unit that they stand directly below")]


@router.get("/v1/units", summary="List units", tags=_TAG)
def list_some(
    kind: UnitKind | None = None, parent_id: _Parent = None, limit: Limit = 50, cursor: Cursor = None
) -> Response[UnitPage]:
    """List the units of a kind, or those directly below a unit: one of the two is to be named."""
    below = UnitId(parent_id) if parent_id else None
    page = list_units(kind, below, context_of(router), limit, position_of(cursor), directory=bootstrap.directory())
    return answer(200, UnitPage(items=[UnitAnswer.of(unit) for unit in page.items], next=cursor_of(page.next)))


@router.get("/v1/units/<unit_id>", summary="Read a unit", tags=_TAG)
def read_one(unit_id: str) -> Response[UnitAnswer]:
    """Give a unit, also one that has ended."""
    return _shown(read_unit(UnitId(unit_id), context_of(router), directory=bootstrap.directory()))


@router.patch("/v1/units/<unit_id>", summary="Say how a unit is found", tags=_TAG)
def edit_one(unit_id: str, body: Annotated[UnitContactBody, Body()], if_match: IfMatch = None) -> Response[UnitAnswer]:
    """Replace what a unit says of itself; its manager may. The official data come with the lists of units."""
    return _shown(
        edit_unit(
            UnitId(unit_id),
            body.contact(),
            based_on_version(router),
            context_of(router),
            directory=bootstrap.directory(),
        )
    )


@router.get("/v1/units/<unit_id>/history", summary="How a unit was before", tags=_TAG)
def list_versions(unit_id: str, limit: Limit = 50, cursor: Cursor = None) -> Response[UnitHistoryPage]:
    """List names, places and contact data that a unit had before, newest first."""
    page = list_unit_history(
        UnitId(unit_id), context_of(router), limit, position_of(cursor), directory=bootstrap.directory()
    )
    items = [UnitVersionAnswer.of(version) for version in page.items]
    return answer(200, UnitHistoryPage(items=items, next=cursor_of(page.next)))


def _shown(unit: Unit) -> Response[UnitAnswer]:
    return answer(200, UnitAnswer.of(unit), {"ETag": etag(unit.version)})
