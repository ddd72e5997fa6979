"""Orders of printed codes."""

from pynamodb.attributes import JSONAttribute, UnicodeAttribute, VersionAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from handbook.domain.errors import ConflictError
from handbook.domain.ids import BatchId, UnitId
from handbook.domain.orders import Batch
from handbook.domain.paging import Page, Position
from handbook.domain.receipts import Receipt
from handbook.storage import batch_form, receipts
from handbook.storage.codes_table import CodesTableItem, batch_key, serial_key
from handbook.storage.pages import page_of, start_key
from handbook.storage.stock import RangeItem
from handbook.storage.tables import transaction, translated, versioned


class BatchIndex(GlobalSecondaryIndex["BatchItem"]):
    """Batches of a vendor, newest first."""

    class Meta:
        index_name = "gsi1"
        projection = KeysOnlyProjection()

    gsi1pk = UnicodeAttribute(hash_key=True)
    gsi1sk = UnicodeAttribute(range_key=True)


class BatchItem(CodesTableItem):
    """An order, and a second item of the same kind that lists it for the unit that ordered."""

    order = JSONAttribute(null=True)
    version = VersionAttribute()
    gsi1pk = UnicodeAttribute()
    gsi1sk = UnicodeAttribute()
    by_party = BatchIndex()


class LinksItem(CodesTableItem):
    """That somebody was given links to the files of an order; the sort key says when."""

    actor_id = UnicodeAttribute()


class Batches:
    """Orders of printed codes."""

    def add(self, batch: Batch, receipt: Receipt) -> None:
        """Note an order and its run of serial numbers."""
        at = batch_form.listed_at(batch)
        key = batch_key(batch.batch_id)
        run = RangeItem(
            "RANGE",
            serial_key(batch.last_serial),
            batch_id=batch.batch_id,
            first_serial=batch.first_serial,
        )
        with transaction() as writes:
            writes.save(self._item(batch))
            writes.save(BatchItem(key, "PARTY", gsi1pk=f"UNIT#{batch.ordered_by_unit}", gsi1sk=at))
            writes.save(run, condition=RangeItem.pk.does_not_exist())
            receipts.keep(receipt, batch, writes)

    def get(self, batch_id: BatchId) -> Batch | None:
        """Read an order (AP-15)."""
        with translated():
            try:
                item = BatchItem.get(batch_key(batch_id), "ORDER", consistent_read=True)
            except BatchItem.DoesNotExist:
                return None
        return batch_form.batch_from(batch_id, item.order, item.version)

    def save(self, batch: Batch) -> None:
        """Write progress. Raises ConflictError when another worker was faster."""
        with translated(ConflictError):
            self._item(batch).save()

    def of_party(self, unit_id: UnitId, limit: int, position: Position | None = None) -> Page[Batch]:
        """List the orders of a vendor or of the unit that ordered, newest first (AP-16)."""
        partition = f"UNIT#{unit_id}"
        start = start_key(position, frozenset({"pk", "sk", "gsi1pk", "gsi1sk"}), partition, "gsi1pk")
        with translated():
            found = BatchItem.by_party.query(partition, scan_index_forward=False, limit=limit, last_evaluated_key=start)
            page = page_of(found, lambda item: item.pk)
            items = {item.pk: item for item in BatchItem.batch_get([(pk, "ORDER") for pk in page.items])}
        batches = [
            batch_form.batch_from(BatchId(pk.removeprefix("BATCH#")), items[pk].order, items[pk].version)
            for pk in page.items
        ]
        return Page(tuple(batches), page.next)

    def note_links(self, batch: Batch, actor_id: str, at: str) -> None:
        """Write down who was given links to the files of an order, and when."""
        with translated():
            LinksItem(batch_key(batch.batch_id), f"LINKS#{at}", actor_id=actor_id).save(
                condition=LinksItem.pk.does_not_exist()
            )

    @staticmethod
    def _item(batch: Batch) -> BatchItem:
        return BatchItem(
            batch_key(batch.batch_id),
            "ORDER",
            order=batch_form.order_form(batch),
            **versioned(batch.version),
            gsi1pk=f"UNIT#{batch.vendor_id}",
            gsi1sk=batch_form.listed_at(batch),
        )
