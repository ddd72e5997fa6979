"""The due index and the claims, kept in memory, with the guarantees of storage/reminders.py."""

from collections.abc import Iterator
from datetime import date

from handbook.domain.ids import AccountId, HandbookId
from handbook.domain.paging import Page, Position
from handbook.domain.reminders.due_index import due_key, shard_of
from handbook.domain.reminders.messages import Message

type _Name = tuple[HandbookId, str, AccountId]


def name_of(message: Message) -> _Name:
    return message.handbook_id, message.occurrence, message.account_id


class FakeReminders:
    """Handbooks by day and shard; claims that nobody can make twice."""

    def __init__(self) -> None:
        self.days: dict[HandbookId, tuple[date | None, int]] = {}
        self.claims: dict[_Name, str] = {}
        self.messages: dict[_Name, Message] = {}
        self.told: set[tuple[AccountId, date]] = set()

    def schedule(self, handbook_id: HandbookId, on: date | None, as_of: int) -> bool:
        if handbook_id in self.days and self.days[handbook_id][1] > as_of:
            return False
        self.days[handbook_id] = (on, as_of)
        return True

    def due(self, on: date, shard: int) -> Iterator[HandbookId]:
        for handbook_id, (day, _) in list(self.days.items()):
            if day is not None and due_key(day, shard_of(handbook_id)) == due_key(on, shard):
                yield handbook_id

    def claim(self, messages: list[Message], account_id: AccountId, today: date) -> bool:
        taken = (account_id, today) in self.told or any(name_of(message) in self.claims for message in messages)
        if taken:
            return False
        self.told.add((account_id, today))
        for message in messages:
            self.claims[name_of(message)] = message.state
            self.messages[name_of(message)] = message
        return True

    def settle(self, messages: list[Message], state: str) -> None:
        for message in messages:
            self.claims[name_of(message)] = state

    def was_claimed(self, message: Message) -> bool:
        return name_of(message) in self.claims

    def of_handbook(self, handbook_id: HandbookId, limit: int, position: Position | None = None) -> Page[Message]:
        assert position is None
        found = [message for name, message in self.messages.items() if name[0] == handbook_id]
        return Page(tuple(found[:limit]))
