"""Announce a file, look at it once it has arrived, and give a link to it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from handbook.domain.access import Action, Ground
from handbook.domain.attachments import MOST_ATTACHMENTS, About, Attachment, Upload
from handbook.domain.audit import AuditEntry
from handbook.domain.errors import InvalidFieldError, NotFoundError, TooManyAttachmentsError, WrongFileError
from handbook.domain.ids import LONGEST_ID, AttachmentId, HandbookId
from handbook.domain.receipts import Receipt
from handbook.domain.scans import KEEPS_METADATA, LARGEST_BYTES, MEDIA_TYPES, cleaned
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.file_rights import admit_to_file, may_open, may_see, target_of
from handbook.usecases.ports import AuditLog, Disputes, NewId, Records

FORM_SECONDS = 900
LINK_SECONDS = 300
"""Five minutes: an app shows the picture at once, and a link found later is worthless."""


class Uploads(Protocol):
    """See storage.uploads.Uploads."""

    def add(self, upload: Upload, audit_entry: AuditEntry, receipt: Receipt) -> None: ...
    def get(self, attachment_id: str) -> Upload | None: ...


class AttachmentFiles(Protocol):
    """See gateways.attachments.AttachmentFiles."""

    def form(self, key: str, media_type: str, size_bytes: int, seconds: int) -> tuple[str, Mapping[str, str]]: ...
    def arrived(self, key: str, most_bytes: int) -> bytes: ...
    def write(self, key: str, content_type: str, data: bytes) -> None: ...
    def remove(self, keys: list[str]) -> None: ...
    def link(self, key: str, name: str, seconds: int) -> str: ...


@dataclass(frozen=True, slots=True)
class AnnounceFile:
    """What a client wants to upload."""

    about: About
    media_type: str
    size_bytes: int


def announce_file(
    handbook_id: HandbookId,
    command: AnnounceFile,
    context: Context,
    receipt: Receipt,
    *,
    records: Records,
    uploads: Uploads,
    new_id: NewId,
) -> Upload:
    """Keep that a file is coming and what it belongs to; nobody sees it before it is completed.

    Raises: NotFoundError, ForbiddenError, InvalidFieldError, TooManyAttachmentsError, ConflictError.
    """
    handbook, ground = admit(context, Action.ATTACH_FILE, handbook_id, records)
    place = handbook.handbook_id
    if command.media_type not in MEDIA_TYPES:
        raise InvalidFieldError("media_type")
    if not 0 < command.size_bytes <= LARGEST_BYTES:
        raise InvalidFieldError("size_bytes")
    if not may_see(handbook, target_of(place, command.about, records), context, records):
        raise InvalidFieldError("about.id")
    if len(records.entries(Attachment, place, MOST_ATTACHMENTS).items) >= MOST_ATTACHMENTS:
        raise TooManyAttachmentsError
    upload = Upload(
        AttachmentId(new_id()),
        place,
        command.about,
        command.media_type,
        command.size_bytes,
        context.actor.id,
        context.now,
    )
    uploads.add(upload, context.audit(Action.ATTACH_FILE, ground, place), receipt)
    return upload


def complete_file(
    handbook_id: HandbookId,
    attachment_id: str,
    context: Context,
    receipt: Receipt,
    *,
    records: Records,
    uploads: Uploads,
    files: AttachmentFiles,
) -> Attachment:
    """Look at the bytes that arrived, keep them cleaned, and make them an attachment that can be seen.

    Only who announced a file completes it. Completed again, it stays as it is.
    Raises: NotFoundError, ForbiddenError, NotUploadedError, WrongFileError (then the bytes are gone), UnavailableError,
    ConflictError.
    """
    handbook, ground = admit(context, Action.ATTACH_FILE, handbook_id, records)
    place = handbook.handbook_id
    upload = uploads.get(attachment_id) if len(attachment_id) <= LONGEST_ID else None
    if upload is None or upload.handbook_id not in handbook.partitions or upload.announced_by != context.actor.id:
        raise NotFoundError
    done = records.entry(Attachment, place, attachment_id)
    if done is not None:
        if ground is not Ground.GUARDIAN:
            records.note(context.audit(Action.ATTACH_FILE, ground, place))
        return done.entry
    attachment, data = _looked_at(upload, files.arrived(upload.key, LARGEST_BYTES), context, files)
    files.write(attachment.key, attachment.media_type, data)
    access = context.audit(Action.ATTACH_FILE, ground, place)
    records.add_entry(attachment, access, receipt, attachment, changed=handbook)
    files.remove([upload.key])
    return attachment


def read_file(
    handbook_id: HandbookId,
    attachment_id: str,
    context: Context,
    *,
    records: Records,
    disputes: Disputes,
    audit: AuditLog,
    files: AttachmentFiles,
) -> tuple[Attachment, str]:
    """Give an attachment with a link that works for LINK_SECONDS, after the reading was written down.

    A file of an encounter with HIV results is shown to those who may read these, and one that is the mother's to
    guardians who may see what is hers. Who is to answer an open dispute sees the files that it names.
    Raises: NotFoundError, ForbiddenError.
    """
    handbook, ground = admit_to_file(context, handbook_id, attachment_id, records, disputes)
    place = handbook.handbook_id
    if ground is not Ground.GUARDIAN:
        audit.record(context.audit(Action.READ_FILE, ground, place))
    kept = records.entry(Attachment, place, attachment_id) if len(attachment_id) <= LONGEST_ID else None
    if kept is None or not kept.counts:
        raise NotFoundError
    if not may_open(kept.entry, handbook, context, records):
        raise NotFoundError
    return kept.entry, files.link(kept.entry.key, kept.entry.download_name, LINK_SECONDS)


def _looked_at(upload: Upload, data: bytes, context: Context, files: AttachmentFiles) -> tuple[Attachment, bytes]:
    try:
        clean = cleaned(data, upload.media_type, upload.size_bytes)
    except WrongFileError:
        files.remove([upload.key])
        raise
    attachment = Attachment(
        attachment_id=upload.attachment_id,
        attached_on=context.today,
        recorded_at=context.now,
        recorded_by=context.actor.id,
        source="family" if context.actor.is_family else "staff",
        about=upload.about,
        media_type=upload.media_type,
        size_bytes=len(clean),
        sha256=hashlib.sha256(clean).hexdigest(),
        metadata_removed=upload.media_type not in KEEPS_METADATA,
    )
    return attachment, clean
