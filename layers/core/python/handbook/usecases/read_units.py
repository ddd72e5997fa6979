"""Look up units: public knowledge, so that everybody who signed in finds where to go."""

from typing import Protocol

from handbook.domain.access import Action, by_role
from handbook.domain.directory import Unit, UnitKind, UnitVersion
from handbook.domain.errors import ForbiddenError, InvalidFieldError, NotFoundError
from handbook.domain.ids import LONGEST_ID, UnitId
from handbook.domain.paging import Page, Position
from handbook.usecases.context import Context


class UnitLists(Protocol):
    """See storage.units.Units."""

    def unit(self, unit_id: UnitId) -> Unit | None: ...
    def units_of_kind(self, kind: UnitKind, limit: int, position: Position | None = None) -> Page[Unit]: ...
    def units_below(self, parent_id: UnitId, limit: int, position: Position | None = None) -> Page[Unit]: ...
    def unit_history(self, unit_id: UnitId, limit: int, position: Position | None = None) -> Page[UnitVersion]: ...


def read_unit(unit_id: UnitId, context: Context, *, directory: UnitLists) -> Unit:
    """Read one unit. Raises: ForbiddenError, NotFoundError."""
    if by_role(context.actor, Action.READ_UNITS) is None:
        raise ForbiddenError
    unit = directory.unit(unit_id) if len(unit_id) <= LONGEST_ID else None
    if unit is None:
        raise NotFoundError
    return unit


def list_units(
    kind: UnitKind | None,
    parent_id: UnitId | None,
    context: Context,
    limit: int,
    position: Position | None,
    *,
    directory: UnitLists,
) -> Page[Unit]:
    """List the units of a kind, or those directly below a unit, in the order of ids.

    Raises: ForbiddenError; InvalidFieldError when neither or both are asked for.
    """
    if by_role(context.actor, Action.READ_UNITS) is None:
        raise ForbiddenError
    if parent_id is not None and kind is None and len(parent_id) <= LONGEST_ID:
        return directory.units_below(parent_id, limit, position)
    if kind is not None and parent_id is None:
        return directory.units_of_kind(kind, limit, position)
    raise InvalidFieldError("parent_id" if kind is None else "kind")


def list_unit_history(
    unit_id: UnitId, context: Context, limit: int, position: Position | None, *, directory: UnitLists
) -> Page[UnitVersion]:
    """List how a unit was before each change, newest first. Raises: ForbiddenError, NotFoundError."""
    read_unit(unit_id, context, directory=directory)
    return directory.unit_history(unit_id, limit, position)
