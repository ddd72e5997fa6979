"""Close an account: asked for with a fresh code, kept for 14 days by who signs in, done by the night."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Protocol

from handbook.domain.access import Action, Actor, Ground
from handbook.domain.accounts import EventKind, closing_waits
from handbook.domain.bonds import Bond, BondEvent, guardians_on
from handbook.domain.calendar import local_date
from handbook.domain.code_purposes import Purpose
from handbook.domain.errors import StaleVersionError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import AccountId
from handbook.domain.reminders.devices import Device, DeviceId
from handbook.domain.roles import Role
from handbook.usecases.context import Context
from handbook.usecases.door import Door, event_of
from handbook.usecases.one_time_codes import Client, Said, SentCodes
from handbook.usecases.passwords import prove_number
from handbook.usecases.ports import Records
from handbook.usecases.retry import on_conflict
from handbook.usecases.sharing_ports import SaveBonds

_PAGE = 100


class Devices(Protocol):
    """See storage.devices.Devices."""

    def of_account(self, account_id: AccountId) -> tuple[Device, ...]: ...
    def forget(self, account_id: AccountId, device_id: DeviceId) -> bool: ...


@dataclass(frozen=True, slots=True)
class Hands:
    """What closing works with beside the door: handbooks, bonds, devices, and what takes a user away."""

    records: Records
    save: SaveBonds
    devices: Devices
    remove_endpoint: Callable[[str], None]
    remove_user: Callable[[AccountId], None]


def is_last_guardian(account_id: AccountId, today: date, records: Records) -> bool:
    """Say whether a handbook would be left with no guardian: then the station keeps it, and its owner is told."""
    return any(guardians_on(book.guardians, today) == (account_id,) for book in _books(account_id, records))


def ask_closing[S: SentCodes, T](
    account_id: AccountId,
    said: Said,
    based_on: int,
    client: Client,
    now: datetime,
    *,
    door: Door[S, T],
    tell: Callable[[AccountId, date], object],
) -> date:
    """Ask for the account to be closed, and give the day; every session ends, and signing in before keeps it.

    The account is told of the day first. Raises: WrongCodeError, StaleVersionError, NotFoundError, UnavailableError.
    """
    if door.accounts.profile(account_id).version != based_on:
        raise StaleVersionError
    on = local_date(now) + timedelta(days=closing_waits())
    prove_number(account_id, Purpose.CLOSING, said, now, door, lambda one: tell(one, on))
    door.pool.sign_out(account_id)  # first: a code that is spent lets nobody try again
    door.accounts.set_closing(account_id, on, event_of(account_id, EventKind.CLOSING_ASKED, client, now))
    return on


def close_account[S: SentCodes, T](
    account_id: AccountId, client: Client, now: datetime, *, door: Door[S, T], hands: Hands
) -> bool:
    """Close an account whose day has come; false for one that is kept. Doing it again goes on where it stopped.

    Bonds end, handbooks stay; devices, user, number, address and name go. The number leaves the account's item last, so
    that a closing that broke off can still be told of. Raises: UnavailableError.
    """
    standing = door.accounts.standing(account_id)
    if standing.closing_on is None or local_date(now) < standing.closing_on:
        return False
    for book in _books(account_id, hands.records):
        on_conflict(lambda book=book: _leave(book, account_id, client, now, hands))  # type: ignore[misc]
    for device in hands.devices.of_account(account_id):
        hands.remove_endpoint(device.endpoint)
        hands.devices.forget(account_id, device.device_id)
    # The number first: from then on it begins a fresh account, and nobody signs in to one whose user is gone.
    _forget(account_id, door)
    hands.remove_user(account_id)
    if door.directory.account(account_id) is not None:
        door.numbers.erase(account_id)
    door.accounts.set_closing(account_id, None, event_of(account_id, EventKind.CLOSED, client, now))
    return True


def _books(account_id: AccountId, records: Records) -> Iterator[Handbook]:
    """Go through all handbooks of an account, however many: a village health worker may guard hundreds."""
    page = records.of_account(account_id, _PAGE)
    yield from page.items
    while page.next is not None:
        page = records.of_account(account_id, _PAGE, page.next)
        yield from page.items


def _leave(book: Handbook, account_id: AccountId, client: Client, now: datetime, hands: Hands) -> None:
    current = hands.records.get(book.handbook_id)
    bond: Bond | None = current.guardians.get(account_id) if current else None
    if current is None or bond is None:
        return
    context = Context(Actor(account_id, Role.GUARDIAN), now, client.request_id)
    left = {one: held for one, held in current.guardians.items() if one != account_id}
    changed = replace(current, guardians=MappingProxyType(left), profile_version=current.profile_version + 1)
    event = BondEvent(account_id, bond, "ended", now, account_id, reason="asked_by_person")
    hands.save(changed, [event], context.audit(Action.LEAVE_HANDBOOK, Ground.GUARDIAN, current.handbook_id))


def _forget[S: SentCodes, T](account_id: AccountId, door: Door[S, T]) -> None:
    account = door.directory.account(account_id)
    if account is not None and not account.number_gone:
        door.numbers.give_up(account_id, door.index_of(account.phone))
    profile = door.accounts.profile(account_id)
    if profile.email or profile.display_name or profile.has_password:
        door.accounts.save_profile(replace(profile, display_name=None, email=None, has_password=False), profile)
