"""Texts: claimed before they are handed to a provider, and what became of them. At most one an account and day."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from pynamodb.attributes import BooleanAttribute, JSONAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.transactions import TransactWrite

from handbook.domain.calendar import from_iso_utc, iso_utc, local_date
from handbook.domain.errors import ConflictError, UnavailableError
from handbook.domain.ids import AccountId
from handbook.domain.reminders.due_index import shard_of
from handbook.domain.reminders.messages import State, Text, follows
from handbook.storage.reminders import MessageItem, RemindersTableItem, item_of, message_key, message_of
from handbook.storage.tables import transaction, translated

_TEXT, _LINK = "TEXT", "LINK"
_TRIES = 4


class OpenIndex(GlobalSecondaryIndex["TextItem"]):
    """Texts of which it is not known whether they went out, by the day of the claim and shard."""

    class Meta:
        index_name = "gsi1"
        projection = KeysOnlyProjection()

    gsi1pk = UnicodeAttribute(hash_key=True)
    gsi1sk = UnicodeAttribute(range_key=True)


class TextItem(RemindersTableItem):
    """One text, found by the reference that the provider got. `messages` are the keys of those it speaks for."""

    account_id = UnicodeAttribute()
    messages = JSONAttribute()
    claimed_at = UnicodeAttribute()
    channel = UnicodeAttribute()
    state = UnicodeAttribute()
    provider = UnicodeAttribute(null=True)
    provider_id = UnicodeAttribute(null=True)
    device_id = UnicodeAttribute(null=True)
    number = UnicodeAttribute(null=True)
    cause = UnicodeAttribute(null=True)
    gsi1pk = UnicodeAttribute(null=True)
    gsi1sk = UnicodeAttribute(null=True)
    open = OpenIndex()


class DayItem(RemindersTableItem):
    """That an account was written to on a day. `released`: the text certainly did not go out."""

    claimed_at = UnicodeAttribute()
    released = BooleanAttribute()


class LinkItem(RemindersTableItem):
    """A provider's own id of a text: which text it is, or the receipt that came before we knew."""

    reference = UnicodeAttribute(null=True)
    receipt = JSONAttribute(null=True)


def open_key(on: date, shard: int) -> str:
    """Name one partition of the index of open claims."""
    return f"open#{on.isoformat()}#{shard:02d}"


def day_key(account_id: str, on: date) -> tuple[str, str]:
    """Give the keys of the marker that an account was written to on a day."""
    return f"ACCOUNT#{account_id}", f"DAY#{on.isoformat()}"


def sent_with(reference: str) -> tuple[LinkItem | TextItem, ...]:
    """Give the keys of a text, and of what leads to it by its provider's id first, to be deleted in this order."""
    text = TextItem(f"TEXT#{reference}", _TEXT)
    with translated(), suppress(TextItem.DoesNotExist):
        found = TextItem.get(text.pk, text.sk, consistent_read=True)
        if found.provider and found.provider_id:
            return LinkItem(f"SENT#{found.provider}#{found.provider_id}", _LINK), text
    return (text,)


def write_settled(writes: TransactWrite, text: Text, state: State) -> None:
    """Note what became of a text in a transaction: one item, and one for each message; fails where more is known."""
    before = [one.value for one in State if follows(one, state)]
    actions: list[Action] = [
        TextItem.state.set(state),
        TextItem.provider.set(text.provider),
        TextItem.cause.set(text.cause),
    ]
    actions += [TextItem.provider_id.set(text.provider_id)] if text.provider_id else []
    actions += [TextItem.gsi1pk.remove(), TextItem.gsi1sk.remove()]
    item = TextItem(f"TEXT#{text.reference}", _TEXT)
    writes.update(item, actions=actions, condition=TextItem.state.is_in(*before))
    mine: Condition = MessageItem.reference == text.reference
    for message in text.messages:
        news: list[Action] = [MessageItem.state.set(state), MessageItem.cause.set(text.cause)]
        writes.update(MessageItem(*message_key(message)), actions=news, condition=mine)
    if state is State.REFUSED:
        day = DayItem(*day_key(text.account_id, local_date(text.claimed_at)))
        writes.update(day, actions=[DayItem.released.set(True)])


