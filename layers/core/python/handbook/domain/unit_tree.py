"""The tree of units: what may stand below what, and what a list of units changes in it. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from handbook.domain.directory import FindUnit, Unit, UnitKind
from handbook.domain.errors import InvalidFieldError
from handbook.domain.ids import CommuneCode, ProvinceCode, UnitId
from handbook.domain.names import clean_name
from handbook.reference.provinces import PROVINCES

COLUMNS = (
    "unit_id",
    "kind",
    "name",
    "parent_id",
    "province_code",
    "communes",
    "official_code",
    "valid_from",
    "valid_until",
    "successor_id",
)
"""What a row of a list of units may say; `communes` are parted by spaces."""

LEVEL: Mapping[UnitKind, int] = {
    UnitKind.MINISTRY: 0,
    UnitKind.PROVINCE: 1,
    UnitKind.COMMUNE: 2,
    UnitKind.FACILITY: 3,
    UnitKind.STATION: 3,
    UnitKind.SCHOOL: 3,
    UnitKind.DEPARTMENT: 4,
    UnitKind.PRINT_VENDOR: 4,
}
"""A unit stands below one of a lower level: the tree has no circle. There are no districts since 1 July 2025."""

_WITHOUT_PARENT = frozenset({UnitKind.MINISTRY, UnitKind.PRINT_VENDOR})
_UNIT_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z.\-]{0,63}", re.ASCII)
_COMMUNE = re.compile(r"[0-9]{5}", re.ASCII)
_FACILITY = re.compile(r"[0-9A-Z]{5}", re.ASCII)
"""Decision 384/QD-BYT 2019: five signs, mostly digits."""
_LONGEST_NAME = 200

type Outcome = Literal["created", "changed", "unchanged", "refused"]


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one row: the fields that it changes, or the one that it is refused for; names, never values."""

    unit_id: str
    outcome: Outcome
    fields: tuple[str, ...] = ()
    unit: Unit | None = None


def judge_row(row: Mapping[str, str], known: Unit | None, find: FindUnit) -> RowResult:
    """Say what a row of a list changes of the unit as it is known; `find` also knows what the same list brings.

    What the unit says of itself stays. Nothing is taken out of the tree by being left out of a list.
    """
    try:
        said = unit_of_row(row)
        check_place_in_tree(said, find)
        return _compared(said, known)
    except InvalidFieldError as error:
        return RowResult(row.get("unit_id", ""), "refused", (error.field,))


def _compared(said: Unit, known: Unit | None) -> RowResult:
    if known is None:
        return RowResult(said.unit_id, "created", (), said)
    if known.kind is not said.kind:
        # Rights of its staff and its place in lists rest on it: another kind is another unit, with a successor.
        raise InvalidFieldError("kind")
    changed = tuple(name for name in COLUMNS if getattr(known, name) != getattr(said, name))
    if not changed:
        return RowResult(said.unit_id, "unchanged")
    unit = replace(said, contact=known.contact, took_over=known.took_over, version=known.version + 1)
    return RowResult(said.unit_id, "changed", changed, unit)


def unit_of_row(row: Mapping[str, str]) -> Unit:
    """Read a row as texts by column. Raises: InvalidFieldError naming the column, also for one that is not known."""
    for name in row:
        if name not in COLUMNS:
            raise InvalidFieldError("column")
    texts = {name: row.get(name, "").strip() for name in COLUMNS}
    kind = _kind(texts["kind"])
    unit = Unit(
        unit_id=UnitId(_matching(_UNIT_ID, texts["unit_id"], "unit_id")),
        kind=kind,
        name=_name(texts["name"]),
        parent_id=UnitId(texts["parent_id"]) if texts["parent_id"] else None,
        province_code=_province(texts["province_code"], kind),
        communes=tuple(CommuneCode(_matching(_COMMUNE, code, "communes")) for code in texts["communes"].split()),
        official_code=_official_code(texts["official_code"], kind),
        valid_from=_day(texts["valid_from"], "valid_from"),
        valid_until=_day(texts["valid_until"], "valid_until"),
        successor_id=UnitId(texts["successor_id"]) if texts["successor_id"] else None,
    )
    _check_life(unit)
    return unit


def _kind(text: str) -> UnitKind:
    try:
        return UnitKind(text)
    except ValueError as error:
        raise InvalidFieldError("kind") from error


def _matching(form: re.Pattern[str], text: str, field: str) -> str:
    if not form.fullmatch(text):
        raise InvalidFieldError(field)
    return text


