"""The state of signing in, kept in memory, with the guarantees of storage/sign_in.py."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from handbook.domain import sign_in
from handbook.domain.account_errors import EmailTakenError, NumberTakenError
from handbook.domain.accounts import AccountEvent, EventKind, Profile, Standing
from handbook.domain.audit import AuditEntry
from handbook.domain.directory import Account
from handbook.domain.errors import ConflictError, StaleVersionError, UnavailableError, WrongCredentialsError
from handbook.domain.ids import AccountId, PhoneE164, PhoneIndex
from handbook.domain.number_changes import NumberChange
from handbook.domain.paging import Page, Position
from handbook.domain.receipts import Receipt
from handbook.usecases.door import Door
from tests.builders import ids
from tests.fakes import FakeDirectory, FakeSms, index_of
from tests.unit.usecases.reminder_fakes import FakeRecipients, FakeTexts

PEPPER = b"pepper"


@dataclass(frozen=True, slots=True)
class Sent:
    instants: tuple[datetime, ...] = ()
    version: int = 0
    known: tuple[datetime, ...] = ()
    kept_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Challenge:
    challenge_id: str
    code_proof: str
    expires_at: datetime
    tries_left: int


@dataclass(slots=True)
class FakeSignIns:
    """One living code a number; tickets; counters of the current window."""

    sent: dict[PhoneIndex, Sent] = field(default_factory=dict)
    living: dict[PhoneIndex, Challenge] = field(default_factory=dict)
    used: dict[PhoneIndex, Challenge] = field(default_factory=dict)
    tickets: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    raced: bool = False

    def sent_to(self, index: PhoneIndex) -> Sent:
        self.calls.append("sent_to")
        return self.sent.get(index, Sent())

    def begin(
        self, index: PhoneIndex, challenge_id: str, code_proof: str, sent: Sent, now: datetime, *, is_known: bool
    ) -> None:
        self.calls.append("begin")
        if self.raced or self.sent.get(index, Sent()).version != sent.version:
            raise ConflictError
        instants = (*sign_in.still_counted(sent.instants, now), now)
        known = (*sign_in.still_counted(sent.known, now), *([now] if is_known else []))
        self.sent[index] = Sent(instants, sent.version + 1, known, now + sign_in.CODE_LIFE if is_known else None)
        self.living[index] = Challenge(challenge_id, code_proof, now + sign_in.CODE_LIFE, sign_in.TRIES)

    def take_back(self, index: PhoneIndex, sent: Sent) -> None:
        self.calls.append("take_back")
        self.sent[index] = Sent(sent.instants, sent.version + 1, sent.known)
        self.living.pop(index, None)

    def uncount(self, subjects: list[tuple[str, sign_in.Limit]], now: datetime) -> None:
        self.calls.append("uncount")
        for subject, limit in subjects:
            self.seen[f"{subject}#{int(now.timestamp() // limit.window.total_seconds())}"] -= 1

    def spend_try(self, index: PhoneIndex, challenge_id: str, now: datetime) -> str | None:
        self.calls.append("spend_try")
        found = self.living.get(index)
        if found is None or found.challenge_id != challenge_id or found.tries_left < 1 or found.expires_at <= now:
            return None
        self.living[index] = replace(found, tries_left=found.tries_left - 1)
        return found.code_proof

    def use_up(self, index: PhoneIndex, challenge_id: str) -> bool:
        self.calls.append("use_up")
        found = self.living.get(index)
        if found is None or found.challenge_id != challenge_id:
            return False
        self.used[index] = self.living.pop(index)
        self.sent[index] = replace(self.sent[index], kept_until=None)
        return True

    def give_back(self, index: PhoneIndex, challenge_id: str, code_proof: str) -> None:
        self.calls.append("give_back")
        if index not in self.living:
            self.living[index] = replace(self.used.pop(index), challenge_id=challenge_id, code_proof=code_proof)

    def issue_ticket(self, ticket_proof: str, account_id: str, now: datetime) -> None:
        self.calls.append("issue_ticket")
        self.tickets[ticket_proof] = (account_id, now + sign_in.TICKET_LIFE)

    def redeem_ticket(self, ticket_proof: str, account_id: str, now: datetime) -> bool:
        owner, lapses = self.tickets.get(ticket_proof, ("", now))
        if owner != account_id or lapses <= now:
            return False
        del self.tickets[ticket_proof]
        return True

    def count(self, subjects: list[tuple[str, sign_in.Limit]], now: datetime) -> sign_in.Limit | None:
        self.calls.append("count")
        for place, (subject, limit) in enumerate(subjects):
            window = f"{subject}#{int(now.timestamp() // limit.window.total_seconds())}"
            if self.seen.get(window, 0) >= limit.most:
                self.uncount(subjects[:place], now)
                return limit
            self.seen[window] = self.seen.get(window, 0) + 1
        return None


class FakePool:
    """The families' pool; a token names the account and the ticket that it was given for."""

    def __init__(self) -> None:
        self.users: list[AccountId] = []
        self.tickets: list[str] = []
        self.passwords: dict[AccountId, str] = {}
        self.asked: list[AccountId] = []
        self.signed_out: list[AccountId] = []
        self.silent = 0

    def add(self, account_id: AccountId) -> None:
        self.users.append(account_id)

    def add_missing(self, account_id: AccountId) -> bool:
        return False

    def exchange(self, account_id: AccountId, ticket: str) -> str:
        self.tickets.append(ticket)
        if self.silent:
            self.silent -= 1
            raise UnavailableError("Timeout")
        return f"tokens of {account_id}"

    def check_password(self, account_id: AccountId, password: str) -> str:
        self.asked.append(account_id)
        if self.passwords.get(account_id) != password:
            raise WrongCredentialsError
        return f"tokens of {account_id}"

    def set_password(self, account_id: AccountId, password: str) -> None:
        self.passwords[account_id] = password

    def sign_out(self, account_id: AccountId) -> None:
        self.signed_out.append(account_id)

    def remove(self, account_id: AccountId) -> None:
        self.users = [one for one in self.users if one != account_id]
        self.passwords.pop(account_id, None)


