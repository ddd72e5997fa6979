"""Take over a list of units, row by row: what is wrong with one row keeps no other back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from handbook.domain.directory import Unit
from handbook.domain.errors import ConflictError
from handbook.domain.ids import UnitId
from handbook.domain.unit_tree import RowResult, judge_row

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
    seen: set[str] = set()
    results = []
    for row in rows:
        unit_id = row.get("unit_id", "").strip()
        if unit_id in seen:
            results.append(RowResult(unit_id, "refused", ("unit_id",)))
            continue
        seen.add(unit_id)
        before = tree.known(UnitId(unit_id))
        result = judge_row(row, before, tree.find)
        results.append(_written(result, before, now, directory) if applies else result)
    return tuple(results)


def _written(result: RowResult, before: Unit | None, now: datetime, directory: ChangeUnits) -> RowResult:
    if result.unit is None:
        return result
    try:
        if before is None:
            directory.add_unit(result.unit)
        else:
            directory.change_unit(result.unit, before, now, OPERATOR)
    except ConflictError:
        # Its manager changed it at this moment; the list can be loaded again.
        return RowResult(result.unit_id, "refused", ("version",))
    return result


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
