"""Photographs and scans that belong to an entry, an encounter or a dispute."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handbook.domain.ids import AttachmentId, HandbookId
from handbook.domain.recorded import Source

MOST_ATTACHMENTS = 200
"""Of one handbook: every page of two paper books."""
UPLOAD_LIFE = timedelta(hours=24)
"""How long an upload may wait to be completed; the bucket forgets its bytes as well."""
EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}


@dataclass(frozen=True, slots=True)
class About:
    """What a file belongs to: the kind of an entry and its id; a dispute names its files itself, and has no id here."""

    kind: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was announced and is not looked at yet: nobody sees it."""

    attachment_id: AttachmentId
    handbook_id: HandbookId
    about: About
    media_type: str
    size_bytes: int
    announced_by: str
    announced_at: datetime

    @property
    def key(self) -> str:
        """Where the bytes arrive."""
        return f"incoming/{self.attachment_id}"

    @property
    def forgotten_at(self) -> int:
        """Epoch second at which the upload may go."""
        return int((self.announced_at + UPLOAD_LIFE).timestamp())


def kept_at(attachment_id: str) -> str:
    """Give where a file lies that was looked at and cleaned."""
    return f"kept/{attachment_id}"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that was looked at and cleaned. Its name was never taken, and its key holds nobody's data.

    `metadata_removed` says that place, time and device were taken out of it.
    """

    attachment_id: AttachmentId
    attached_on: date
    recorded_at: datetime
    recorded_by: str
    source: Source
    about: About
    media_type: str
    size_bytes: int
    sha256: str
    metadata_removed: bool

    @property
    def key(self) -> str:
        """Where the file lies."""
        return kept_at(self.attachment_id)

    @property
    def download_name(self) -> str:
        """What a download is called: nobody's words."""
        return f"attachment.{EXTENSIONS[self.media_type]}"
