"""Numbers of a unit's area for those who plan: of no person, and too few to be told apart are not shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from handbook.domain.access import Action
from handbook.domain.area_numbers import BANDS, AreaCounts
from handbook.domain.calendar import months_after
from handbook.domain.directory import Unit
from handbook.domain.ids import CommuneCode, UnitId
from handbook.domain.paging import Page, Position
from handbook.usecases.context import Context
from handbook.usecases.look_after_unit import looked_after

MOST_COMMUNES = 200
"""The largest provinces since July 2025 have fewer than this (Decision 19/2025/QD-TTg)."""
_DEEPEST = 5
"""Levels of the tree of units (domain/unit_tree.py)."""
_A_PAGE = 100


class UnitTree(Protocol):
    """See storage.directory.Directory."""

    def unit(self, unit_id: UnitId) -> Unit | None: ...
    def units_below(self, parent_id: UnitId, limit: int, position: Position | None = None) -> Page[Unit]: ...


class Counting(Protocol):
    """See storage.area_numbers.AreaNumbers."""

    def of_commune(self, commune_code: CommuneCode, oldest: date, today: date) -> AreaCounts: ...


@dataclass(frozen=True, slots=True)
class Numbers:
    """What was counted, in how many communes; `whole` says that none was left out."""

    counts: AreaCounts
    communes: int
    whole: bool


def read_numbers(unit_id: UnitId, context: Context, *, directory: UnitTree, counting: Counting) -> Numbers:
    """Count in the communes of a unit and of all below it, for its managers and those of a unit above.

    Raises: ForbiddenError; NotFoundError for every other unit, there or not.
    """
    unit = looked_after(unit_id, Action.READ_NUMBERS, context, directory, hides=True)
    communes = sorted(set(_communes(unit, directory, _DEEPEST)))
    counted = communes[:MOST_COMMUNES]
    oldest = months_after(context.today, -(BANDS[-1][1] + 1))
    counts = sum((counting.of_commune(one, oldest, context.today) for one in counted), AreaCounts())
    return Numbers(counts, len(counted), len(counted) == len(communes))


def _communes(unit: Unit, directory: UnitTree, depth: int) -> Iterator[CommuneCode]:
    yield from unit.communes
    if depth == 0:
        return
    position: Position | None = None
    while True:
        page = directory.units_below(unit.unit_id, _A_PAGE, position)
        for one in page.items:
            yield from _communes(one, directory, depth - 1)
        position = page.next
        if position is None:
            return
