"""Orders of printed codes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import batched

from pynamodb.attributes import JSONAttribute, UnicodeAttribute, VersionAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from handbook.domain.batch_reports import Report
from handbook.domain.batch_work import is_open
from handbook.domain.codes import Segment
from handbook.domain.ids import BatchId, UnitId
from handbook.domain.orders import Batch
from handbook.domain.paging import Page, Position
from handbook.domain.receipts import Receipt
from handbook.storage import batch_form, bound_counts, receipts, stock
from handbook.storage.codes_table import CodesTableItem, batch_key
from handbook.storage.pages import fetched, page_of, start_key
from handbook.storage.tables import transaction, translated, versioned

_OPEN = "OPEN"
_ORDER = "ORDER"
_REPORT = "REPORT#"
_AT_ONCE = 100  # orders held in memory


class BatchIndex(GlobalSecondaryIndex["BatchItem"]):
    """Orders of a unit, newest first."""

    class Meta:
        index_name = "gsi1"
        projection = KeysOnlyProjection()

    gsi1pk = UnicodeAttribute(hash_key=True)
    gsi1sk = UnicodeAttribute(range_key=True)


class OpenIndex(GlobalSecondaryIndex["BatchItem"]):
    """Orders that are not ended, oldest first; others do not stand in it."""

    class Meta:
        index_name = "gsi2"
        projection = KeysOnlyProjection()

    gsi2pk = UnicodeAttribute(hash_key=True)
    gsi2sk = UnicodeAttribute(range_key=True)


class BatchItem(CodesTableItem):
    """An order, and further items of the same kind that list it for the units concerned."""

    order = JSONAttribute(null=True)
    version = VersionAttribute()
    gsi1pk = UnicodeAttribute()
    gsi1sk = UnicodeAttribute()
    gsi2pk = UnicodeAttribute(null=True)
    gsi2sk = UnicodeAttribute(null=True)
    by_party = BatchIndex()
    open_ones = OpenIndex()


class ReportItem(CodesTableItem):
    """A report about an order."""

    report = JSONAttribute()
    version = VersionAttribute()


class LinksItem(CodesTableItem):
    """That somebody was given links to the files of an order; the sort key says when."""

    actor_id = UnicodeAttribute()


class Batches:
    """Orders of printed codes."""

    def add(self, batch: Batch, receipt: Receipt) -> None:
        """Note an order and its run of serial numbers."""
        at = batch_form.listed_at(batch)
        key = batch_key(batch.batch_id)
        with transaction() as writes:
            writes.save(self._item(batch))
            for kind, unit_id in _listed_for(batch):
                writes.save(BatchItem(key, kind, gsi1pk=f"UNIT#{unit_id}", gsi1sk=at))
            stock.begin(Segment(batch.batch_id, batch.first_serial, batch.last_serial), writes)
            receipts.keep(receipt, batch, writes)

    def get(self, batch_id: BatchId) -> Batch | None:
        """Read an order (AP-15)."""
        with translated():
            try:
                item = BatchItem.get(batch_key(batch_id), _ORDER, consistent_read=True)
            except BatchItem.DoesNotExist:
                return None
        return _batch_of(item)

    def bound(self, batch_ids: Sequence[BatchId]) -> Mapping[BatchId, int]:
        """Say how many codes of each order are bound to handbooks (AP-41); at most a hundred orders."""
        return bound_counts.counts(batch_ids)

    def open_ones(self) -> Iterator[Batch]:
        """Give every order that is not ended, oldest first (AP-40)."""
        with translated():
            keys = [item.pk for item in BatchItem.open_ones.query(_OPEN)]
            for some in batched(keys, _AT_ONCE, strict=False):
                yield from map(_batch_of, fetched(BatchItem, some, _ORDER))

    def save(self, batch: Batch) -> None:
        """Write progress. Raises ConflictError when somebody else was faster."""
        with translated():
            self._item(batch).save()

    def save_end(self, batch: Batch, result: object, receipt: Receipt) -> None:
        """Write the end of an order. Raises ConflictError when somebody else was faster."""
        with transaction() as writes:
            writes.save(self._item(batch))
            receipts.keep(receipt, result, writes)

    def save_report(
        self, batch: Batch, report: Report, instead_of: Report | None, result: object, receipt: Receipt
    ) -> None:
        """Write an order with a new report, and mark the report that it replaces.

        Raises: ConflictError when somebody else changed the order meanwhile.
        """
        with transaction() as writes:
            writes.save(self._item(batch))
            writes.save(_report_item(batch, report, None))
            if instead_of is not None:
                writes.save(_report_item(batch, replace(instead_of, replaced_by=report.report_id), 1))
            receipts.keep(receipt, result, writes)

    def report(self, batch_id: BatchId, report_id: str) -> Report | None:
        """Read a report of an order (AP-43)."""
        with translated():
            try:
                item = ReportItem.get(batch_key(batch_id), f"{_REPORT}{report_id}", consistent_read=True)
            except ReportItem.DoesNotExist:
                return None
        return batch_form.report_from(report_id, item.report)

    def reports(self, batch_id: BatchId, limit: int, position: Position | None = None) -> Page[Report]:
        """List what was reported about an order, oldest first (AP-42)."""
        partition = batch_key(batch_id)
        start = start_key(position, frozenset({"pk", "sk"}), partition, "pk", _REPORT)
        with translated():
            found = ReportItem.query(
                partition, ReportItem.sk.startswith(_REPORT), limit=limit, last_evaluated_key=start
            )
            return page_of(found, lambda item: batch_form.report_from(item.sk.removeprefix(_REPORT), item.report))

    def of_party(self, unit_id: UnitId, limit: int, position: Position | None = None) -> Page[Batch]:
        """List the orders that concern a unit as vendor, orderer or receiver, newest first (AP-16)."""
        partition = f"UNIT#{unit_id}"
        start = start_key(position, frozenset({"pk", "sk", "gsi1pk", "gsi1sk"}), partition, "gsi1pk")
        with translated():
            found = BatchItem.by_party.query(partition, scan_index_forward=False, limit=limit, last_evaluated_key=start)
            page = page_of(found, lambda item: item.pk)
            items = fetched(BatchItem, page.items, _ORDER)
        return Page(tuple(map(_batch_of, items)), page.next)

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
            _ORDER,
            order=batch_form.order_form(batch),
            **versioned(batch.version),
            gsi1pk=f"UNIT#{batch.vendor_id}",
            gsi1sk=batch_form.listed_at(batch),
            gsi2pk=_OPEN if is_open(batch) else None,
            gsi2sk=batch_form.listed_at(batch) if is_open(batch) else None,
        )


def _listed_for(batch: Batch) -> Iterator[tuple[str, UnitId]]:
    """Who sees an order in a list beside its vendor: the unit that ordered, and the one that will get the labels."""
    yield "PARTY", batch.ordered_by_unit
    if batch.unit_id not in {batch.ordered_by_unit, batch.vendor_id}:
        yield "RECEIVER", batch.unit_id


def _batch_of(item: BatchItem) -> Batch:
    return batch_form.batch_from(BatchId(item.pk.removeprefix("BATCH#")), item.order, item.version)


def _report_item(batch: Batch, report: Report, version: int | None) -> ReportItem:
    return ReportItem(
        batch_key(batch.batch_id),
        f"{_REPORT}{report.report_id}",
        report=batch_form.report_form(report),
        **versioned(version),
    )