def _name(text: str) -> str:
    name = clean_name(text)
    if not 1 <= len(name) <= _LONGEST_NAME or not name.isprintable():
        raise InvalidFieldError("name")
    return name


def _province(text: str, kind: UnitKind) -> ProvinceCode | None:
    if text not in PROVINCES and (text or kind not in _WITHOUT_PARENT):
        raise InvalidFieldError("province_code")
    return ProvinceCode(text) if text else None


def _official_code(text: str, kind: UnitKind) -> str | None:
    if not text:
        return None
    return _matching(_COMMUNE if kind is UnitKind.COMMUNE else _FACILITY, text, "official_code")


def _day(text: str, field: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InvalidFieldError(field) from error


def _check_life(unit: Unit) -> None:
    if unit.valid_from and unit.valid_until and unit.valid_until <= unit.valid_from:
        raise InvalidFieldError("valid_until")
    if unit.successor_id is not None and (unit.successor_id == unit.unit_id or unit.valid_until is None):
        raise InvalidFieldError("successor_id")
    if len(set(unit.communes)) != len(unit.communes):
        raise InvalidFieldError("communes")


def check_place_in_tree(unit: Unit, find: FindUnit) -> None:
    """Refuse a unit below nothing, below one of its own level, or succeeded by nobody or by itself in the end.

    Raises: InvalidFieldError ("parent_id", "province_code", "successor_id").
    """
    if unit.parent_id is None:
        if unit.kind not in _WITHOUT_PARENT:
            raise InvalidFieldError("parent_id")
    else:
        _check_parent(unit, find(unit.parent_id))
    _check_successors(unit, find)


def _check_parent(unit: Unit, parent: Unit | None) -> None:
    if parent is None or LEVEL[parent.kind] >= LEVEL[unit.kind]:
        raise InvalidFieldError("parent_id")
    if parent.province_code is not None and unit.province_code != parent.province_code:
        raise InvalidFieldError("province_code")


def _check_successors(unit: Unit, find: FindUnit) -> None:
    seen, next_id = {unit.unit_id}, unit.successor_id
    while next_id is not None:
        successor = find(next_id)
        if next_id in seen or successor is None or successor.kind is not unit.kind:
            raise InvalidFieldError("successor_id")
        seen.add(next_id)
        next_id = successor.successor_id


def in_order_of_levels(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Sort rows so that a parent comes before what stands below it; rows of an unknown kind come last."""
    levels = {kind.value: level for kind, level in LEVEL.items()}
    return sorted(rows, key=lambda row: levels.get(row.get("kind", "").strip(), len(levels)))


def in_order_of_succession(rows: Sequence[Mapping[str, str]]) -> list[int]:
    """Give the places of rows so that whoever takes over comes before whom it takes over from."""
    heirs = {row.get("unit_id", "").strip(): row.get("successor_id", "").strip() for row in reversed(rows)}

    def depth(unit_id: str) -> int:
        seen: set[str] = set()
        while unit_id in heirs and unit_id not in seen:
            seen.add(unit_id)
            unit_id = heirs[unit_id]
        return len(seen)

    return sorted(range(len(rows)), key=lambda place: depth(rows[place].get("unit_id", "").strip()))


def heirs_of(unit: Unit, find: FindUnit) -> Iterator[tuple[Unit, date]]:
    """Follow who takes over from a unit, one after the other, each with the day from which it does all its work."""
    seen, since = {unit.unit_id}, unit.valid_until
    next_id = unit.successor_id
    while next_id is not None and next_id not in seen and since is not None:
        heir = find(next_id)
        if heir is None:
            return
        yield heir, since
        seen.add(next_id)
        next_id = heir.successor_id
        since = max(since, heir.valid_until) if heir.valid_until is not None else since


def with_work_of(heir: Unit, unit: Unit, since: date) -> Unit:
    """Let a unit stand for another from a day on, and for all that this one stands for."""
    came = {unit_id: max(day, since) for unit_id, day in unit.took_over} | {unit.unit_id: since}
    return replace(heir, took_over=tuple(sorted((dict(heir.took_over) | came).items())))


def without_work_of(heir: Unit, unit: Unit) -> Unit:
    """Take back that a unit stands for another, and for all that this one stands for."""
    gone = {unit.unit_id} | {unit_id for unit_id, _ in unit.took_over}
    return replace(heir, took_over=tuple(one for one in heir.took_over if one[0] not in gone))
