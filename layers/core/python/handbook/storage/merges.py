"""Merging and parting: two summaries, the guardians, and a note that stays, all or none."""

from collections.abc import Sequence
from typing import Any

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from handbook.domain.audit import AuditEntry
from handbook.domain.calendar import iso_utc
from handbook.domain.handbook import Handbook
from handbook.domain.merges import MergeNote
from handbook.storage import audit
from handbook.storage.lives import guardian_item, identity_item
from handbook.storage.record_items import (
    EntryItem,
    GuardianItem,
    RecordItem,
    SummaryItem,
    partition_of,
    summary_item,
)
from handbook.storage.summaries import Summaries
from handbook.storage.tables import transaction


class LeapingSummaryItem(SummaryItem):
    """A summary that goes to a version of its own choice; whoever writes it states the condition."""

    def _handle_version_attribute(
        self, *, attributes: dict[str, Any] | None = None, actions: list[Action] | None = None
    ) -> None:
        # PynamoDB would write one more than the version that the item bears.
        return None


class MergeItem(RecordItem):
    """That a handbook was merged into this one, or parted from it."""

    other = UnicodeAttribute()
    at = UnicodeAttribute()
    by = UnicodeAttribute()
    reason = UnicodeAttribute()
    undone = BooleanAttribute()


class MergeRecords(Summaries):
    """Writes merges."""

    def save_merge(self, kept: Handbook, other: Handbook, note: MergeNote, audit_entries: Sequence[AuditEntry]) -> None:
        """Write both handbooks at the version of the note, which is later than all before in either.

        Guardians' lists follow what the handbooks say, and what a pregnancy was dated by before stays. Raises
        ConflictError when either handbook changed since it was read; then nothing was written.
        """
        before = self.get(kept.handbook_id)
        redated = [_former(before, kept, audit_entries[0])]
        if other.pregnancy is not None:
            redated.append(_former(self.get(other.handbook_id), other, audit_entries[1]))
        with transaction() as writes:
            _save_at(kept, note.seq, writes, written=1)
            _save_at(other, note.seq, writes)
            writes.save(_item(note), condition=MergeItem.pk.does_not_exist())
            for account_id in kept.guardians.keys() - (before.guardians.keys() if before else set()):
                writes.save(guardian_item(kept, account_id))
            for account_id in (before.guardians.keys() if before else set()) - kept.guardians.keys():
                writes.save(GuardianItem(partition_of(kept.handbook_id), f"GUARDIAN#{account_id}"))
            for former in filter(None, redated):
                writes.save(former, condition=EntryItem.pk.does_not_exist())
            for entry in audit_entries:
                audit.append(entry, writes)
        self._newest = ()


def _former(before: Handbook | None, now: Handbook, entry: AuditEntry) -> EntryItem | None:
    return identity_item(before, entry) if before is not None and before.pregnancy != now.pregnancy else None


def _save_at(handbook: Handbook, version: int, writes: TransactWrite, written: int = 0) -> None:
    item = summary_item(handbook, written, LeapingSummaryItem)
    item.version = version
    writes.save(item, condition=SummaryItem.version == handbook.version)


def _item(note: MergeNote) -> MergeItem:
    return MergeItem(
        partition_of(note.kept_id),
        f"MERGE#{note.seq:06d}#{note.other_id}",
        other=note.other_id,
        by=note.by,
        reason=note.reason,
        at=iso_utc(note.at),
        undone=note.undone,
        seq=note.seq,
    )
