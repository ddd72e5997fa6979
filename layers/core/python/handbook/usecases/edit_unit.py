"""A unit says how families find it."""

from dataclasses import replace
from datetime import datetime
from typing import Protocol

from handbook.domain.access import Action, by_role, on_unit
from handbook.domain.directory import Unit, UnitContact
from handbook.domain.errors import ForbiddenError, NotFoundError, StaleVersionError
from handbook.domain.ids import LONGEST_ID, UnitId
from handbook.usecases.context import Context


class ChangeUnit(Protocol):
    """See storage.units.Units."""

    def unit(self, unit_id: UnitId) -> Unit | None: ...
    def change_unit(self, unit: Unit, before: Unit, at: datetime, by: str) -> None: ...


def edit_unit(unit_id: UnitId, contact: UnitContact, based_on: int, context: Context, *, directory: ChangeUnit) -> Unit:
    """Replace what a unit says of itself; how it was stays in its history.

    Raises: ForbiddenError for all but unit managers, and for those of another unit, since units are no secret;
    NotFoundError; StaleVersionError when it is not at `based_on`.
    """
    if by_role(context.actor, Action.EDIT_UNIT) is None:
        raise ForbiddenError
    unit = directory.unit(unit_id) if len(unit_id) <= LONGEST_ID else None
    if unit is None:
        raise NotFoundError
    if on_unit(context.actor, Action.EDIT_UNIT, unit.unit_id) is None:
        raise ForbiddenError
    if unit.version != based_on:
        raise StaleVersionError
    changed = replace(unit, contact=contact, version=unit.version + 1)
    directory.change_unit(changed, unit, context.now, context.actor.id)
    return changed
