"""Who does the work of a merged unit stands for it, whatever order a list comes in and wherever it breaks off."""

from datetime import UTC, date, datetime
from itertools import permutations

import pytest

from handbook.domain.directory import Unit
from handbook.domain.errors import StaleVersionError
from handbook.domain.ids import UnitId
from handbook.usecases.load_units import load_units
from tests.unit.usecases.test_load_units import MINISTRY, PROVINCE, STATION, Directory

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
DECEMBER, JANUARY = date(2026, 12, 1), date(2027, 1, 1)
FIRST = {**STATION, "unit_id": "a", "valid_until": "2026-12-01", "successor_id": "b"}
SECOND = {**STATION, "unit_id": "b", "valid_until": "2027-01-01", "successor_id": "c"}
THIRD = {**STATION, "unit_id": "c"}
CHAIN = (FIRST, SECOND, THIRD)


def load(directory: Directory, *rows: dict[str, str]) -> list[str]:
    return [one.outcome for one in load_units(rows, (), NOW, applies=True, directory=directory)]


@pytest.fixture
def directory() -> Directory:
    made = Directory()
    load(made, MINISTRY, PROVINCE)
    return made


def stands_for(directory: Directory, unit_id: str, day: date) -> set[str]:
    return set(directory.units[UnitId(unit_id)].stands_for(day))


@pytest.mark.parametrize("rows", list(permutations(CHAIN)))
def test_the_last_of_a_chain_stands_for_all_of_it_each_from_its_day_on(
    directory: Directory, rows: tuple[dict[str, str], ...]
) -> None:
    assert load(directory, *rows) == ["created"] * 3
    assert load(directory, *rows) == ["unchanged"] * 3
    assert directory.units[UnitId("b")].took_over == ((UnitId("a"), DECEMBER),)
    assert directory.units[UnitId("c")].took_over == ((UnitId("a"), JANUARY), (UnitId("b"), JANUARY))
    assert stands_for(directory, "b", date(2026, 11, 30)) == set()
    assert stands_for(directory, "b", DECEMBER) == {"a"}
    assert stands_for(directory, "c", DECEMBER) == set()
    assert stands_for(directory, "c", JANUARY) == {"a", "b"}


@pytest.mark.parametrize("order", list(permutations(range(2))))
def test_a_chain_grows_by_lists_that_come_one_after_the_other(directory: Directory, order: tuple[int, ...]) -> None:
    works_on = {"valid_until": "", "successor_id": ""}
    load(directory, {**FIRST, **works_on}, {**SECOND, **works_on}, THIRD)
    for at in order:
        assert load(directory, CHAIN[at]) == ["changed"]
    assert stands_for(directory, "c", JANUARY) == {"a", "b"}


def test_a_successor_that_was_named_wrongly_loses_what_it_took_over(directory: Directory) -> None:
    load(directory, *CHAIN, {**THIRD, "unit_id": "d"})
    assert load(directory, {**SECOND, "successor_id": "d"}) == ["changed"]
    assert stands_for(directory, "c", JANUARY) == set()
    assert stands_for(directory, "d", JANUARY) == {"a", "b"}


def test_a_merger_that_was_called_off_is_taken_back(directory: Directory) -> None:
    load(directory, *CHAIN)
    assert load(directory, {**FIRST, "valid_until": "", "successor_id": ""}) == ["changed"]
    assert stands_for(directory, "c", JANUARY) == {"b"}
    assert stands_for(directory, "b", JANUARY) == set()


def test_a_merger_that_broke_off_is_made_whole_by_the_same_list(directory: Directory) -> None:
    ends = {**STATION, "valid_until": "2026-12-01", "successor_id": "c"}
    load(directory, STATION, THIRD)
    change = directory.change_unit

    class Broken(Directory):
        def change_unit(self, unit: Unit, before: Unit, at: datetime, by: str) -> None:
            if unit.unit_id == "s1":
                raise StaleVersionError
            change(unit, before, at, by)

    broken = Broken()
    broken.units = directory.units
    assert load(broken, ends) == ["refused"]
    assert load(directory, ends) == ["changed"]
    assert stands_for(directory, "c", DECEMBER) == {"s1"}
    assert load(directory, ends) == ["unchanged"]
