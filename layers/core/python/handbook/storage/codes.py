"""Printed and electronic codes, and the batches they come from.

A code has no item until it is used: a national stock costs no more than its batches.
"""

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute, VersionAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from handbook.domain.audit import AuditEntry
from handbook.domain.codes import CodeState
from handbook.domain.errors import ConflictError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import BatchId, HandbookId, UnitId
from handbook.domain.orders import Batch
from handbook.domain.paging import Page, Position
from handbook.domain.receipts import Receipt
from handbook.storage import audit, batch_form, receipts
from handbook.storage.pages import page_of, start_key
from handbook.storage.records import summary_item
from handbook.storage.tables import Item, table_name, transaction, translated, versioned

_SERIAL_DIGITS = 13  # 2^40 has thirteen


class CodesTableItem(Item):
    """Base of what the codes table holds."""

    class Meta:
        table_name = table_name("CODES_TABLE")


class CodeItem(CodesTableItem):
    """A code that was used: bound to a handbook, or void."""

    state = UnicodeAttribute()
    handbook_id = UnicodeAttribute(null=True)
    version = VersionAttribute()


class CounterItem(CodesTableItem):
    """The next serial number that nobody has."""

    next_serial = NumberAttribute()


class RangeItem(CodesTableItem):
    """Which batch a run of serial numbers belongs to; the sort key is its last serial."""

    batch_id = UnicodeAttribute()
    first_serial = NumberAttribute()


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


def _code_key(serial: int) -> tuple[str, str]:
    return f"CODE#{serial:0{_SERIAL_DIGITS}d}", "CODE"


def _batch_key(batch_id: str) -> str:
    return f"BATCH#{batch_id}"


class Codes:
    """States of used codes, and serial numbers."""

    def reserve(self, count: int) -> int:
        """Take `count` consecutive serial numbers that nobody else gets; give the first."""
        counter = CounterItem("COUNTER", "SERIAL")
        with translated():
            counter.update(actions=[CounterItem.next_serial.add(count)])
        return int(counter.next_serial) - count

    def bound_to(self, serial: int) -> tuple[CodeState, HandbookId | None] | None:
        """Read what a code was used for (AP-13); None when it never was."""
        with translated():
            try:
                item = CodeItem.get(*_code_key(serial), consistent_read=True)
            except CodeItem.DoesNotExist:
                return None
        return CodeState(item.state), HandbookId(item.handbook_id) if item.handbook_id else None

    def batch_of(self, serial: int) -> BatchId | None:
        """Find the batch that a serial number was ordered in (AP-14)."""
        with translated():
            found = RangeItem.query("RANGE", RangeItem.sk >= f"{serial:0{_SERIAL_DIGITS}d}", limit=1)
            item = next(iter(found), None)
        return BatchId(item.batch_id) if item and item.first_serial <= serial else None

    def bind(self, serial: int, handbook: Handbook, entry: AuditEntry, receipt: Receipt) -> None:
        """Bind an unused code and put it on the handbook.

        Raises: ConflictError when somebody bound it first or the handbook changed meanwhile; read both afresh.
        """
        code = CodeItem(*_code_key(serial), state=CodeState.BOUND, handbook_id=handbook.handbook_id)
        with transaction() as writes:
            writes.save(code)
            writes.save(summary_item(handbook))
            audit.append(entry, writes)
            receipts.keep(receipt, handbook, writes)

    def register(self, serial: int, handbook_id: HandbookId) -> None:
        """Note the electronic handbook's own code. Raises ConflictError when the serial is in use."""
        with translated():
            CodeItem(*_code_key(serial), state=CodeState.BOUND, handbook_id=handbook_id).save()


class Batches:
    """Orders of printed codes."""

    def add(self, batch: Batch, receipt: Receipt) -> None:
        """Note an order and its run of serial numbers."""
        at = batch_form.listed_at(batch)
        key = _batch_key(batch.batch_id)
        run = RangeItem(
            "RANGE",
            f"{batch.last_serial:0{_SERIAL_DIGITS}d}",
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
                item = BatchItem.get(_batch_key(batch_id), "ORDER", consistent_read=True)
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
            LinksItem(_batch_key(batch.batch_id), f"LINKS#{at}", actor_id=actor_id).save(
                condition=LinksItem.pk.does_not_exist()
            )

    @staticmethod
    def _item(batch: Batch) -> BatchItem:
        return BatchItem(
            _batch_key(batch.batch_id),
            "ORDER",
            order=batch_form.order_form(batch),
            **versioned(batch.version),
            gsi1pk=f"UNIT#{batch.vendor_id}",
            gsi1sk=batch_form.listed_at(batch),
        )
