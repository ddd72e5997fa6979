"""Disputes: in the partition of their handbook, and while they are open on the list of who is to answer."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from handbook.domain.audit import AuditEntry
from handbook.domain.disputes import Desk, Dispute, DisputeId
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.paging import Page, Position
from handbook.domain.receipts import Receipt
from handbook.storage import audit, receipts
from handbook.storage.entries import mark
from handbook.storage.entry_form import entry_from, form_of
from handbook.storage.pages import gathered, page_of, start_key
from handbook.storage.record_items import RecordItem, partition_of, seq_after, summary_item
from handbook.storage.tables import transaction, translated

PREFIX = "DISPUTE#"


class DeskIndex(GlobalSecondaryIndex["DisputeItem"]):
    """Open disputes of one desk, the most urgent first; what has ended is not there."""

    class Meta:
        index_name = "gsi2"
        projection = KeysOnlyProjection()

    gsi2pk = UnicodeAttribute(hash_key=True)
    gsi2sk = UnicodeAttribute(range_key=True)


class DisputeItem(RecordItem):
    """One dispute with all its steps; the index keys are there while it is open."""

    dispute = JSONAttribute()
    version = NumberAttribute()
    gsi2pk = UnicodeAttribute(null=True)
    gsi2sk = UnicodeAttribute(null=True)
    by_desk = DeskIndex()


def _desk_key(desk: Desk) -> str:
    return f"DISPUTES#UNIT#{desk.unit_id}" if desk.unit_id else f"DISPUTES#COMMUNE#{desk.commune_code}"


def dispute_item(dispute: Dispute, seq: int) -> DisputeItem:
    """Make the item of a dispute; on the list of its desk while it is open."""
    urgency = f"{dispute.next_by.isoformat()}#{dispute.dispute_id}"
    return DisputeItem(
        partition_of(dispute.handbook_id),
        f"{PREFIX}{dispute.dispute_id}",
        dispute=form_of(dispute),
        version=dispute.version,
        seq=seq,
        gsi2pk=_desk_key(dispute.desk) if dispute.is_open else None,
        gsi2sk=urgency if dispute.is_open else None,
    )


def _dispute(item: DisputeItem) -> Dispute:
    return entry_from(Dispute, item.dispute)


class Disputes:
    """Disputes by handbook and by who is to answer them."""

    def add(
        self, dispute: Dispute, changed: Handbook, audit_entry: AuditEntry, receipt: Receipt, result: object
    ) -> None:
        """Write a new dispute with the handbook. Raises ConflictError when either is not as it was read."""
        item = dispute_item(dispute, seq_after(changed))
        with transaction() as writes:
            writes.save(summary_item(changed, written=1))
            writes.save(item, condition=DisputeItem.pk.does_not_exist())
            mark(changed.handbook_id, receipt, item.sk, writes)
            audit.append(audit_entry, writes)
            receipts.keep(receipt, result, writes)

    def save(self, dispute: Dispute, changed: Handbook, audit_entry: AuditEntry) -> None:
        """Write a dispute after one more step, with the handbook. Raises ConflictError as `add` does."""
        with transaction() as writes:
            writes.save(summary_item(changed, written=1))
            writes.save(dispute_item(dispute, seq_after(changed)), condition=DisputeItem.version == dispute.version - 1)
            audit.append(audit_entry, writes)

    def get(self, handbooks: Sequence[HandbookId], dispute_id: DisputeId) -> Dispute | None:
        """Read one dispute of a handbook or of those that are read in it (AP-50); strongly consistent."""
        for handbook_id in handbooks:
            with translated(), suppress(DisputeItem.DoesNotExist):
                key = f"{PREFIX}{dispute_id}"
                return _dispute(DisputeItem.get(partition_of(handbook_id), key, consistent_read=True))
        return None

    def of_handbook(
        self, handbooks: Sequence[HandbookId], limit: int, position: Position | None = None
    ) -> Page[Dispute]:
        """List the disputes of a handbook and of those that are read in it, in the order of their ids (AP-51)."""
        begins = DisputeItem.sk.startswith(PREFIX)
        with translated():
            return gathered(
                [partition_of(handbook_id) for handbook_id in handbooks],
                lambda partition, start: DisputeItem.query(partition, begins, limit=limit, last_evaluated_key=start),
                _dispute,
                limit,
                position,
                PREFIX,
            )

    def open_in(self, handbooks: Sequence[HandbookId]) -> tuple[Dispute, ...]:
        """Read the open disputes of a handbook and of those that are read in it (AP-51); strongly consistent."""
        begins = DisputeItem.sk.startswith(PREFIX)
        with translated():
            found = (
                _dispute(item)
                for handbook_id in handbooks
                for item in DisputeItem.query(partition_of(handbook_id), begins, consistent_read=True)
            )
            return tuple(one for one in found if one.is_open)

    def of_desks(self, desks: Sequence[Desk], limit: int, position: Position | None = None) -> Page[Dispute]:
        """List the open disputes of a desk, what is due first at the head (AP-52); of several, as of one (AP-215).

        Raises: InvalidCursorError.
        """
        with translated():
            page = _of_one(desks[0], limit, position) if len(desks) == 1 else _of_several(desks, limit, position)
            items = {(item.pk, item.sk): item for item in DisputeItem.batch_get(list(page.items))}
        # The index may run behind: what has ended or went elsewhere meanwhile is left out.
        listed = (_dispute(items[key]) for key in page.items if key in items)
        return Page(tuple(one for one in listed if one.is_open and one.desk in desks), page.next)


type _Keys = tuple[str, str]


def _begin(desk: Desk, position: Position | None) -> dict[str, Any] | None:
    return start_key(position, frozenset({"pk", "sk", "gsi2pk", "gsi2sk"}), _desk_key(desk), "gsi2pk")


def _of_one(desk: Desk, limit: int, position: Position | None) -> Page[_Keys]:
    found = DisputeItem.by_desk.query(_desk_key(desk), limit=limit, last_evaluated_key=_begin(desk, position))
    return page_of(found, lambda item: (item.pk, item.sk))


def _of_several(desks: Sequence[Desk], limit: int, position: Position | None) -> Page[_Keys]:
    """Take one page of several desks together: an urgency ends with the dispute's id, so that no two are equal."""
    begin = _begin(desks[0], position)
    behind = DisputeItem.gsi2sk > begin["gsi2sk"]["S"] if begin else None
    asked = [DisputeItem.by_desk.query(_desk_key(desk), behind, limit=limit) for desk in desks]
    found = sorted((item for one in asked for item in one), key=lambda item: item.gsi2sk or "")
    shown = found[:limit]
    keys = tuple((item.pk, item.sk) for item in shown)
    if not shown or not (len(found) > limit or any(one.last_evaluated_key for one in asked)):
        return Page(keys, None)
    last = shown[-1]
    return Page(keys, {"pk": last.pk, "sk": last.sk, "gsi2pk": _desk_key(desks[0]), "gsi2sk": last.gsi2sk or ""})
