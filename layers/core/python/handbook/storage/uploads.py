"""Uploads that wait to be completed: forgotten after a day, as are their bytes."""

from pynamodb.attributes import JSONAttribute, NumberAttribute

from handbook.domain.attachments import Upload
from handbook.domain.audit import AuditEntry
from handbook.domain.receipts import Receipt
from handbook.storage import audit, receipts
from handbook.storage.entry_form import entry_from, form_of
from handbook.storage.tables import Item, table_name, transaction, translated


class UploadItem(Item):
    """One announced file."""

    class Meta:
        table_name = table_name("TRANSIENT_TABLE")

    upload = JSONAttribute()
    expires_at = NumberAttribute()


def _key(attachment_id: str) -> tuple[str, str]:
    return f"UPLOAD#{attachment_id}", "UPLOAD"


class Uploads:
    """Announced files by the id of the attachment that each will be."""

    def add(self, upload: Upload, audit_entry: AuditEntry, receipt: Receipt) -> None:
        """Keep an announcement with its access entry and receipt. Raises ConflictError when the id is taken."""
        item = UploadItem(*_key(upload.attachment_id), upload=form_of(upload), expires_at=upload.forgotten_at)
        with transaction() as writes:
            writes.save(item, condition=UploadItem.pk.does_not_exist())
            audit.append(audit_entry, writes)
            receipts.keep(receipt, upload, writes)

    def get(self, attachment_id: str) -> Upload | None:
        """Read an announcement (AP-95); None where there is none, or none any more. Strongly consistent."""
        with translated():
            try:
                item = UploadItem.get(*_key(attachment_id), consistent_read=True)
            except UploadItem.DoesNotExist:
                return None
        return entry_from(Upload, item.upload)
