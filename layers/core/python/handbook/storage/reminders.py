"""The due index, and the messages that were claimed and sent."""

from collections.abc import Iterator
from datetime import date

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from handbook.domain.calendar import from_iso_utc, iso_utc
from handbook.domain.errors import ConflictError
from handbook.domain.ids import AccountId, HandbookId
from handbook.domain.paging import Page, Position
from handbook.domain.reminders.due_index import due_key, shard_of
from handbook.domain.reminders.kinds import Kind
from handbook.domain.reminders.messages import Message
from handbook.storage.pages import page_of, start_key
from handbook.storage.tables import Item, table_name, transaction, translated


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
    recommended_on = UnicodeAttribute()
    claimed_at = UnicodeAttribute()
    state = UnicodeAttribute()
    channel = UnicodeAttribute()


class DayItem(RemindersTableItem):
    """That an account was written to on a day."""

    claimed_at = UnicodeAttribute()


def _partition(handbook_id: str) -> str:
    return f"HANDBOOK#{handbook_id}"


def _message_key(message: Message) -> tuple[str, str]:
    return _partition(message.handbook_id), f"MESSAGE#{message.occurrence}#{message.account_id}"


class Reminders:
    """What is due when, and who was told."""

    def schedule(self, handbook_id: HandbookId, on: date | None, as_of: int) -> bool:
        """Put a handbook on its next day, or off the index; false when newer facts are already there.

        Applying the same change twice, or late, changes nothing.
        """
        item = DueItem(_partition(handbook_id), "DUE")
        place = (
            [DueItem.gsi1pk.set(due_key(on, shard_of(handbook_id))), DueItem.gsi1sk.set(handbook_id)]
            if on
            else [DueItem.gsi1pk.remove(), DueItem.gsi1sk.remove()]
        )
        try:
            with translated():
                item.update(
                    actions=[DueItem.as_of.set(as_of), *place],
                    condition=DueItem.pk.does_not_exist() | (DueItem.as_of <= as_of),
                )
        except ConflictError:
            return False
        return True

    def due(self, on: date, shard: int) -> Iterator[HandbookId]:
        """Walk one shard of a day, page by page (AP-17)."""
        found = DueItem.by_day.query(due_key(on, shard), page_size=200)
        while True:
            with translated():
                item = next(found, None)
            if item is None:
                return
            yield HandbookId(item.pk.removeprefix("HANDBOOK#"))

    def claim(self, messages: list[Message], account_id: AccountId, today: date) -> bool:
        """Claim one text to one account that speaks for several occurrences; false when any was claimed before.

        After a claim the text may be sent once; without one it never is.
        """
        day = DayItem(f"ACCOUNT#{account_id}", f"DAY#{today.isoformat()}", claimed_at=iso_utc(messages[0].claimed_at))
        try:
            with transaction() as writes:
                writes.save(day, condition=DayItem.pk.does_not_exist())
                for message in messages:
                    writes.save(self._item(message), condition=MessageItem.pk.does_not_exist())
        except ConflictError:
            return False
        return True

    def settle(self, messages: list[Message], state: str) -> None:
        """Note what became of claimed messages."""
        with translated():
            for message in messages:
                MessageItem(*_message_key(message)).update(actions=[MessageItem.state.set(state)])

    def was_claimed(self, message: Message) -> bool:
        """Say whether an occurrence was claimed before (AP-18)."""
        with translated():
            try:
                MessageItem.get(*_message_key(message), consistent_read=True)
            except MessageItem.DoesNotExist:
                return False
        return True

    def of_handbook(self, handbook_id: HandbookId, limit: int, position: Position | None = None) -> Page[Message]:
        """List the messages about a handbook, newest first (AP-19)."""
        partition = _partition(handbook_id)
        start = start_key(position, frozenset({"pk", "sk"}), partition, "pk", "MESSAGE#")
        with translated():
            found = MessageItem.query(
                partition,
                MessageItem.sk.startswith("MESSAGE#"),
                scan_index_forward=False,
                limit=limit,
                last_evaluated_key=start,
            )
            return page_of(found, self._message)

    @staticmethod
    def _item(message: Message) -> MessageItem:
        return MessageItem(
            *_message_key(message),
            account_id=message.account_id,
            kind=message.kind,
            recommended_on=message.recommended_on.isoformat(),
            claimed_at=iso_utc(message.claimed_at),
            state=message.state,
            channel=message.channel,
        )

    @staticmethod
    def _message(item: MessageItem) -> Message:
        occurrence = item.sk.removeprefix("MESSAGE#").rsplit("#", 1)[0]
        return Message(
            handbook_id=HandbookId(item.pk.removeprefix("HANDBOOK#")),
            account_id=AccountId(item.account_id),
            occurrence=occurrence,
            kind=Kind(item.kind),
            recommended_on=date.fromisoformat(item.recommended_on),
            claimed_at=from_iso_utc(item.claimed_at),
            state=item.state,
            channel=item.channel,
        )
