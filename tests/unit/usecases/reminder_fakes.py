"""The due index, claims, recipients and providers in memory, with the guarantees of the storage and of the gateways."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from handbook.domain.calendar import local_date
from handbook.domain.ids import AccountId, CommuneCode, HandbookId, PhoneE164, PhoneIndex
from handbook.domain.paging import Page, Position
from handbook.domain.reminders.closing import Closed
from handbook.domain.reminders.delivery import Breaker, Said, Verdict
from handbook.domain.reminders.devices import Device, DeviceId
from handbook.domain.reminders.drift import Indexed, Listed
from handbook.domain.reminders.due_index import due_key, shard_of
from handbook.domain.reminders.messages import Message, State, Text, follows
from handbook.domain.reminders.recipients import Recipient
from handbook.usecases.settle_text import Ledger
from tests.fakes import FakeDirectory, index_of

type Name = tuple[HandbookId, str, AccountId]


def name_of(message: Message) -> Name:
    return message.handbook_id, message.occurrence, message.account_id


class FakeReminders:
    """Handbooks by day and shard, and the messages of `texts`."""

    def __init__(self, texts: "FakeTexts | None" = None) -> None:
        self.days: dict[HandbookId, tuple[date | None, int]] = {}
        self.texts = texts or FakeTexts()

    def schedule(self, handbook_id: HandbookId, on: date | None, as_of: int) -> bool:
        if handbook_id in self.days and self.days[handbook_id][1] > as_of:
            return False
        self.days[handbook_id] = (on, as_of)
        return True

    def due(self, on: date, shard: int) -> Iterator[HandbookId]:
        for handbook_id, (day, _) in list(self.days.items()):
            if day is not None and due_key(day, shard_of(handbook_id)) == due_key(on, shard):
                yield handbook_id

    def count_due(self, on: date, shard: int) -> int:
        return len(list(self.due(on, shard)))

    def indexed(self, handbook_ids: Sequence[HandbookId]) -> dict[HandbookId, Indexed]:
        return {one: Indexed(*self.days[one]) for one in handbook_ids if one in self.days}

    def told(self, handbooks: Sequence[HandbookId]) -> list[Message]:
        return list(self.of_handbook(handbooks, 60).items)

    def of_handbook(
        self, handbooks: Sequence[HandbookId], limit: int, position: Position | None = None
    ) -> Page[Message]:
        assert position is None
        found = [message for name, message in self.texts.messages.items() if name[0] in handbooks]
        return Page(tuple(sorted(found, key=lambda one: one.occurrence, reverse=True)[:limit]))


class FakeTexts:
    """Claims that nobody can make twice."""

    def __init__(self) -> None:
        self.messages: dict[Name, Message] = {}
        self.texts: dict[str, Text] = {}
        self.days: dict[tuple[AccountId, date], bool] = {}
        self.links: dict[tuple[str, str], dict[str, Any]] = {}

    def claim(self, text: Text) -> bool:
        day = (text.account_id, local_date(text.claimed_at))
        before = [self.messages.get(name_of(one)) for one in text.messages]
        if self.days.get(day) or any(one and one.state is not State.REFUSED for one in before):
            return False
        self.days[day] = True
        self.texts[text.reference] = text
        self.messages |= {name_of(one): one for one in text.messages}
        return True

    def move(self, text: Text) -> None:
        self.texts[text.reference] = replace(self.texts[text.reference], provider=text.provider)

    def settle(self, text: Text, state: State) -> bool:
        if not follows(self.texts[text.reference].state, state):
            return False
        messages = [replace(one, state=state, cause=text.cause) for one in text.messages]
        self.texts[text.reference] = replace(text, state=state, messages=tuple(messages))
        self.messages |= {name_of(one): one for one in messages}
        if state is State.REFUSED:
            self.days[text.account_id, local_date(text.claimed_at)] = False
        return True

    def get(self, reference: str) -> Text | None:
        return self.texts.get(reference)

    def open_claims(self, on: date, shard: int) -> Iterator[Text]:
        for text in list(self.texts.values()):
            place = (local_date(text.claimed_at), shard_of(text.messages[0].handbook_id))
            if text.state is State.CLAIMED and place == (on, shard):
                yield text

    def link(self, provider: str, provider_id: str, reference: str) -> Mapping[str, Any] | None:
        item = self.links.setdefault((provider, provider_id), {})
        if item.setdefault("reference", reference) != reference:
            return None
        found: Mapping[str, Any] | None = item.get("receipt")
        return found

    def receive(self, provider: str, provider_id: str, receipt: Mapping[str, Any]) -> str | None:
        item = self.links.setdefault((provider, provider_id), {})
        item["receipt"] = receipt
        return item.get("reference")

    def states(self) -> list[State]:
        """What became of every text, in the order of claims."""
        return [text.state for text in self.texts.values()]


class FakeClosings:
    """Writes down what the storage would in one transaction."""

    def __init__(self, texts: FakeTexts, reminders: FakeReminders) -> None:
        self.texts, self.reminders = texts, reminders

    def close(self, closed: Closed) -> None:
        for text, state in closed.texts:
            self.texts.settle(text, state)
        for day in closed.next_days:
            self.reminders.schedule(day.handbook_id, day.on, day.as_of)


class FakeRecipients:
    """Accounts as recipients; the day's marker is that of `texts`."""

    def __init__(self, texts: FakeTexts) -> None:
        self.texts = texts
        self.dead: dict[AccountId, PhoneIndex] = {}
        self.devices: dict[AccountId, tuple[Device, ...]] = {}
        self.handbooks: dict[AccountId, tuple[HandbookId, ...]] = {}

    def get(self, account_id: AccountId, today: date) -> Recipient:
        written = self.texts.days.get((account_id, today), False)
        guarded = self.handbooks.get(account_id)
        return Recipient(written, self.devices.get(account_id, ()), self.dead.get(account_id), guarded)

    def get_many(self, account_ids: Sequence[AccountId], today: date) -> dict[AccountId, Recipient]:
        return {one: self.get(one, today) for one in account_ids}

    def guarded(self, account_ids: Sequence[AccountId]) -> dict[AccountId, tuple[HandbookId, ...]]:
        return {one: self.handbooks[one] for one in account_ids if one in self.handbooks}

    def guards(self, account_id: AccountId, handbook_id: HandbookId, *, still: bool) -> None:
        before = {*self.handbooks.get(account_id, ())} - {handbook_id}
        self.handbooks[account_id] = tuple(sorted(before | ({handbook_id} if still else set())))

    def bury(self, account_id: AccountId, number: PhoneIndex, at: datetime, cause: str) -> None:
        assert at.tzinfo is not None
        assert cause is not None
        self.dead[account_id] = number

    def forget_device(self, account_id: AccountId, device_id: DeviceId) -> bool:
        mine = self.devices.get(account_id, ())
        self.devices[account_id] = tuple(one for one in mine if one.device_id != device_id)
        return len(self.devices[account_id]) < len(mine)

    def install(self, account_id: AccountId, *endpoints: str) -> None:
        """Give an account installations of the app, the last seen first."""
        at = datetime(2026, 1, 1, tzinfo=UTC)
        self.devices[account_id] = tuple(Device(DeviceId(one), "fcm", one, at, at) for one in endpoints)


