"""A post that is set while Cognito does not answer: sent again, the same change is made whole."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from handbook.domain.access import Actor, Role
from handbook.domain.accounts import AccountEvent
from handbook.domain.directory import Post, Staff
from handbook.domain.errors import StaleVersionError, UnavailableError
from handbook.domain.ids import PhoneE164, StaffId, UnitId
from handbook.domain.receipts import Receipt
from handbook.domain.staff_contacts import SealedContacts
from handbook.usecases.context import Context
from handbook.usecases.manage_staff import set_post
from tests.builders import NOW, STATION, TODAY
from tests.fakes import FakeDirectory

LAN = StaffId("lan")
HELD = Post(STATION, Role.HEALTH_WORKER)
ENDED = replace(HELD, until=TODAY)


class People(FakeDirectory):
    """A directory that keeps staff with versions."""

    def staff_of(self, unit_id: UnitId) -> tuple[Staff, ...]:
        return tuple(one for one in self.people.values() if one.post_at(unit_id))

    def add_staff(
        self, staff: Staff, contacts: SealedContacts, at: datetime, by: str, receipt: Receipt | None = None
    ) -> None:
        self.people[staff.staff_id] = staff

    def claim_name(self, staff_id: StaffId, contacts: SealedContacts, at: datetime, by: str) -> None:
        """Know of nobody else who invites."""

    def check_contacts_free(self, contacts: SealedContacts, staff_id: StaffId) -> None:
        """Know of no other contacts."""

    def set_second_factor(
        self, staff_id: StaffId, number: SealedContacts | None, event: AccountEvent | None = None
    ) -> None:
        self.people[staff_id] = replace(self.people[staff_id], sms_index=number.phone_mark if number else None)

    def change_staff(self, staff: Staff, before: Staff, at: datetime, by: str) -> None:
        if self.people[staff.staff_id].version != before.version:
            raise StaleVersionError
        self.people[staff.staff_id] = staff

    def end_sessions(self, staff_id: StaffId, at: datetime) -> None:
        self.people[staff_id] = replace(self.people[staff_id], not_before=at)


class Accounts:
    """Accounts that fail once when told so."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.fails = False

    def _do(self, what: str) -> None:
        if self.fails:
            self.fails = False
            raise UnavailableError
        self.done.append(what)

    def invite(self, staff_id: StaffId, email: str, codes_to: PhoneE164 | None) -> None:
        self._do("invite")

    def close(self, staff_id: StaffId) -> None:
        self._do("close")

    def open(self, staff_id: StaffId) -> None:
        self._do("open")

    def reset(self, staff_id: StaffId, codes_to: PhoneE164 | None = None) -> None:
        self._do("reset")


def change(people: People, accounts: Accounts, post: Post, based_on: int) -> Staff:
    context = Context(Actor(StaffId("boss"), Role.UNIT_MANAGER, STATION), NOW, "r")
    return set_post(LAN, post, based_on, context, directory=people, accounts=accounts)


@pytest.mark.parametrize(("before", "after", "wanted"), [(ENDED, HELD, "open"), (HELD, ENDED, "close")])
def test_the_same_change_sent_again_opens_or_closes_what_could_not_be(before: Post, after: Post, wanted: str) -> None:
    people, accounts = People(staff=[Staff(LAN, "Nguyễn Thị Lan", (before,))]), Accounts()
    accounts.fails = True
    with pytest.raises(UnavailableError):
        change(people, accounts, after, 1)
    assert change(people, accounts, after, 1).version == 2
    assert accounts.done == [wanted]


def test_another_change_on_an_old_version_is_stale_and_touches_no_account() -> None:
    people, accounts = People(staff=[Staff(LAN, "Nguyễn Thị Lan", (ENDED,))]), Accounts()
    change(people, accounts, HELD, 1)
    with pytest.raises(StaleVersionError):
        change(people, accounts, replace(HELD, until=TODAY + timedelta(days=9)), 1)
    assert accounts.done == ["open"]
