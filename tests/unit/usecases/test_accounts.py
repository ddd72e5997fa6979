"""Who somebody is, and how a family wants to be told."""

from typing import Any

import pytest

from handbook.domain.access import Actor, Role
from handbook.domain.directory import Staff, Unit, UnitKind
from handbook.domain.errors import ForbiddenError, NotFoundError, SignedOutError
from handbook.domain.ids import StaffId, UnitId
from handbook.usecases.identify import identify_staff
from handbook.usecases.prefer import own_account, set_preferences
from tests.builders import ELSEWHERE, HERE, STATION, account, context, family, manager, nurse, vendor
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


def test_a_family_member_chooses_language_and_reminders() -> None:
    directory = FakeDirectory(account())
    set_preferences(context(family()), language="en", reminders=False, based_on=1, directory=directory)
    assert own_account(context(family()), directory=directory) == account(
        language="en", reminders=False, preferences_version=2
    )


@pytest.mark.parametrize("actor", [nurse(), manager(), vendor()])
@pytest.mark.parametrize("use", [own_account, set_preferences])
def test_staff_have_no_account_of_this_kind(use: Any, actor: Actor) -> None:
    wanted = {} if use is own_account else {"language": "vi", "reminders": True, "based_on": 1}
    with pytest.raises(ForbiddenError):
        use(context(actor), directory=FakeDirectory(account()), **wanted)


def test_a_token_without_an_account_finds_nothing() -> None:
    with pytest.raises(NotFoundError):
        set_preferences(context(family()), language="vi", reminders=True, based_on=1, directory=FakeDirectory())
