"""Printed and electronic codes that were used, and the counter of serial numbers."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, VersionAttribute

from handbook.domain.audit import AuditEntry
from handbook.domain.codes import CodeState
from handbook.domain.handbook import Handbook
from handbook.domain.ids import BatchId, HandbookId
from handbook.domain.receipts import Receipt
from handbook.storage import audit, receipts
from handbook.storage.codes_table import CodesTableItem, RangeItem, serial_key
from handbook.storage.records import summary_item
from handbook.storage.tables import transaction, translated


class CodeItem(CodesTableItem):
    """A code that was used: bound to a handbook, or void."""

    state = UnicodeAttribute()
    handbook_id = UnicodeAttribute(null=True)
    version = VersionAttribute()


class CounterItem(CodesTableItem):
    """The next serial number that nobody has."""

    next_serial = NumberAttribute()


def _code_key(serial: int) -> tuple[str, str]:
    return f"CODE#{serial_key(serial)}", "CODE"


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
            found = RangeItem.query("RANGE", RangeItem.sk >= serial_key(serial), limit=1)
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
