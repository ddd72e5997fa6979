"""Who somebody is."""

import pytest

from handbook.domain.access import Actor, Role
from handbook.domain.directory import Staff, Unit, UnitKind
from handbook.domain.errors import SignedOutError
from handbook.domain.ids import StaffId, UnitId
from handbook.usecases.identify import identify_staff
from tests.builders import ELSEWHERE, HERE, STATION
from tests.fakes import FakeDirectory

NURSE = StaffId("nurse")


def test_role_and_area_come_from_the_directory() -> None:
    directory = FakeDirectory(staff=[Staff(NURSE, "Lò Thị Mây", Role.HEALTH_WORKER, STATION)])
    assert identify_staff(NURSE, directory=directory) == Actor(NURSE, Role.HEALTH_WORKER, STATION, frozenset({HERE}))


def test_a_moved_area_holds_at_once() -> None:
    moved = Unit(STATION, UnitKind.STATION, "Trạm y tế", communes=(ELSEWHERE,))
    directory = FakeDirectory(units=[moved], staff=[Staff(NURSE, "Lò Thị Mây", Role.HEALTH_WORKER, STATION)])
    assert identify_staff(NURSE, directory=directory).communes == {ELSEWHERE}


@pytest.mark.parametrize("staff", [[], [Staff(NURSE, "Lò Thị Mây", Role.HEALTH_WORKER, UnitId("closed"))]])
def test_whoever_works_nowhere_is_signed_out(staff: list[Staff]) -> None:
    with pytest.raises(SignedOutError):
        identify_staff(NURSE, directory=FakeDirectory(staff=staff))
