"""The due index, and what was said about a handbook."""

from collections.abc import Iterator, Sequence
from datetime import date

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.transactions import TransactWrite

from handbook.domain.calendar import from_iso_utc, iso_utc
from handbook.domain.errors import ConflictError
from handbook.domain.ids import AccountId, HandbookId
from handbook.domain.paging import Page, Position
from handbook.domain.reminders.closing import NextDay
from handbook.domain.reminders.drift import Indexed
from handbook.domain.reminders.due_index import due_key, shard_of
from handbook.domain.reminders.kinds import Kind
from handbook.domain.reminders.messages import Message, State
from handbook.storage.pages import fetched, gathered
from handbook.storage.tables import Item, table_name, translated

MOST_TOLD = 60
"""Messages about a handbook that a decision looks at, the latest dates first: more than a year of them."""


class RemindersTableItem(Item):
    """Base of what the reminders table holds."""

    class Meta:
        table_name = table_name("REMINDERS_TABLE")


class DueIndex(GlobalSecondaryIndex["DueItem"]):
    """Handbooks by day and shard; an item is here only while something is due."""

    class Meta:
        index_name = "gsi1"
        projection = KeysOnlyProjection()

    gsi1pk = UnicodeAttribute(hash_key=True)
    gsi1sk = UnicodeAttribute(range_key=True)


class DueItem(RemindersTableItem):
    """When a handbook is looked at next. `as_of` is the handbook's version that this was derived from."""

    as_of = NumberAttribute()
    gsi1pk = UnicodeAttribute(null=True)
    gsi1sk = UnicodeAttribute(null=True)
    by_day = DueIndex()


class MessageItem(RemindersTableItem):
    """One message about one occurrence: written before the provider is called, at most once."""

    account_id = UnicodeAttribute()
    kind = UnicodeAttribute()
    subject = UnicodeAttribute()
    whats = JSONAttribute()
    recommended_on = UnicodeAttribute()
    claimed_at = UnicodeAttribute()
    state = UnicodeAttribute()
    channel = UnicodeAttribute()
    reference = UnicodeAttribute()
    tries = NumberAttribute()
    cause = UnicodeAttribute(null=True)
    session_on = UnicodeAttribute(null=True)


def partition_of(handbook_id: str) -> str:
    """Give the partition of what belongs to a handbook."""
    return f"HANDBOOK#{handbook_id}"


def message_key(message: Message) -> tuple[str, str]:
    """Give the keys of a message: one occurrence and account has one."""
    return partition_of(message.handbook_id), f"MESSAGE#{message.occurrence}#{message.account_id}"


def item_of(message: Message) -> MessageItem:
    """Write a message."""
    return MessageItem(
        *message_key(message),
        account_id=message.account_id,
        kind=message.kind,
        subject=message.subject,
        whats=list(message.whats),
        recommended_on=message.recommended_on.isoformat(),
        claimed_at=iso_utc(message.claimed_at),
        state=message.state,
        channel=message.channel,
        reference=message.reference,
        tries=message.tries,
        cause=message.cause or None,
        session_on=message.session_on.isoformat() if message.session_on else None,
    )


def message_of(item: MessageItem) -> Message:
    """Read a message."""
    return Message(
        handbook_id=HandbookId(item.pk.removeprefix("HANDBOOK#")),
        account_id=AccountId(item.account_id),
        occurrence=item.sk.removeprefix("MESSAGE#").rsplit("#", 1)[0],
        kind=Kind(item.kind),
        recommended_on=date.fromisoformat(item.recommended_on),
        claimed_at=from_iso_utc(item.claimed_at),
        state=State(item.state),
        channel=item.channel,
        subject=item.subject,
        whats=tuple(item.whats),
        reference=item.reference,
        tries=int(item.tries),
        cause=item.cause or "",
        session_on=date.fromisoformat(item.session_on) if item.session_on else None,
    )


