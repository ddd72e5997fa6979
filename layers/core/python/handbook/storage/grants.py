"""Rights that were given on handbooks: in the partition of the handbook, and on lists of the units."""

from collections.abc import Sequence
from contextlib import suppress

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from handbook.domain.audit import AuditEntry
from handbook.domain.calendar import iso_utc
from handbook.domain.grant_records import GrantRecord
from handbook.domain.grants import GrantKind
from handbook.domain.handbook import Handbook
from handbook.domain.ids import GrantId, HandbookId, UnitId
from handbook.domain.paging import Page, Position
from handbook.domain.receipts import Receipt
from handbook.storage import audit, receipts
from handbook.storage.entry_form import entry_from, form_of
from handbook.storage.pages import gathered, page_of, start_key
from handbook.storage.record_items import RecordItem, partition_of, seq_after, summary_item
from handbook.storage.tables import transaction, translated

PREFIX = "GRANT#"


class HolderIndex(GlobalSecondaryIndex["GrantItem"]):
    """Rights of one kind that one unit was given, in the order of giving."""

    class Meta:
        index_name = "gsi1"
        projection = KeysOnlyProjection()

    gsi1pk = UnicodeAttribute(hash_key=True)
    gsi1sk = UnicodeAttribute(range_key=True)


class GiverIndex(GlobalSecondaryIndex["GrantItem"]):
    """Rights of one kind that the staff of one unit gave, in the order of giving."""

    class Meta:
        index_name = "gsi2"
        projection = KeysOnlyProjection()

    gsi2pk = UnicodeAttribute(hash_key=True)
    gsi2sk = UnicodeAttribute(range_key=True)


class GrantItem(RecordItem):
    """One right with who gave it, and how it ended; both units keep it on their lists."""

    grant = JSONAttribute()
    version = NumberAttribute()
    gsi1pk = UnicodeAttribute()
    gsi1sk = UnicodeAttribute()
    gsi2pk = UnicodeAttribute(null=True)
    gsi2sk = UnicodeAttribute(null=True)
    by_holder = HolderIndex()
    by_giver = GiverIndex()


def _held(unit_id: UnitId, kind: GrantKind) -> str:
    return f"GRANTED#{unit_id}#{kind}"


def _given(unit_id: UnitId, kind: GrantKind) -> str:
    return f"GAVE#{unit_id}#{kind}"


def _item(record: GrantRecord, seq: int) -> GrantItem:
    grant, order = record.grant, f"{iso_utc(record.given_at)}#{record.grant_id}"
    giver = _given(record.given_by_unit, grant.kind) if record.given_by_unit else None
    return GrantItem(
        partition_of(record.handbook_id),
        f"{PREFIX}{record.grant_id}",
        grant=form_of(record),
        version=record.version,
        seq=seq,
        gsi1pk=_held(grant.unit_id, grant.kind),
        gsi1sk=order,
        gsi2pk=giver,
        gsi2sk=order if giver else None,
    )


def _record(item: GrantItem) -> GrantRecord:
    return entry_from(GrantRecord, item.grant)


class Grants:
    """Rights by handbook, by who holds them, and by who gave them."""

    def add(
        self, record: GrantRecord, changed: Handbook, audit_entry: AuditEntry, receipt: Receipt, result: object
    ) -> None:
        """Write a new right with the handbook. Raises ConflictError when the handbook is not as it was read."""
        with transaction() as writes:
            writes.save(summary_item(changed, written=1))
            writes.save(_item(record, seq_after(changed)), condition=GrantItem.pk.does_not_exist())
            audit.append(audit_entry, writes)
            receipts.keep(receipt, result, writes)

    def save(self, record: GrantRecord, changed: Handbook, audit_entry: AuditEntry) -> None:
        """Write a right that was ended, with the handbook. Raises ConflictError when either is not as it was read."""
        with transaction() as writes:
            writes.save(summary_item(changed, written=1))
            writes.save(_item(record, seq_after(changed)), condition=GrantItem.version == record.version - 1)
            audit.append(audit_entry, writes)

    def get(self, handbooks: Sequence[HandbookId], grant_id: GrantId) -> GrantRecord | None:
        """Read one right on a handbook or on those that are read in it (AP-190); strongly consistent."""
        for handbook_id in handbooks:
            with translated(), suppress(GrantItem.DoesNotExist):
                key = f"{PREFIX}{grant_id}"
                return _record(GrantItem.get(partition_of(handbook_id), key, consistent_read=True))
        return None

    def of_handbook(
        self, handbooks: Sequence[HandbookId], limit: int, position: Position | None = None
    ) -> Page[GrantRecord]:
        """List the rights on a handbook and on those that are read in it, in the order of their ids (AP-191)."""
        begins = GrantItem.sk.startswith(PREFIX)
        with translated():
            return gathered(
                [partition_of(handbook_id) for handbook_id in handbooks],
                lambda partition, start: GrantItem.query(partition, begins, limit=limit, last_evaluated_key=start),
                _record,
                limit,
                position,
                PREFIX,
            )

    def of_holder(
        self, unit_id: UnitId, kind: GrantKind, limit: int, position: Position | None = None
    ) -> Page[GrantRecord]:
        """List the rights of a kind that a unit was given, the newest first (AP-192)."""
        partition = _held(unit_id, kind)
        start = start_key(position, frozenset({"pk", "sk", "gsi1pk", "gsi1sk"}), partition, "gsi1pk")
        with translated():
            found = GrantItem.by_holder.query(
                partition, limit=limit, scan_index_forward=False, last_evaluated_key=start
            )
            return _read(page_of(found, lambda item: (item.pk, item.sk)))

    def of_giver(
        self, unit_id: UnitId, kind: GrantKind, limit: int, position: Position | None = None
    ) -> Page[GrantRecord]:
        """List the rights of a kind that a unit's staff gave, the newest first (AP-193)."""
        partition = _given(unit_id, kind)
        start = start_key(position, frozenset({"pk", "sk", "gsi2pk", "gsi2sk"}), partition, "gsi2pk")
        with translated():
            found = GrantItem.by_giver.query(partition, limit=limit, scan_index_forward=False, last_evaluated_key=start)
            return _read(page_of(found, lambda item: (item.pk, item.sk)))


def _read(page: Page[tuple[str, str]]) -> Page[GrantRecord]:
    items = {(item.pk, item.sk): item for item in GrantItem.batch_get(list(page.items))}
    return Page(tuple(_record(items[key]) for key in page.items if key in items), page.next)
