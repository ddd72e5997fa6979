"""What all items of the codes table share."""

from handbook.storage.tables import Item, table_name

_SERIAL_DIGITS = 13  # 2^40 has thirteen


def serial_key(serial: int) -> str:
    """Write a serial number so that text order is number order."""
    return f"{serial:0{_SERIAL_DIGITS}d}"


def batch_key(batch_id: str) -> str:
    """Give the partition of one order."""
    return f"BATCH#{batch_id}"


class CodesTableItem(Item):
    """Base of what the codes table holds."""

    class Meta:
        table_name = table_name("CODES_TABLE")
