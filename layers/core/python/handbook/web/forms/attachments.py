"""Files: announced, completed, fetched."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from handbook.domain.attachments import About, Attachment, Upload
from handbook.usecases.attach_file import AnnounceFile
from handbook.web.schemas import Body, Identifier, Whole

MediaType = Literal["image/jpeg", "image/png", "application/pdf"]


class AboutBody(Body):
    """What a file belongs to: `kind` and `id` of an entry; for a dispute no id, since the dispute names its files."""

    kind: Identifier
    id: Identifier | None = None


class UploadBody(Body):
    """A file that is to be uploaded: its type and its exact size. Its name is not asked for."""

    about: AboutBody
    media_type: MediaType
    size_bytes: Whole

    def command(self) -> AnnounceFile:
        """Read the command."""
        return AnnounceFile(About(self.about.kind, self.about.id), self.media_type, self.size_bytes)


class AnnouncedAnswer(Body):
    """A file that was announced; it is not seen before it is completed."""

    attachment_id: str
    about: AboutBody
    media_type: MediaType
    size_bytes: int


class UploadFormBody(Body):
    """Where to send the file: a form of these fields, in this order, and the file last, as "file"."""

    url: str
    fields: Mapping[str, str]
    expires_in_seconds: int


class UploadAnswer(AnnouncedAnswer):
    """A file that was announced, and the form to upload it with."""

    upload: UploadFormBody


class AttachmentAnswer(Body):
    """A file as it is kept. `metadata_removed`: place, time and device were taken out; a PDF is kept as it came."""

    attachment_id: str
    about: AboutBody
    media_type: MediaType
    size_bytes: int
    sha256: str
    metadata_removed: bool
    recorded_at: datetime
    recorded_by: str
    source: Literal["staff", "family"]


class AttachmentLink(AttachmentAnswer):
    """A file and where it can be fetched for a while."""

    url: str
    expires_in_seconds: int


def announced_answer(upload: Upload) -> dict[str, Any]:
    """Write an announced file as the JSON that receipts keep: the form is signed anew for each answer."""
    return AnnouncedAnswer.model_validate(upload, from_attributes=True).model_dump(mode="json")


def attachment_answer(attachment: Attachment) -> dict[str, Any]:
    """Write a file as JSON."""
    return AttachmentAnswer.model_validate(attachment, from_attributes=True).model_dump(mode="json")
