"""Loading a list of units: every row for itself, dry or applied, in parts and again."""

from datetime import UTC, date, datetime

import pytest

from handbook.domain.directory import Unit, UnitKind
from handbook.domain.errors import StaleVersionError
from handbook.domain.ids import UnitId
from handbook.usecases.load_units import OPERATOR, load_units

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
MINISTRY = {"unit_id": "byt", "kind": "ministry", "name": "Bộ Y tế"}
PROVINCE = {"unit_id": "syt-01", "kind": "province", "name": "Sở Y tế", "parent_id": "byt", "province_code": "01"}
STATION = {"unit_id": "s1", "kind": "station", "name": "Trạm", "parent_id": "syt-01", "province_code": "01"}


class Directory:
    """Units in memory, with what was changed by whom."""

    def __init__(self) -> None:
        self.units: dict[UnitId, Unit] = {}
        self.changes: list[tuple[UnitId, str]] = []
        self.loses = False

    def unit(self, unit_id: UnitId) -> Unit | None:
        return self.units.get(unit_id)

    def add_unit(self, unit: Unit) -> None:
        assert unit.unit_id not in self.units
        self.units[unit.unit_id] = unit

    def change_unit(self, unit: Unit, before: Unit, at: datetime, by: str) -> None:
        if self.loses:
            raise StaleVersionError
        assert (self.units[unit.unit_id], at) == (before, NOW)
        self.units[unit.unit_id] = unit
        self.changes.append((unit.unit_id, by))


@pytest.fixture
def directory() -> Directory:
    return Directory()


def load(
    directory: Directory, *rows: dict[str, str], also: tuple[dict[str, str], ...] = (), applies: bool = True
) -> list[tuple[str, str, tuple[str, ...]]]:
    results = load_units(rows, also, NOW, applies=applies, directory=directory)
    return [(one.unit_id, one.outcome, one.fields) for one in results]


def test_a_list_is_taken_whole_and_again_changes_nothing(directory: Directory) -> None:
    first = load(directory, MINISTRY, PROVINCE, STATION)
    assert [outcome for _, outcome, _ in first] == ["created"] * 3
    assert [outcome for _, outcome, _ in load(directory, MINISTRY, PROVINCE, STATION)] == ["unchanged"] * 3
    assert directory.units[UnitId("s1")].kind is UnitKind.STATION


def test_a_dry_run_says_the_same_and_writes_nothing(directory: Directory) -> None:
    dry = load(directory, MINISTRY, PROVINCE, STATION, applies=False)
    assert directory.units == {}
    assert dry == load(directory, MINISTRY, PROVINCE, STATION)


def test_one_bad_row_keeps_no_other_back(directory: Directory) -> None:
    bad = {**STATION, "unit_id": "s2", "province_code": "99"}
    found = load(directory, MINISTRY, PROVINCE, bad, STATION)
    assert found[2:] == [("s2", "refused", ("province_code",)), ("s1", "created", ())]


def test_what_stands_below_a_refused_row_is_refused(directory: Directory) -> None:
    found = load(directory, MINISTRY, {**PROVINCE, "province_code": ""}, STATION)
    assert [fields for _, _, fields in found] == [(), ("province_code",), ("parent_id",)]
    assert set(directory.units) == {"byt"}


def test_a_row_that_stands_twice_is_taken_once(directory: Directory) -> None:
    found = load(directory, MINISTRY, {**MINISTRY, "name": "Khác"})
    assert found == [("byt", "created", ()), ("byt", "refused", ("unit_id",))]
    assert directory.units[UnitId("byt")].name == "Bộ Y tế"


def test_a_part_of_a_list_may_rest_on_another_part(directory: Directory) -> None:
    assert load(directory, STATION, applies=False)[0][1] == "refused"
    assert load(directory, STATION, also=(MINISTRY, PROVINCE), applies=False)[0][1] == "created"


def test_a_merger_names_a_successor_that_comes_later_in_the_list(directory: Directory) -> None:
    load(directory, MINISTRY, PROVINCE, STATION)
    ended = {**STATION, "valid_until": "2026-12-01", "successor_id": "s2"}
    found = load(directory, ended, {**STATION, "unit_id": "s2"})
    assert found == [("s1", "changed", ("valid_until", "successor_id")), ("s2", "created", ())]
    assert directory.changes == [(UnitId("s2"), OPERATOR), (UnitId("s1"), OPERATOR)], "the heir first"
    assert directory.units[UnitId("s2")].took_over == ((UnitId("s1"), date(2026, 12, 1)),)


def test_two_units_of_a_list_cannot_succeed_each_other(directory: Directory) -> None:
    ends = {"valid_until": "2026-12-01"}
    first = {**STATION, **ends, "successor_id": "s2"}
    second = {**STATION, **ends, "unit_id": "s2", "successor_id": "s1"}
    found = load(directory, MINISTRY, PROVINCE, first, second)
    assert [outcome for _, outcome, _ in found[2:]] == ["refused", "refused"]


def test_a_unit_that_its_manager_changes_at_this_moment_is_left_as_it_is(directory: Directory) -> None:
    load(directory, MINISTRY)
    directory.loses = True
    assert load(directory, {**MINISTRY, "name": "Bộ Y tế mới"}) == [("byt", "refused", ("version",))]