class FakeBreakers:
    """Breakers with versions; `reads` counts how often one was read."""

    def __init__(self) -> None:
        self.kept: dict[str, Breaker] = {}
        self.reads = 0

    def get(self, provider: str) -> Breaker:
        self.reads += 1
        return self.kept.get(provider, Breaker(provider))

    def save(self, breaker: Breaker) -> Breaker | None:
        if self.kept.get(breaker.provider, Breaker(breaker.provider)).version != breaker.version:
            return None
        self.kept[breaker.provider] = replace(breaker, version=(breaker.version or 0) + 1)
        return self.kept[breaker.provider]


class FakeDefaulters:
    """Who stands on the list of who did not come."""

    def __init__(self) -> None:
        self.places: dict[HandbookId, Listed] = {}

    def listed(self, handbook_ids: Sequence[HandbookId]) -> dict[HandbookId, Listed]:
        return {one: self.places[one] for one in handbook_ids if one in self.places}

    def follow(self, handbook_id: HandbookId, on: date | None, commune_code: CommuneCode | None, as_of: int) -> bool:
        if handbook_id in self.places and self.places[handbook_id].as_of > as_of:
            return False
        self.places[handbook_id] = Listed(on, commune_code, as_of)
        return True


@dataclass
class FakeProvider:
    """Takes texts. `says` lists the next answers; a text that was taken is remembered by its reference."""

    name: str = "first"
    says: list[Said] = field(default_factory=list)
    always: Said | None = None
    taken: dict[str, tuple[str, str]] = field(default_factory=dict)
    calls: list[tuple[str, str]] = field(default_factory=list)
    askable: bool = True

    def send(self, to: str, words: str, reference: str) -> Said:
        self.calls.append((to, words))
        said = (
            self.says.pop(0)
            if self.says
            else self.always or Said(Verdict.TAKEN, f"id-{len(self.calls)}", names_by_id=True)
        )
        if said.verdict is Verdict.TAKEN:
            self.taken[reference] = (to, words)
        return said

    def ask(self, reference: str) -> Said | None:
        if not self.askable:
            return None
        return Said(Verdict.TAKEN if reference in self.taken else Verdict.NOT_TAKEN)

    @property
    def sent(self) -> list[tuple[str, str]]:
        """What reached a phone, in order."""
        return list(self.taken.values())


class NoPace:
    """Never waits; counts the turns."""

    turns = 0

    def take(self) -> None:
        self.turns += 1


def ledger_of(texts: FakeTexts, recipients: FakeRecipients, directory: FakeDirectory) -> tuple[Ledger, list[Text]]:
    """Put a ledger together; the list takes the texts of which a unit was told that a number is dead."""
    deaths: list[Text] = []

    def phone_of(text: Text) -> PhoneE164 | None:
        account = directory.account(text.account_id)
        return account.phone if account else None

    return Ledger(texts, recipients, index_of, phone_of, lambda text, _: deaths.append(text)), deaths
