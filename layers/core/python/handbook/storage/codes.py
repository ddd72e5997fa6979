"""Codes that were used, the counter of serial numbers, and what was said of those that nobody used."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, VersionAttribute

from handbook.domain.audit import AuditEntry
from handbook.domain.carriers import CodeUse
from handbook.domain.codes import CodeState, Restated, Segment, Statement
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.receipts import Receipt
from handbook.storage import audit, bound_counts, receipts, stock
from handbook.storage.codes_table import CodesTableItem, serial_key
from handbook.storage.record_items import summary_item
from handbook.storage.tables import transaction, translated, versioned

_SERIALS_OF_A_PARTITION = 10_000
"""Used codes of neighbouring serial numbers lie together, so that those of a run are a query for each ten thousand."""


class CodeItem(CodesTableItem):
    """A code that was used; the sort key is its serial number. One whose handbook was erased names none."""

    state = UnicodeAttribute()
    handbook_id = UnicodeAttribute()
    version = VersionAttribute()


class CounterItem(CodesTableItem):
    """The next serial number that nobody has."""

    next_serial = NumberAttribute()


def _partition(serial: int) -> str:
    return f"CODES#{serial // _SERIALS_OF_A_PARTITION:09d}"


def code_key(serial: int) -> tuple[str, str]:
    """Give the keys of a code that was used."""
    return _partition(serial), serial_key(serial)


def _item(serial: int, state: CodeState, handbook_id: HandbookId, version: int | None = None) -> CodeItem:
    return CodeItem(*code_key(serial), state=state, handbook_id=handbook_id, **versioned(version))


class Codes:
    """States of codes, and serial numbers."""

    def reserve(self, count: int) -> int:
        """Take `count` consecutive serial numbers that nobody else gets; give the first."""
        counter = CounterItem("COUNTER", "SERIAL")
        with translated():
            counter.update(actions=[CounterItem.next_serial.add(count)])
        return int(counter.next_serial) - count

    def used(self, serial: int) -> CodeUse | None:
        """Read what a code was used for (AP-13); None when it never was."""
        with translated():
            try:
                item = CodeItem.get(*code_key(serial), consistent_read=True)
            except CodeItem.DoesNotExist:
                return None
        return CodeUse(CodeState(item.state), HandbookId(item.handbook_id), item.version)

    def segment(self, serial: int) -> Segment | None:
        """Read the segment of stock that a code lies in (AP-14); None when nobody ordered it."""
        return stock.segment_at(serial)

    def segments(self, first: int, last: int) -> list[Segment]:
        """Read the segments of stock that a run of serial numbers lies in, in order (AP-14)."""
        return stock.segments(first, last)

    def state_of(self, serial: int) -> CodeState | None:
        """Say where a code stands, in two reads at most; None when there is no such code."""
        found = self.used(serial) or self.segment(serial)
        return found.state if found else None

    def restate(self, statement: Statement) -> Restated:
        """Write a statement about a run of serial numbers of a batch: printed, shipped, allocated or void.

        What was bound stays bound. Said again, it changes nothing. Raises ConflictError when another statement about
        the same numbers was faster: state it again.
        """
        return stock.state(statement)

    def used_between(self, first: int, last: int) -> list[int]:
        """List the serial numbers of a run that were used, in order (AP-31); a query for each ten thousand."""
        found: list[int] = []
        for start in range(first - first % _SERIALS_OF_A_PARTITION, last + 1, _SERIALS_OF_A_PARTITION):
            between = CodeItem.sk.between(serial_key(first), serial_key(last))
            with translated():
                items = CodeItem.query(_partition(start), between, consistent_read=True, attributes_to_get=["sk"])
                found += [int(item.sk) for item in items]
        return found

    def bind(
        self, serial: int, segment: Segment, handbook: Handbook, entry: AuditEntry, receipt: Receipt, result: object
    ) -> None:
        """Bind an unused code of a segment and put it on the handbook.

        Raises: ConflictError when somebody bound it first, or the handbook or the segment changed meanwhile.
        """
        with transaction() as writes:
            writes.save(_item(serial, CodeState.BOUND, handbook.handbook_id))
            stock.guard(segment, writes)
            bound_counts.count_one(segment.batch_id, writes)
            writes.save(summary_item(handbook))
            audit.append(entry, writes)
            receipts.keep(receipt, result, writes)

    def end(
        self, serial: int, use: CodeUse, state: CodeState, handbook: Handbook, entry: AuditEntry, receipt: Receipt
    ) -> None:
        """End a bound code, on its own item and on the handbook. Raises ConflictError, then nothing changed."""
        with transaction() as writes:
            writes.save(_item(serial, state, use.handbook_id, use.version))
            writes.save(summary_item(handbook))
            audit.append(entry, writes)
            receipts.keep(receipt, handbook, writes)

    def replace(
        self,
        old: tuple[int, CodeUse],
        new: tuple[int, Segment | None],
        handbook: Handbook,
        entry: AuditEntry,
        receipt: Receipt,
    ) -> None:
        """Put a code in the place of another one of the same handbook; a new one without segment was never printed.

        Raises: ConflictError when either code, the segment or the handbook changed meanwhile; then nothing changed.
        """
        (old_serial, use), (new_serial, segment) = old, new
        with transaction() as writes:
            writes.save(_item(old_serial, CodeState.REPLACED, use.handbook_id, use.version))
            writes.save(_item(new_serial, CodeState.BOUND, handbook.handbook_id))
            if segment is not None:
                stock.guard(segment, writes)
                bound_counts.count_one(segment.batch_id, writes)
            writes.save(summary_item(handbook))
            audit.append(entry, writes)
            receipts.keep(receipt, handbook, writes)

    def register(self, serial: int, handbook_id: HandbookId) -> None:
        """Note the electronic handbook's own code. Raises ConflictError when the serial is in use."""
        with translated():
            _item(serial, CodeState.BOUND, handbook_id).save()

    def keep(self, receipt: Receipt, result: object) -> None:
        """Keep the answer to statements about stock, which may be made again. Raises ConflictError when it is kept."""
        with transaction() as writes:
            receipts.keep(receipt, result, writes)
