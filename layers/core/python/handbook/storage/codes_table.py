"""What all items of the codes table share, and the runs of serial numbers that orders take.

A code has no item until it is used: a national stock costs no more than its batches.
"""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from handbook.storage.tables import Item, table_name

_SERIAL_DIGITS = 13  # 2^40 has thirteen


def serial_key(serial: int) -> str:
    """Write a serial number so that text order is number order."""
    return f"{serial:0{_SERIAL_DIGITS}d}"


class CodesTableItem(Item):
    """Base of what the codes table holds."""

    class Meta:
        table_name = table_name("CODES_TABLE")


class RangeItem(CodesTableItem):
    """Which batch a run of serial numbers belongs to; the sort key is its last serial."""

    batch_id = UnicodeAttribute()
    first_serial = NumberAttribute()