def _indexed(item: DueItem) -> Indexed:
    on = item.gsi1pk.split("#")[1] if item.gsi1pk else None
    return Indexed(date.fromisoformat(on) if on else None, int(item.as_of))


def _next_day(day: NextDay) -> tuple[DueItem, list[Action], Condition]:
    item = DueItem(partition_of(day.handbook_id), "DUE")
    place: list[Action] = (
        [DueItem.gsi1pk.set(due_key(day.on, shard_of(day.handbook_id))), DueItem.gsi1sk.set(day.handbook_id)]
        if day.on
        else [DueItem.gsi1pk.remove(), DueItem.gsi1sk.remove()]
    )
    fresh = DueItem.pk.does_not_exist() | (DueItem.as_of <= day.as_of)
    return item, [DueItem.as_of.set(day.as_of), *place], fresh


def write_next_day(writes: TransactWrite, day: NextDay) -> None:
    """Put a handbook on its next day in a transaction, which fails when newer facts are already there."""
    item, actions, fresh = _next_day(day)
    writes.update(item, actions=actions, condition=fresh)


def _written(item: DueItem, actions: list[Action], condition: Condition) -> bool:
    try:
        with translated():
            item.update(actions=actions, condition=condition)
    except ConflictError:
        return False
    return True


class Reminders:
    """What is due when, and what was said about a handbook."""

    def schedule(self, handbook_id: HandbookId, on: date | None, as_of: int) -> bool:
        """Put a handbook on its next day, or off the index; false when newer facts are already there.

        Applying the same change twice, or late, changes nothing.
        """
        item, actions, fresh = _next_day(NextDay(handbook_id, on, as_of))
        return _written(item, actions, fresh)

    def follow(self, handbook_id: HandbookId, on: date | None, as_of: int) -> bool:
        """Do the same for a change that the stream tells of; false also when it was told before.

        A morning may have moved the handbook on since: a change that comes again leaves it there.
        """
        item, actions, _ = _next_day(NextDay(handbook_id, on, as_of))
        return _written(item, actions, DueItem.pk.does_not_exist() | (DueItem.as_of < as_of))

    def due(self, on: date, shard: int) -> Iterator[HandbookId]:
        """Walk one shard of a day, page by page (AP-17)."""
        found = DueItem.by_day.query(due_key(on, shard), page_size=200)
        while True:
            with translated():
                item = next(found, None)
            if item is None:
                return
            yield HandbookId(item.pk.removeprefix("HANDBOOK#"))

    def count_due(self, on: date, shard: int) -> int:
        """Count who stands in one shard of a day, without reading who it is (AP-120)."""
        with translated():
            return DueItem.by_day.count(due_key(on, shard))

    def indexed(self, handbook_ids: Sequence[HandbookId]) -> dict[HandbookId, Indexed]:
        """Read where handbooks stand, a hundred in a request; those that were never placed are left out (AP-67)."""
        with translated():
            found = fetched(DueItem, [partition_of(one) for one in handbook_ids], "DUE")
        return {HandbookId(item.pk.removeprefix("HANDBOOK#")): _indexed(item) for item in found}

    def told(self, handbooks: Sequence[HandbookId]) -> list[Message]:
        """List what was said about a handbook and those read in it, as far as a decision looks (AP-18).

        The latest dates come first.
        """
        return list(self.of_handbook(handbooks, MOST_TOLD).items)

    def of_handbook(
        self, handbooks: Sequence[HandbookId], limit: int, position: Position | None = None
    ) -> Page[Message]:
        """List the messages about a handbook and those that are read in it, newest first (AP-19)."""
        begins = MessageItem.sk.startswith("MESSAGE#")
        with translated():
            return gathered(
                [partition_of(one) for one in handbooks],
                lambda partition, start: MessageItem.query(
                    partition, begins, scan_index_forward=False, limit=limit, last_evaluated_key=start
                ),
                message_of,
                limit,
                position,
                "MESSAGE#",
                descending=True,
            )
