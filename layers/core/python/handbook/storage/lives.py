"""What life does to handbooks: births, ends, adoptions and moves, each in one transaction."""

from collections.abc import Sequence
from datetime import date

from pynamodb.transactions import TransactWrite

from handbook.domain.audit import AuditEntry
from handbook.domain.calendar import iso_day
from handbook.domain.entries import first_version
from handbook.domain.handbook import Handbook
from handbook.domain.ids import AccountId
from handbook.domain.life_events import LifeChange, LifeEvent
from handbook.domain.receipts import Receipt
from handbook.storage import audit, receipts, record_form
from handbook.storage.entries import mark
from handbook.storage.entry_items import current_item
from handbook.storage.entry_kinds import kind_of
from handbook.storage.record_items import EntryItem, GuardianItem, partition_of, seq_after, summary_item
from handbook.storage.tables import transaction


class LifeRecords:
    """Changes of one handbook or of several that belong to one event, which is the first entry of the first."""

    def change_lives(self, changes: Sequence[LifeChange], receipt: Receipt, result: object) -> None:
        """Write all that an event changes, in every handbook that it concerns, or nothing.

        Raises ConflictError when a handbook changed since it was read, or a new one is there.
        """
        with transaction() as writes:
            for change in changes:
                _write(change, writes)
            first = changes[0]
            mark(first.handbook.handbook_id, receipt, kind_of(LifeEvent).sort_key(first.entries[0]), writes)
            receipts.keep(receipt, result, writes)


def _write(change: LifeChange, writes: TransactWrite) -> None:
    book = change.handbook
    writes.save(summary_item(book, written=len(change.entries) + len(change.requests)))
    for entry in change.entries:
        item = current_item(book.handbook_id, first_version(entry), seq_after(book))
        writes.save(item, condition=EntryItem.pk.does_not_exist())
    for account_id in change.began:
        writes.save(guardian_item(book, account_id))
    for account_id in change.ended:
        # Without its index keys: the account's list of handbooks forgets it, and the item stays.
        writes.save(GuardianItem(partition_of(book.handbook_id), f"GUARDIAN#{account_id}"))
    for request in change.requests:
        from handbook.storage.data_requests import write_request  # noqa: PLC0415 - of few births

        write_request(request, seq_after(book), writes)
    if change.before is not None:
        writes.save(identity_item(change.before, change.audit), condition=EntryItem.pk.does_not_exist())
    audit.append(change.audit, writes)


def identity_item(before: Handbook, entry: AuditEntry) -> EntryItem:
    """Make the item that keeps who a handbook was of before a change, and who made that."""
    return EntryItem(
        partition_of(before.handbook_id),
        f"PROFILE#{before.profile_version:06d}",
        entry={**record_form.identity_form(before), "replaced_by": entry.actor_id},
        recorded_at=record_form.instant(entry.at),
        version=before.profile_version,
    )


def guardian_item(handbook: Handbook, account_id: AccountId, until: date | None = None) -> GuardianItem:
    """Make the item of one account's bond to a handbook; the index lists it, and says until when."""
    return GuardianItem(
        partition_of(handbook.handbook_id),
        f"GUARDIAN#{account_id}",
        until=iso_day(until),
        gsi1pk=f"ACCOUNT#{account_id}",
        gsi1sk=f"{record_form.instant(handbook.created_at)}#{handbook.handbook_id}",
    )
