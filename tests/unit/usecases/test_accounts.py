"""Who somebody is."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from handbook.domain.access import Actor, Role
from handbook.domain.directory import Post, Staff, Unit, UnitKind
from handbook.domain.errors import SignedOutError
from handbook.domain.ids import StaffId, UnitId
from handbook.usecases.identify import identify_staff
from tests.builders import ELSEWHERE, HERE, STATION, TODAY
from tests.fakes import FakeDirectory

NURSE = StaffId("nurse")


def test_role_and_area_come_from_the_directory() -> None:
    directory = FakeDirectory(staff=[Staff(NURSE, "Lò Thị Mây", (Post(STATION, Role.HEALTH_WORKER),))])
    assert identify_staff(NURSE, TODAY, directory=directory) == Actor(
        NURSE, Role.HEALTH_WORKER, STATION, frozenset({HERE})
    )


def test_a_moved_area_holds_at_once() -> None:
    moved = Unit(STATION, UnitKind.STATION, "Trạm y tế", communes=(ELSEWHERE,))
    directory = FakeDirectory(units=[moved], staff=[Staff(NURSE, "Lò Thị Mây", (Post(STATION, Role.HEALTH_WORKER),))])
    assert identify_staff(NURSE, TODAY, directory=directory).communes == {ELSEWHERE}


def merged(**changes: Any) -> FakeDirectory:
    old = Unit(STATION, UnitKind.STATION, "Trạm y tế", communes=(HERE,), valid_until=TODAY, successor_id=UnitId("new"))
    new = Unit(UnitId("new"), UnitKind.STATION, "Trạm y tế mới", communes=(HERE, ELSEWHERE))
    staff = [Staff(NURSE, "Lò Thị Mây", (Post(STATION, Role.HEALTH_WORKER),))]
    return FakeDirectory(units=[replace(old, **changes), new], staff=staff)


def test_whoever_worked_at_a_merged_unit_works_at_its_successor_from_that_day_on() -> None:
    assert identify_staff(NURSE, TODAY, directory=merged()).unit_id == "new"
    assert identify_staff(NURSE, TODAY - timedelta(days=1), directory=merged()).unit_id == STATION


@pytest.mark.parametrize("changes", [{"successor_id": None}, {"successor_id": STATION}, {"valid_from": date.max}])
def test_whoever_works_at_a_unit_that_does_not_exist_today_is_signed_out(changes: dict[str, Any]) -> None:
    if "valid_from" in changes:
        changes = {**changes, "valid_until": None}
    with pytest.raises(SignedOutError):
        identify_staff(NURSE, TODAY, directory=merged(**changes))


@pytest.mark.parametrize("staff", [[], [Staff(NURSE, "Lò Thị Mây", (Post(UnitId("closed"), Role.HEALTH_WORKER),))]])
def test_whoever_works_nowhere_is_signed_out(staff: list[Staff]) -> None:
    with pytest.raises(SignedOutError):
        identify_staff(NURSE, TODAY, directory=FakeDirectory(staff=staff))
