"""Announce a file, look at it once it has arrived, and give a link to it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from handbook.domain.access import Action, on_handbook
from handbook.domain.attachments import MOST_ATTACHMENTS, About, Attachment, Upload
from handbook.domain.audit import AuditEntry
from handbook.domain.encounters.encounter import Encounter
from handbook.domain.entries import Entry, Kept
from handbook.domain.entry_kinds import BY_NAME
from handbook.domain.errors import InvalidFieldError, NotFoundError, TooManyAttachmentsError, WrongFileError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import LONGEST_ID, AttachmentId, HandbookId
from handbook.domain.mothers import adopted_at, sees_mother
from handbook.domain.mothers_part import is_of_before
from handbook.domain.receipts import Receipt
from handbook.domain.scans import KEEPS_METADATA, LARGEST_BYTES, MEDIA_TYPES, cleaned
from handbook.usecases.admit import admit, admit_reader
from handbook.usecases.context import Context
from handbook.usecases.ports import AuditLog, NewId, Records

FORM_SECONDS = 900
LINK_SECONDS = 300
"""Five minutes: an app shows the picture at once, and a link found later is worthless."""
_BARE = frozenset({"attachment", "acknowledgement"})


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
    if command.media_type not in MEDIA_TYPES:
        raise InvalidFieldError("media_type")
    if not 0 < command.size_bytes <= LARGEST_BYTES:
        raise InvalidFieldError("size_bytes")
    if not _may_see(handbook, _target(handbook_id, command.about, records), context, records):
        raise InvalidFieldError("about.id")
    if len(records.entries(Attachment, handbook_id, MOST_ATTACHMENTS).items) >= MOST_ATTACHMENTS:
        raise TooManyAttachmentsError
    upload = Upload(
        AttachmentId(new_id()),
        handbook_id,
        command.about,
        command.media_type,
        command.size_bytes,
        context.actor.id,
        context.now,
    )
    uploads.add(upload, context.audit(Action.ATTACH_FILE, ground, handbook_id), receipt)
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
    upload = uploads.get(attachment_id) if len(attachment_id) <= LONGEST_ID else None
    if upload is None or (upload.handbook_id, upload.announced_by) != (handbook_id, context.actor.id):
        raise NotFoundError
    done = records.entry(Attachment, handbook_id, attachment_id)
    if done is not None:
        return done.entry
    attachment, data = _looked_at(upload, files.arrived(upload.key, LARGEST_BYTES), context, files)
    files.write(attachment.key, attachment.media_type, data)
    access = context.audit(Action.ATTACH_FILE, ground, handbook_id)
    records.add_entry(attachment, access, receipt, attachment, changed=handbook)
    files.remove([upload.key])
    return attachment


def read_file(
    handbook_id: HandbookId,
    attachment_id: str,
    context: Context,
    *,
    records: Records,
    audit: AuditLog,
    files: AttachmentFiles,
) -> tuple[Attachment, str]:
    """Give an attachment with a link that works for LINK_SECONDS, after the reading was written down.

    A file of an encounter with HIV results is shown to those who may read these, and one that is the mother's to
    guardians who may see what is hers. Raises: NotFoundError.
    """
    handbook = admit_reader(context, Action.READ_FILE, handbook_id, records, audit)
    kept = records.entry(Attachment, handbook_id, attachment_id) if len(attachment_id) <= LONGEST_ID else None
    if kept is None or not kept.counts:
        raise NotFoundError
    since = adopted_at(handbook) if context.actor.is_family else None
    if kept.entry.about.kind == "dispute" and since is not None and kept.entry.recorded_at < since:
        raise NotFoundError
    if not _may_see(handbook, _target(handbook_id, kept.entry.about, records), context, records):
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


def _target(handbook_id: HandbookId, about: About, records: Records) -> Entry | None:
    """Give the entry that a file belongs to; None for a dispute, which names its files itself."""
    if about.kind == "dispute":
        if about.id is not None:
            raise InvalidFieldError("about.id")
        return None
    kind = BY_NAME.get(about.kind) if about.kind not in _BARE else None
    if kind is None:
        raise InvalidFieldError("about.kind")
    if not about.id or len(about.id) > LONGEST_ID:
        raise InvalidFieldError("about.id")
    kept: Kept[Entry] | None = records.entry(kind, handbook_id, about.id)
    if kept is None:
        raise InvalidFieldError("about.id")
    return kept.entry


def _may_see(handbook: Handbook, target: Entry | None, context: Context, records: Records) -> bool:
    if target is not None and not sees_mother(context.actor, handbook) and is_of_before(target):
        return False
    if not isinstance(target, Encounter):
        return True
    if on_handbook(context.actor, Action.READ_CONFIDENTIAL, handbook, context.now) is not None:
        return True
    return records.confidential(handbook.handbook_id, target.entry_id) is None
