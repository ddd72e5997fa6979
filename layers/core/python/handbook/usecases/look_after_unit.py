"""A unit whose people, requests or numbers the actor looks after, from the unit itself or from one above it."""

from collections.abc import Iterator
from typing import Protocol

from handbook.domain.access import Action, by_role, on_unit
from handbook.domain.directory import Unit
from handbook.domain.errors import ForbiddenError, NotFoundError
from handbook.domain.ids import LONGEST_ID, UnitId
from handbook.usecases.context import Context

_DEEPEST = 8
"""Levels to go up at most: the tree has five (domain/unit_tree.py), and an end of this is no matter of data."""


class FindsUnits(Protocol):
    """See storage.units.Units."""

    def unit(self, unit_id: UnitId) -> Unit | None: ...


def looked_after(
    unit_id: UnitId, action: Action, context: Context, directory: FindsUnits, *, hides: bool = False
) -> Unit:
    """Read a unit for an action on it; the units above it are read for the people of another unit only.

    Raises: ForbiddenError; NotFoundError, with `hides` also for a unit that is there and not the actor's.
    """
    if by_role(context.actor, action) is None:
        raise ForbiddenError
    unit = directory.unit(unit_id) if len(unit_id) <= LONGEST_ID else None
    if unit is None:
        raise NotFoundError
    own = unit_id == context.actor.unit_id
    above = frozenset() if own else frozenset(_above(unit, directory))
    if on_unit(context.actor, action, unit_id, above) is None:
        raise NotFoundError if hides else ForbiddenError
    return unit


def _above(unit: Unit, directory: FindsUnits) -> Iterator[UnitId]:
    parent_id = unit.parent_id
    for _ in range(_DEEPEST):
        if parent_id is None:
            return
        yield parent_id
        parent = directory.unit(parent_id)
        parent_id = parent.parent_id if parent else None
