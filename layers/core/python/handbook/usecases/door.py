"""What signing in works with, and what it leaves behind: that an account was seen, and its log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from handbook.domain.accounts import AccountEvent, EventKind, Standing, needs_proof
from handbook.domain.calendar import local_date
from handbook.domain.marks import stands_for
from handbook.usecases.one_time_codes import Client, Codes, SentCodes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from handbook.domain.accounts import Profile
    from handbook.domain.audit import AuditEntry
    from handbook.domain.directory import Account
    from handbook.domain.ids import AccountId, PhoneE164, PhoneIndex
    from handbook.domain.number_changes import NumberChange
    from handbook.domain.paging import Page, Position
    from handbook.domain.receipts import Receipt
    from handbook.usecases.ports import Directory, IndexOf, NewId, Recipients


class SignIns[S: SentCodes](Codes[S], Protocol):
    """See storage.sign_in.SignIns."""

    def issue_ticket(self, ticket_proof: str, account_id: str, now: datetime) -> None: ...
    def redeem_ticket(self, ticket_proof: str, account_id: str, now: datetime) -> bool: ...


class Accounts(Protocol):
    """See storage.accounts.Accounts."""

    def profile(self, account_id: AccountId) -> Profile: ...
    def save_profile(self, profile: Profile, before: Profile, event: AccountEvent | None = None) -> Profile: ...
    def account_of_email(self, email: str) -> AccountId | None: ...
    def standing(self, account_id: AccountId) -> Standing: ...
    def see(self, account_id: AccountId, at: datetime, number: datetime | None) -> None: ...
    def set_closing(self, account_id: AccountId, on: date | None, event: AccountEvent | None = None) -> None: ...


class Events(Protocol):
    """See storage.account_events.AccountEvents."""

    def note(self, event: AccountEvent) -> None: ...
    def page(self, account_id: AccountId, limit: int, position: Position | None = None) -> Page[AccountEvent]: ...


class Numbers(Protocol):
    """See storage.numbers.Numbers."""

    def move(
        self,
        account: Account,
        phone: PhoneE164,
        old: PhoneIndex,
        new: PhoneIndex,
        owner: AccountId | None,
        now: datetime,
        change: NumberChange | None = None,
        events: Sequence[AccountEvent] = (),
    ) -> None: ...
    def begin_anew(self, fresh: Account, index: PhoneIndex, owner: AccountId, event: AccountEvent) -> None: ...
    def give_up(self, account_id: AccountId, index: PhoneIndex) -> None: ...
    def erase(self, account_id: AccountId) -> None: ...
    def ask(
        self,
        change: NumberChange,
        index: PhoneIndex,
        entry: AuditEntry,
        receipt: Receipt,
        result: object,
        event: AccountEvent,
    ) -> None: ...
    def refuse(self, change: NumberChange, event: AccountEvent) -> None: ...
    def change_of(self, account_id: AccountId) -> NumberChange | None: ...
    def waiting(self, index: PhoneIndex) -> NumberChange | None: ...


class Pool[T](Protocol):
    """See gateways.cognito.FamilyPool."""

    def add(self, account_id: AccountId) -> None: ...
    def add_missing(self, account_id: AccountId) -> bool: ...
    def exchange(self, account_id: AccountId, ticket: str) -> T: ...
    def check_password(self, account_id: AccountId, password: str) -> T: ...
    def set_password(self, account_id: AccountId, password: str) -> None: ...
    def sign_out(self, account_id: AccountId) -> None: ...


@dataclass(frozen=True, slots=True)
class Door[S: SentCodes, T]:
    """What signing in works with."""

    sign_ins: SignIns[S]
    accounts: Accounts
    events: Events
    numbers: Numbers
    directory: Directory
    recipients: Recipients
    pool: Pool[T]
    index_of: IndexOf
    pepper: bytes
    new_id: NewId


def note[S: SentCodes, T](
    account_id: AccountId, kind: EventKind, client: Client, now: datetime, door: Door[S, T], way: str = ""
) -> None:
    """Write into an account's log what happened to it outside of our tables. Raises: UnavailableError."""
    door.events.note(event_of(account_id, kind, client, now, way))


def event_of(account_id: AccountId, kind: EventKind, client: Client, now: datetime, way: str = "") -> AccountEvent:
    """Make the line of an account's log; what changes in our tables takes it into its transaction."""
    return AccountEvent(account_id, kind, now, client.request_id, client.address, way)


def arrive[S: SentCodes, T](
    account_id: AccountId,
    way: str,
    standing: Standing,
    client: Client,
    now: datetime,
    door: Door[S, T],
    *,
    number_seen: datetime | None,
) -> None:
    """Write down that somebody signed in to an account; one that was to be closed is kept.

    `number_seen`: when a code that went to the number was last right; now, where that is how they came.
    Raises: UnavailableError.
    """
    keep_seen(account_id, standing, now, door.accounts, number_seen)
    if standing.closing_on is not None:
        door.accounts.set_closing(account_id, None, event_of(account_id, EventKind.CLOSING_STOPPED, client, now, way))
    note(account_id, EventKind.SIGNED_IN, client, now, door, way)


def keep_seen(
    account_id: AccountId, standing: Standing, now: datetime, accounts: Accounts, number_seen: datetime | None
) -> None:
    """Write down that an account, and its number, was seen, once a day at most. Raises: UnavailableError."""
    if _day(standing.last_seen) != local_date(now) or _day(standing.number_seen) != _day(number_seen):
        accounts.see(account_id, now, number_seen)


def _day(at: datetime | None) -> date | None:
    return local_date(at) if at is not None else None


def last_number_seen[S: SentCodes, T](
    account_id: AccountId, standing: Standing, now: datetime, door: Door[S, T]
) -> datetime:
    """Say when an account's number was last seen; of before this was written down, any sight counts."""
    seen = standing.number_seen or standing.last_seen
    if seen is not None:
        return seen
    account = door.directory.account(account_id)
    return account.created_at if account else now


def is_doubtful[S: SentCodes, T](
    account_id: AccountId, index: PhoneIndex, standing: Standing, now: datetime, door: Door[S, T]
) -> bool:
    """Say whether a number alone opens an account no more: long unseen, or reported dead since it was last seen."""
    seen = last_number_seen(account_id, standing, now, door)
    recipient = door.recipients.get(account_id, local_date(now))
    return needs_proof(seen, recipient.dead_since if stands_for(recipient.dead_number, index) else None, now)
