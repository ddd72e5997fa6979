"""Take over a list of units, row by row: what is wrong with one row keeps no other back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from handbook.domain.directory import Unit
from handbook.domain.errors import ConflictError
from handbook.domain.ids import UnitId
from handbook.domain.unit_tree import (
    RowResult,
    heirs_of,
    in_order_of_succession,
    judge_row,
    with_work_of,
    without_work_of,
)

MOST_ROWS = 500
"""Of one call: written one by one they take some 10 of the 60 seconds that the function has."""
OPERATOR = "operator"
"""Who is said to have changed a unit: the call comes from the operators' own role, which AWS keeps a trail of."""


class ChangeUnits(Protocol):
    """See storage.units.Units."""

    def unit(self, unit_id: UnitId) -> Unit | None: ...
    def add_unit(self, unit: Unit) -> None: ...
    def change_unit(self, unit: Unit, before: Unit, at: datetime, by: str) -> None: ...


def load_units(
    rows: Sequence[Mapping[str, str]],
    also: Sequence[Mapping[str, str]],
    now: datetime,
    *,
    applies: bool,
    directory: ChangeUnits,
) -> tuple[RowResult, ...]:
    """Judge the rows of a list in their order, and write what changes where it `applies`.

    `also` are rows of the same list, loaded by other calls, that these rest on: parents and successors. A row that
    stands twice is refused the second time. Applied again, a list changes nothing.
    """
    tree = _Tree(directory, (*also, *rows))
    first = {row.get("unit_id", "").strip(): place for place, row in reversed(list(enumerate(rows)))}
    results = {}
    for place in in_order_of_succession(rows):
        unit_id = rows[place].get("unit_id", "").strip()
        if first[unit_id] != place:
            results[place] = RowResult(unit_id, "refused", ("unit_id",))
            continue
        before = tree.known(UnitId(unit_id))
        result = judge_row(rows[place], before, tree.find)
        results[place] = _written(result, before, now, tree) if applies else result
    return tuple(results[place] for place in range(len(rows)))


def _written(result: RowResult, before: Unit | None, now: datetime, tree: _Tree) -> RowResult:
    if result.unit is None:
        return result
    try:
        # Heirs first: where this breaks off the row still says that it changes something, and is made whole.
        _pass_on(result.unit, before, now, tree)
        tree.write(result.unit, now)
    except ConflictError:
        # Its manager changed it at this moment; the list can be loaded again.
        return RowResult(result.unit_id, "refused", ("version",))
    return result


def _pass_on(unit: Unit, before: Unit | None, now: datetime, tree: _Tree) -> None:
    """Let whoever does a unit's work from now on have its rights, and nobody who was to and is not."""
    left = [] if before is None else [heir for heir, _ in heirs_of(before, tree.known)]
    changed = {heir.unit_id: without_work_of(heir, unit) for heir in left}
    for heir, since in heirs_of(unit, tree.known):
        changed[heir.unit_id] = with_work_of(changed.get(heir.unit_id, heir), unit, since)
    for heir in changed.values():
        known = tree.known(heir.unit_id)
        if known is not None and known.took_over != heir.took_over:
            tree.write(replace(heir, version=known.version + 1), now)


class _Tree:
    """The directory, and what a list brings to it."""

    def __init__(self, directory: ChangeUnits, rows: Sequence[Mapping[str, str]]) -> None:
        self._directory = directory
        self._known: dict[UnitId, Unit | None] = {}
        self._brought: dict[UnitId, Unit | None] = {}
        self._rows = {row.get("unit_id", "").strip(): row for row in reversed(rows)}

    def known(self, unit_id: UnitId) -> Unit | None:
        """A unit as the directory has it, read once."""
        if unit_id not in self._known:
            self._known[unit_id] = self._directory.unit(unit_id)
        return self._known[unit_id]

    def write(self, unit: Unit, now: datetime) -> None:
        """Write a new unit, or the next version of one. Raises: ConflictError."""
        before = self.known(unit.unit_id)
        if before is None:
            self._directory.add_unit(unit)
        else:
            self._directory.change_unit(unit, before, now, OPERATOR)
        self._known[unit.unit_id] = unit
        self._brought.clear()

    def find(self, unit_id: UnitId) -> Unit | None:
        """A unit as it will be once the list is loaded; a row that would be refused brings nothing."""
        if unit_id not in self._rows:
            return self.known(unit_id)
        if unit_id not in self._brought:
            self._brought[unit_id] = None  # what rests on itself rests on nothing
            known = self.known(unit_id)
            result = judge_row(self._rows[unit_id], known, self.find)
            self._brought[unit_id] = None if result.outcome == "refused" else result.unit or known
        return self._brought[unit_id]
