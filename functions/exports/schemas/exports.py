"""Bodies of asking for an export, and of where it is."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from handbook.domain.exports import Export
from handbook.domain.receipts import Answer
from handbook.usecases.ask_export import AskExport
from handbook.usecases.fetch_export import LINK_SECONDS, Fetched
from handbook.web.schemas import Body, iso


class ExportBody(Body):
    """What is asked for. Staff say what for; for families it is their own copy."""

    format: Literal["json", "pdf"]
    language: Literal["vi", "en"] = "vi"
    purpose: Literal["own_copy", "care", "referral", "correction", "legal_duty"] | None = None

    def command(self) -> AskExport:
        """Give what the use case takes."""
        return AskExport(self.format, self.language, self.purpose)


class ExportAnswer(Body):
    """Where an export is. `url` is there once it is ready, for `expires_in_seconds`; ask again for another.

    `as_of_version` is the handbook's version when it was asked for, `made_of_version` the one that the file holds.
    Whoever asks for the same again before `until` gets the same export.
    """

    export_id: str
    format: Literal["json", "pdf"]
    language: Literal["vi", "en"]
    purpose: Literal["own_copy", "care", "referral", "correction", "legal_duty"]
    state: Literal["queued", "gathering", "writing", "ready", "failed"]
    percent_done: int = Field(ge=0, le=100)
    requested_at: datetime
    until: datetime
    as_of_version: int
    made_of_version: int | None = None
    size_bytes: int | None = None
    sha256: str | None = None
    url: str | None = None
    expires_in_seconds: int | None = None


def export_answer(export: Export) -> Answer:
    """Write an export, without a link."""
    order = export.order
    return {
        "export_id": export.export_id,
        "format": order.format,
        "language": order.language,
        "purpose": order.purpose,
        "state": export.state.value,
        "percent_done": export.percent_done,
        "requested_at": iso(export.requested_at),
        "until": iso(export.until),
        "as_of_version": order.as_of_version,
        "made_of_version": export.made_of_version,
        "size_bytes": export.size_bytes,
        "sha256": export.sha256,
    }


def fetched_answer(fetched: Fetched) -> ExportAnswer:
    """Write an export with the link to its file, where there is one."""
    link = {"url": fetched.url, "expires_in_seconds": LINK_SECONDS} if fetched.url else {}
    return ExportAnswer.model_validate({**export_answer(fetched.export), **link})
