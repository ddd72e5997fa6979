"""Exports in the making, and where their files are; forgotten after a day."""

from datetime import timedelta

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute, VersionAttribute

from handbook.domain.access import Role
from handbook.domain.audit import AuditEntry
from handbook.domain.calendar import from_iso_utc, iso_utc
from handbook.domain.exports import Export, ExportState, Order
from handbook.domain.ids import HandbookId
from handbook.domain.receipts import Receipt
from handbook.storage import audit, receipts
from handbook.storage.tables import Item, table_name, transaction, translated, versioned

_KEPT_LONGER = timedelta(hours=1)
"""After its file is given out no more, an export still says so for a while."""


class ExportItem(Item):
    """One export; a worker's step is a new version."""

    class Meta:
        table_name = table_name("TRANSIENT_TABLE")

    order = JSONAttribute()
    requested_at = UnicodeAttribute()
    state = UnicodeAttribute()
    changed_at = UnicodeAttribute(null=True)
    attempt = NumberAttribute()
    made_of_version = NumberAttribute(null=True)
    size_bytes = NumberAttribute(null=True)
    sha256 = UnicodeAttribute(null=True)
    version = VersionAttribute()
    expires_at = NumberAttribute()


def _key(export_id: str) -> tuple[str, str]:
    return f"EXPORT#{export_id}", "EXPORT"


def _item(export: Export) -> ExportItem:
    order = export.order
    return ExportItem(
        *_key(export.export_id),
        order={name: getattr(order, name) for name in Order.__slots__ if getattr(order, name) is not None},
        requested_at=iso_utc(export.requested_at),
        state=export.state,
        changed_at=iso_utc(export.changed_at) if export.changed_at else None,
        attempt=export.attempt,
        made_of_version=export.made_of_version,
        size_bytes=export.size_bytes,
        sha256=export.sha256,
        expires_at=int((export.until + _KEPT_LONGER).timestamp()),
        **versioned(export.version),
    )


def _export(item: ExportItem) -> Export:
    order = item.order
    return Export(
        order=Order(**{**order, "handbook_id": HandbookId(order["handbook_id"]), "role": Role(order["role"])}),
        requested_at=from_iso_utc(item.requested_at),
        state=ExportState(item.state),
        changed_at=from_iso_utc(item.changed_at) if item.changed_at else None,
        attempt=int(item.attempt),
        made_of_version=_whole(item.made_of_version),
        size_bytes=_whole(item.size_bytes),
        sha256=item.sha256,
        version=item.version,
    )


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


class Exports:
    """Exports by name."""

    def get(self, export_id: str) -> Export | None:
        """Read an export (AP-82); strongly consistent."""
        with translated():
            try:
                return _export(ExportItem.get(*_key(export_id), consistent_read=True))
            except ExportItem.DoesNotExist:
                return None

    def add(self, export: Export, entry: AuditEntry, receipt: Receipt) -> None:
        """Note an export that was asked for, in the access log too. Raises ConflictError when it is there already."""
        with transaction() as writes:
            writes.save(_item(export))
            audit.append(entry, writes)
            receipts.keep(receipt, export.stored(), writes)

    def keep(self, export: Export, entry: AuditEntry, receipt: Receipt) -> None:
        """Note that an export which is there was asked for again."""
        with transaction() as writes:
            audit.append(entry, writes)
            receipts.keep(receipt, export, writes)

    def save(self, export: Export) -> Export:
        """Write a worker's step and give it as it is stored. Raises ConflictError when another worker was faster."""
        with translated():
            _item(export).save()
        return export.stored()