class FakeAccounts:
    """Profiles with versions, and standings."""

    def __init__(self, events: "FakeEvents") -> None:
        self.events = events
        self.profiles: dict[AccountId, Profile] = {}
        self.standings: dict[AccountId, Standing] = {}
        self.seen: list[datetime] = []

    def profile(self, account_id: AccountId) -> Profile:
        return self.profiles.get(account_id, Profile(account_id))

    def save_profile(self, profile: Profile, before: Profile, event: AccountEvent | None = None) -> Profile:
        if self.profile(profile.account_id).version != before.version:
            raise StaleVersionError
        if profile.email and self.account_of_email(profile.email) not in {None, profile.account_id}:
            raise EmailTakenError("email")
        self.profiles[profile.account_id] = replace(profile, version=before.version + 1)
        self.events.noted += [event] if event else []
        return self.profiles[profile.account_id]

    def account_of_email(self, email: str) -> AccountId | None:
        return next((one.account_id for one in self.profiles.values() if one.email == email), None)

    def standing(self, account_id: AccountId) -> Standing:
        return self.standings.get(account_id, Standing())

    def see(self, account_id: AccountId, at: datetime, number: datetime | None) -> None:
        self.seen.append(at)
        standing = self.standing(account_id)
        self.standings[account_id] = replace(standing, last_seen=at, number_seen=number or standing.number_seen)

    def set_closing(self, account_id: AccountId, on: date | None, event: AccountEvent | None = None) -> None:
        self.standings[account_id] = replace(self.standing(account_id), closing_on=on)
        self.events.noted += [event] if event else []


class FakeEvents:
    """What happened, oldest first."""

    def __init__(self) -> None:
        self.noted: list[AccountEvent] = []

    def note(self, event: AccountEvent) -> None:
        self.noted.append(event)

    def page(self, account_id: AccountId, limit: int, position: Position | None = None) -> Page[AccountEvent]:
        assert position is None
        mine = [one for one in reversed(self.noted) if one.account_id == account_id]
        return Page(tuple(mine[:limit]))

    def kinds(self, account_id: AccountId) -> list[EventKind]:
        """Name what happened to one account, oldest first."""
        return [one.kind for one in self.noted if one.account_id == account_id]