class Texts:
    """Claims of texts, and their fate."""

    def claim(self, text: Text) -> bool:
        """Claim a text to one account; false when the account was written to today or a message was claimed before.

        After a claim the text may be sent once; without one it never is. What was refused may be claimed again.
        """
        on = local_date(text.claimed_at)
        day = DayItem(*day_key(text.account_id, on), claimed_at=iso_utc(text.claimed_at), released=False)
        free = MessageItem.pk.does_not_exist() | (MessageItem.state == State.REFUSED)
        try:
            with transaction() as writes:
                writes.save(day, condition=DayItem.pk.does_not_exist() | (DayItem.released == True))  # noqa: E712
                writes.save(self._item(text, on), condition=TextItem.pk.does_not_exist())
                for message in text.messages:
                    writes.save(item_of(message), condition=free)
        except ConflictError:
            return False
        return True

    def move(self, text: Text) -> None:
        """Write down that another provider gets a text that is claimed. Raises ConflictError when it is not."""
        with translated():
            TextItem(f"TEXT#{text.reference}", _TEXT).update(
                actions=[TextItem.provider.set(text.provider)], condition=TextItem.state == State.CLAIMED
            )

    def settle(self, text: Text, state: State) -> bool:
        """Note what became of a text; false when more is known already, and then nothing changes.

        Raises UnavailableError when others write of it all the time: say it again. `text` carries provider, its id and
        the cause. A text that was certainly not sent frees the account's day.
        """
        for _ in range(_TRIES):
            try:
                with transaction() as writes:
                    write_settled(writes, text, state)
            except ConflictError:
                # More is known already; or another writer was at it in this instant, and this word is still to keep.
                known = self.get(text.reference)
                if known is None or not follows(known.state, state):
                    return False
            else:
                return True
        raise UnavailableError

    def get(self, reference: str) -> Text | None:
        """Read a text with its messages (AP-60)."""
        with translated():
            try:
                item = TextItem.get(f"TEXT#{reference}", _TEXT, consistent_read=True)
            except TextItem.DoesNotExist:
                return None
            found = MessageItem.batch_get([tuple(key) for key in item.messages], consistent_read=True)
            messages = tuple(message_of(one) for one in found if one.reference == reference)
        return Text(
            reference=reference,
            account_id=AccountId(item.account_id),
            messages=messages,
            claimed_at=from_iso_utc(item.claimed_at),
            channel=item.channel,
            state=State(item.state),
            provider=item.provider or "",
            provider_id=item.provider_id or "",
            cause=item.cause or "",
            device_id=item.device_id or "",
            number=item.number or "",
        )

    def open_claims(self, on: date, shard: int) -> Iterator[Text]:
        """Walk the texts of a day and shard of which it is not known whether they went out (AP-61)."""
        found = TextItem.open.query(open_key(on, shard), page_size=100)
        while True:
            with translated():
                item = next(found, None)
            if item is None:
                return
            text = self.get(item.pk.removeprefix("TEXT#"))
            if text is not None and text.state is State.CLAIMED:
                yield text

    def link(self, provider: str, provider_id: str, reference: str) -> Mapping[str, Any] | None:
        """Remember whose text a provider's id is; gives the receipt that came before, None where none did.

        An id that a provider gave to another text already stays that one's: a receipt by it speaks of the first.
        """
        item = LinkItem(f"SENT#{provider}#{provider_id}", _LINK)
        mine = LinkItem.reference.does_not_exist() | (LinkItem.reference == reference)
        try:
            with translated():
                item.update(actions=[LinkItem.reference.set(reference)], condition=mine)
        except ConflictError:
            return None
        found: Mapping[str, Any] | None = item.receipt
        return found

    def receive(self, provider: str, provider_id: str, receipt: Mapping[str, Any]) -> str | None:
        """Keep a receipt by the provider's id; gives the reference of its text, None where it is not known yet."""
        item = LinkItem(f"SENT#{provider}#{provider_id}", _LINK)
        with translated():
            item.update(actions=[LinkItem.receipt.set(dict(receipt))])
        return item.reference

    @staticmethod
    def _item(text: Text, on: date) -> TextItem:
        first = text.messages[0].handbook_id
        return TextItem(
            f"TEXT#{text.reference}",
            _TEXT,
            account_id=text.account_id,
            messages=[list(message_key(message)) for message in text.messages],
            claimed_at=iso_utc(text.claimed_at),
            channel=text.channel,
            state=text.state,
            provider=text.provider or None,
            device_id=text.device_id or None,
            number=text.number or None,
            gsi1pk=open_key(on, shard_of(first)),
            gsi1sk=text.reference,
        )
