"""Handbooks and their entries: one item collection for each handbook."""

from collections.abc import Sequence
from datetime import date

from handbook.domain.audit import AuditEntry
from handbook.domain.handbook import Handbook
from handbook.domain.ids import AccountId, CommuneCode, HandbookId
from handbook.domain.paging import Page, Position
from handbook.domain.receipts import Receipt
from handbook.storage import audit, receipts
from handbook.storage.changes import ChangeRecords
from handbook.storage.entries import EntryRecords, mark
from handbook.storage.lives import LifeRecords, guardian_item, identity_item
from handbook.storage.merges import MergeRecords
from handbook.storage.pages import fetched, page_of, start_key
from handbook.storage.record_items import (
    SUMMARY,
    EntryItem,
    GuardianItem,
    SummaryItem,
    handbooks_of,
    partition_of,
    shard_key,
    summary_item,
)
from handbook.storage.register import Register
from handbook.storage.tables import transaction, translated
from handbook.storage.whole import WholeRecords


class Records(EntryRecords, ChangeRecords, LifeRecords, WholeRecords, Register, MergeRecords):
    """Handbooks by id, by account and by commune, and the entries of each."""

    def get_many(self, handbook_ids: Sequence[HandbookId]) -> list[Handbook]:
        """Read several handbooks as they are now, in the order asked for (AP-64); strongly consistent.

        What is gone is left out, and what is read in another handbook now.
        """
        with translated():
            keys = [partition_of(one) for one in handbook_ids]
            found = handbooks_of(fetched(SummaryItem, keys, SUMMARY, consistent=True))
            return [handbook for handbook in found if handbook.merged_into is None]

    def add(self, handbook: Handbook, entry: AuditEntry, receipt: Receipt) -> None:
        """Open a handbook with its guardians. Raises ConflictError when the id is taken."""
        with transaction() as writes:
            writes.save(summary_item(handbook))
            for account_id in handbook.guardians:
                writes.save(guardian_item(handbook, account_id))
            mark(handbook.handbook_id, receipt, SUMMARY, writes)
            audit.append(entry, writes)
            receipts.keep(receipt, handbook, writes)

    def save_profile(self, handbook: Handbook, before: Handbook, entry: AuditEntry) -> None:
        """Write a corrected profile and keep the one before with who replaced it and when.

        Raises ConflictError when the handbook changed since it was read.
        """
        with transaction() as writes:
            writes.save(summary_item(handbook))
            writes.save(identity_item(before, entry), condition=EntryItem.pk.does_not_exist())
            audit.append(entry, writes)

    def save_visit(self, handbook: Handbook, entry: AuditEntry) -> None:
        """Write the right that a scan gives. Raises ConflictError when the handbook changed since it was read."""
        with transaction() as writes:
            writes.save(summary_item(handbook))
            audit.append(entry, writes)

    def ids_of_account(self, account_id: AccountId, limit: int) -> list[HandbookId]:
        """List the ids of the handbooks that an account guards, the first opened first (AP-65)."""
        with translated():
            found = GuardianItem.by_account.query(f"ACCOUNT#{account_id}", limit=limit)
            return [HandbookId(item.pk.removeprefix("HANDBOOK#")) for item in found]

    def of_account(self, account_id: AccountId, limit: int, position: Position | None = None) -> Page[Handbook]:
        """List the handbooks that an account guards, in the order they were opened (AP-09)."""
        partition = f"ACCOUNT#{account_id}"
        start = start_key(position, frozenset({"pk", "sk", "gsi1pk", "gsi1sk"}), partition, "gsi1pk")
        with translated():
            found = GuardianItem.by_account.query(partition, limit=limit, last_evaluated_key=start)
            page = page_of(found, lambda item: item.pk)
            items = fetched(SummaryItem, page.items, SUMMARY)
        # Guardians of a handbook that was merged guard the one that it is read in.
        return Page(tuple(book for book in handbooks_of(items) if book.merged_into is None), page.next)

    def of_commune(self, commune_code: CommuneCode, limit: int, position: Position | None = None) -> Page[Handbook]:
        """List the handbooks of a commune, youngest child first (AP-10)."""
        partition = f"COMMUNE#{commune_code}"
        start = start_key(position, frozenset({"pk", "sk", "gsi2pk", "gsi2sk"}), partition, "gsi2pk")
        with translated():
            found = SummaryItem.area.query(partition, limit=limit, scan_index_forward=False, last_evaluated_key=start)
            page = page_of(found, lambda item: item.pk)
            items = fetched(SummaryItem, page.items, SUMMARY)
        return Page(tuple(handbooks_of(items)), page.next)

    def of_shard(self, shard: int, limit: int, position: Position | None = None) -> Page[Handbook]:
        """List the handbooks of one part of all, in the order of ids (AP-22)."""
        partition = shard_key(shard)
        start = start_key(position, frozenset({"pk", "sk", "gsi1pk", "gsi1sk"}), partition, "gsi1pk")
        with translated():
            found = SummaryItem.shard.query(partition, limit=limit, last_evaluated_key=start)
            page = page_of(found, lambda item: item.pk)
            items = fetched(SummaryItem, page.items, SUMMARY)
        return Page(tuple(handbooks_of(items)), page.next)

    def save_next_contact(self, handbook: Handbook, on: date | None, replanned_by: str) -> None:
        """Set the day of next contact, and that of defaulting as the handbook has it, and nothing else.

        Raises ConflictError when the handbook changed meanwhile.
        """
        item = SummaryItem(partition_of(handbook.handbook_id), SUMMARY, version=handbook.version)
        day, late, lapses = SummaryItem.next_contact_on, SummaryItem.defaults_on, handbook.defaults_on
        with translated():
            item.update(
                actions=[
                    day.set(on.isoformat()) if on else day.remove(),
                    late.set(lapses.isoformat()) if lapses else late.remove(),
                    SummaryItem.replanned_by.set(replanned_by),
                    SummaryItem.written.remove(),
                ]
            )
