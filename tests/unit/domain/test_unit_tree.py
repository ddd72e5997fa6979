"""Lists of units: what a row changes, and what is refused by the name of its column."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.directory import Unit, UnitContact, UnitKind, unit_at_work
from handbook.domain.ids import CommuneCode, ProvinceCode, UnitId
from handbook.domain.unit_tree import COLUMNS, LEVEL, RowResult, in_order_of_levels, judge_row
from handbook.reference.provinces import PROVINCES

MINISTRY = Unit(UnitId("byt"), UnitKind.MINISTRY, "Bộ Y tế")
DEPARTMENT = Unit(UnitId("syt-01"), UnitKind.PROVINCE, "Sở Y tế Hà Nội", MINISTRY.unit_id, ProvinceCode("01"))
STATION = Unit(
    UnitId("01004"),
    UnitKind.STATION,
    "Trạm Y tế phường Ba Đình",
    DEPARTMENT.unit_id,
    ProvinceCode("01"),
    (CommuneCode("00004"),),
    official_code="01004",
)
ROW = {
    "unit_id": "01004",
    "kind": "station",
    "name": "Trạm Y tế phường Ba Đình",
    "parent_id": "syt-01",
    "province_code": "01",
    "communes": "00004",
    "official_code": "01004",
}


def tree(*units: Unit) -> dict[UnitId, Unit]:
    return {unit.unit_id: unit for unit in (MINISTRY, DEPARTMENT, *units)}


def judged(known: Unit | None = None, *others: Unit, **changes: str) -> RowResult:
    return judge_row({**ROW, **changes}, known, tree(*others).get)


def test_a_new_row_is_a_new_unit() -> None:
    assert judged() == RowResult("01004", "created", (), STATION)


def test_a_row_that_says_what_is_known_changes_nothing() -> None:
    assert judged(replace(STATION, contact=UnitContact("115"), version=4)) == RowResult("01004", "unchanged")


def test_a_row_that_differs_names_its_columns_and_keeps_what_the_unit_says_of_itself() -> None:
    known = replace(STATION, contact=UnitContact("115"), version=4)
    found = judged(known, communes="00004 00008", valid_until="2027-01-01")
    assert found.fields == ("communes", "valid_until")
    assert found.unit == replace(
        known, communes=(CommuneCode("00004"), CommuneCode("00008")), valid_until=date(2027, 1, 1), version=5
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"unit_id": ""}, "unit_id"),
        ({"unit_id": "a" * 65}, "unit_id"),
        ({"unit_id": "tram#1"}, "unit_id"),
        ({"kind": "district"}, "kind"),
        ({"name": "  "}, "name"),
        ({"name": "a" * 201}, "name"),
        ({"parent_id": ""}, "parent_id"),
        ({"parent_id": "nobody"}, "parent_id"),
        ({"parent_id": "other-station"}, "parent_id"),
        ({"province_code": "04"}, "province_code"),
        ({"province_code": "02"}, "province_code"),
        ({"province_code": ""}, "province_code"),
        ({"communes": "4"}, "communes"),
        ({"communes": "00004 00004"}, "communes"),
        ({"official_code": "0100"}, "official_code"),
        ({"official_code": "0100a"}, "official_code"),
        ({"valid_from": "1/7/2025"}, "valid_from"),
        ({"valid_from": "2025-07-01", "valid_until": "2025-07-01"}, "valid_until"),
        ({"successor_id": "other-station"}, "successor_id"),
        ({"successor_id": "01004", "valid_until": "2027-01-01"}, "successor_id"),
        ({"successor_id": "nobody", "valid_until": "2027-01-01"}, "successor_id"),
        ({"successor_id": "syt-01", "valid_until": "2027-01-01"}, "successor_id"),
        ({"colour": "red"}, "column"),
    ],
)
def test_a_slip_is_refused_by_the_name_of_its_column(changes: dict[str, str], field: str) -> None:
    other = replace(STATION, unit_id=UnitId("other-station"))
    found = judged(None, other, **changes)
    assert (found.outcome, found.fields, found.unit) == ("refused", (field,), None)


@pytest.mark.parametrize("unit_id", ["a" * 64, "01.004-A"])
def test_an_id_has_letters_digits_points_and_hyphens(unit_id: str) -> None:
    assert judged(unit_id=unit_id).outcome == "created"


def test_successors_that_lead_back_are_refused() -> None:
    ended = date(2026, 1, 1)
    other = replace(STATION, unit_id=UnitId("other"), valid_until=ended, successor_id=STATION.unit_id)
    found = judged(STATION, other, successor_id="other", valid_until="2026-01-01")
    assert found.fields == ("successor_id",)


def test_a_unit_keeps_its_kind() -> None:
    assert judged(replace(STATION, kind=UnitKind.FACILITY)).fields == ("kind",)


def test_a_ministry_and_a_vendor_stand_below_nobody() -> None:
    for kind in ("ministry", "print_vendor"):
        row = {"unit_id": "x", "kind": kind, "name": "Đơn vị"}
        assert judge_row(row, None, tree().get).outcome == "created"


@given(st.sampled_from(list(UnitKind)), st.sampled_from(list(UnitKind)))
def test_a_unit_stands_below_a_higher_level_only(kind: UnitKind, above: UnitKind) -> None:
    parent = replace(DEPARTMENT, unit_id=UnitId("parent"), kind=above)
    row = {"unit_id": "x", "kind": kind.value, "name": "Đơn vị", "parent_id": "parent", "province_code": "01"}
    found = judge_row(row, None, tree(parent).get)
    assert (found.outcome == "created") is (LEVEL[above] < LEVEL[kind])


@given(st.dictionaries(st.sampled_from((*COLUMNS, "colour")), st.text(max_size=80)))
def test_whatever_a_row_says_it_is_taken_or_refused_and_taken_again_changes_nothing(row: dict[str, str]) -> None:
    found = judge_row(row, None, tree(STATION).get)
    assert found.outcome in {"created", "refused"}
    if found.unit is not None:
        assert judge_row(row, found.unit, tree(STATION).get).outcome == "unchanged"
    else:
        assert found.fields[0] in {*COLUMNS, "column"}


def test_parents_come_before_what_stands_below_them_and_unknown_kinds_last() -> None:
    kinds = ["department", "planet", "station", "province", "ministry", "commune"]
    rows: list[dict[str, str]] = [{"kind": kind} for kind in kinds]
    ordered = [row["kind"] for row in in_order_of_levels(rows)]
    assert ordered == ["ministry", "province", "commune", "station", "department", "planet"]


def test_a_chain_of_successors_is_followed_to_who_works_on_the_day() -> None:
    def unit(name: str, until: date | None, successor: str | None) -> Unit:
        to = UnitId(successor) if successor else None
        return replace(STATION, unit_id=UnitId(name), valid_until=until, successor_id=to)

    units: dict[Any, Unit] = {
        one.unit_id: one
        for one in (
            unit("a", date(2025, 7, 1), "b"),
            unit("b", date(2026, 7, 1), "c"),
            unit("c", None, None),
        )
    }
    found = [unit_at_work(units["a"], date(2026, month, 30), units.get) for month in (6, 7)]
    assert [one and one.unit_id for one in found] == ["b", "c"]


def test_every_province_ships_as_a_unit() -> None:
    import csv  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    from handbook.reference import provinces  # noqa: PLC0415

    with (Path(provinces.__path__[0]) / "units.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known: dict[UnitId, Unit] = {}
    for row in rows:
        found = judge_row(row, None, known.get)
        assert found.unit is not None
        known[found.unit.unit_id] = found.unit
    assert {row["province_code"]: row["name"] for row in rows if row["kind"] == "province"} == {
        code: f"Sở Y tế {name}" for code, name in PROVINCES.items()
    }
