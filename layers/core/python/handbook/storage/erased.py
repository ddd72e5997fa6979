"""Deleting what belongs to a handbook. Only an operator's command does it: no function may delete from a table."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from itertools import batched

from pynamodb.attributes import UnicodeAttribute

from handbook.domain.attachments import Attachment, kept_at
from handbook.domain.codes import CodeState
from handbook.domain.errors import ConflictError
from handbook.domain.ids import HandbookId
from handbook.domain.retention import Tombstone
from handbook.storage.codes import CodeItem, code_key
from handbook.storage.entry_kinds import kind_of
from handbook.storage.record_items import SUMMARY, RecordItem, partition_of
from handbook.storage.reminders import MessageItem, RemindersTableItem
from handbook.storage.tables import Item, transaction, translated
from handbook.storage.texts import sent_with

_AT_ONCE = 100
"""What a transaction of DynamoDB takes."""
_GRAVES = "ERASED"
_KEYS = ["pk", "sk"]


class KeptItem(RecordItem):
    """Anything in the partition of a handbook, by its keys."""


class ToldItem(RemindersTableItem):
    """Anything that the reminders know of a handbook, by its keys."""


class TombstoneItem(RecordItem):
    """That a handbook was erased: its id, the day and the rule. It lies in no handbook's partition."""

    erased_on = UnicodeAttribute()
    rule_id = UnicodeAttribute()


class Erased:
    """The tables in the hands of who may erase handbooks."""

    def files_of(self, handbook_id: HandbookId) -> list[str]:
        """Name the files of a handbook in the bucket of attachments."""
        of_files = KeptItem.sk.startswith(kind_of(Attachment).prefix)
        with translated():
            found = KeptItem.query(partition_of(handbook_id), of_files, consistent_read=True, attributes_to_get=_KEYS)
            return [kept_at(item.sk.rpartition("#")[2]) for item in found]

    def forget_code(self, serial: int, handbook_id: HandbookId) -> None:
        """Let a code lead nowhere for ever, and forget where it led; one that leads elsewhere stays as it is."""
        item = CodeItem(*code_key(serial))
        with suppress(ConflictError), translated():
            item.update(
                actions=[CodeItem.state.set(CodeState.VOID), CodeItem.handbook_id.set("")],
                condition=CodeItem.handbook_id == handbook_id,
                add_version_condition=False,
            )

    def forget_told(self, handbook_id: HandbookId) -> None:
        """Delete what was said about a handbook, with the texts that said it, and where it stood on lists."""
        partition = partition_of(handbook_id)
        with translated():
            said = list(MessageItem.query(partition, MessageItem.sk.startswith("MESSAGE#"), consistent_read=True))
            # One text may have told of several things.
            texts = [one for reference in dict.fromkeys(one.reference for one in said) for one in sent_with(reference)]
        _delete(texts)
        with translated():
            rest = list(ToldItem.query(partition, consistent_read=True, attributes_to_get=_KEYS))
        _delete(rest)

    def forget_entries(self, handbook_id: HandbookId) -> None:
        """Delete everything in the partition of a handbook but what says that it is being erased."""
        with translated():
            found = KeptItem.query(partition_of(handbook_id), consistent_read=True, attributes_to_get=_KEYS)
            items = [item for item in found if item.sk != SUMMARY]
        _delete(items)

    def bury(self, tombstone: Tombstone) -> None:
        """Leave a tombstone in the place of all; doing it again changes nothing."""
        on, rule_id = tombstone.erased_on.isoformat(), tombstone.rule_id
        with transaction() as writes:
            writes.delete(KeptItem(partition_of(tombstone.handbook_id), SUMMARY))
            writes.save(TombstoneItem(_GRAVES, tombstone.handbook_id, erased_on=on, rule_id=rule_id))

    def tombstones(self) -> Iterator[Tombstone]:
        """Walk what is left of erased handbooks, in the order of their ids (AP-221)."""
        found = TombstoneItem.query(_GRAVES)
        while True:
            with translated():
                item = next(found, None)
            if item is None:
                return
            yield Tombstone(HandbookId(item.sk), date.fromisoformat(item.erased_on), item.rule_id)

    def lies_there(self, handbook_id: HandbookId) -> bool:
        """Say whether anything of a handbook lies there, as after a recovery of one table or of both."""
        partition = partition_of(handbook_id)
        with translated():
            found = (one.query(partition, limit=1, consistent_read=True) for one in (KeptItem, ToldItem))
            return any(next(of_table, None) is not None for of_table in found)


def _delete(items: Iterable[Item]) -> None:
    for some in batched(items, _AT_ONCE, strict=False):
        with transaction() as writes:
            for item in some:
                writes.delete(item, add_version_condition=False)