class FakeNumbers:
    """Numbers of accounts, and the changes that units asked for."""

    def __init__(self, directory: FakeDirectory, events: FakeEvents) -> None:
        self.directory = directory
        self.events = events
        self.changes: dict[AccountId, NumberChange] = {}
        self.waits: dict[PhoneIndex, AccountId] = {}
        self.audited: list[AuditEntry] = []

    def _take(self, index: PhoneIndex, account_id: AccountId, owner: AccountId | None) -> None:
        if self.directory.account_of_phone(index) != owner:
            raise NumberTakenError
        if owner is not None:
            self._leave(owner)
        self.directory.by_phone[index] = account_id

    def _leave(self, account_id: AccountId) -> None:
        self.directory.accounts[account_id] = replace(self.directory.accounts[account_id], number_gone=True)

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
    ) -> None:
        self._take(new, account.account_id, owner)
        self.events.noted += events
        self.directory.by_phone.pop(old, None)
        self.directory.accounts[account.account_id] = replace(account, phone=phone, number_gone=False)
        if change is not None:
            self._settle(change, "done")

    def begin_anew(self, fresh: Account, index: PhoneIndex, owner: AccountId, event: AccountEvent) -> None:
        self._take(index, fresh.account_id, owner)
        self.events.noted.append(event)
        self.directory.accounts[fresh.account_id] = fresh

    def give_up(self, account_id: AccountId, index: PhoneIndex) -> None:
        self.directory.by_phone.pop(index)
        self._leave(account_id)

    def erase(self, account_id: AccountId) -> None:
        account = self.directory.accounts[account_id]
        assert account.number_gone
        self.directory.accounts[account_id] = replace(account, phone=PhoneE164(""))
        self.changes.pop(account_id, None)

    def ask(
        self,
        change: NumberChange,
        index: PhoneIndex,
        entry: AuditEntry,
        receipt: Receipt,
        result: object,
        event: AccountEvent,
    ) -> None:
        assert receipt.render(result)
        self.events.noted.append(event)
        self.changes[change.account_id], self.waits[index] = change, change.account_id
        self.audited.append(entry)

    def refuse(self, change: NumberChange, event: AccountEvent) -> None:
        self._settle(change, "refused")
        self.events.noted.append(event)

    def _settle(self, change: NumberChange, state: str) -> None:
        if self.changes[change.account_id].state != "waits":
            raise ConflictError
        self.changes[change.account_id] = replace(change, state=state)  # type: ignore[arg-type]

    def change_of(self, account_id: AccountId) -> NumberChange | None:
        return self.changes.get(account_id)

    def waiting(self, index: PhoneIndex) -> NumberChange | None:
        change = self.changes.get(self.waits.get(index, AccountId("")))
        return change if change is not None and change.state == "waits" else None


class House:
    """A door with everything behind it, and the letters that went out."""

    def __init__(self, directory: FakeDirectory | None = None) -> None:
        self.directory, self.sign_ins, self.pool = directory or FakeDirectory(), FakeSignIns(), FakePool()
        self.events, self.sms = FakeEvents(), FakeSms()
        self.accounts = FakeAccounts(self.events)
        self.recipients = FakeRecipients(FakeTexts())
        self.numbers = FakeNumbers(self.directory, self.events)
        self.letters: list[tuple[str, str | None]] = []
        self.moved: list[tuple[Account, PhoneE164]] = []
        self.new_id = ids()

    @property
    def door(self) -> Door[Sent, str]:
        """Give what signing in works with."""
        return Door(
            self.sign_ins,
            self.accounts,
            self.events,
            self.numbers,
            self.directory,
            self.recipients,
            self.pool,
            index_of,
            PEPPER,
            self.new_id,
        )

    def letter(self, address: str, code: str | None) -> None:
        """Send a letter."""
        self.letters.append((address, code))
