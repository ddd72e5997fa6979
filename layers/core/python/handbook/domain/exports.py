"""Exports of a handbook: asked for, made in the background, fetched for a day, gone."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from handbook.domain.access import Role
from handbook.domain.ids import HandbookId
from handbook.domain.texts import Language, Text

type ExportFormat = Literal["json", "pdf"]
type ExportPurpose = Literal["own_copy", "care", "referral", "correction", "legal_duty"]

LIFE = timedelta(hours=24)
"""How long a file is given out. The bucket deletes it by itself on the day after."""
GIVEN_UP_AFTER = timedelta(minutes=40)
"""When nobody works on it any more: four deliveries, each of which may take six minutes to come again, and a margin."""

PURPOSES: dict[ExportPurpose, Text] = {
    "own_copy": Text("bản lưu của gia đình", "the family's own copy"),
    "care": Text("khám, chữa bệnh", "care"),
    "referral": Text("chuyển tuyến", "referral"),
    "correction": Text("đối chiếu, đính chính", "correction"),
    "legal_duty": Text("theo yêu cầu của pháp luật", "required by law"),
}
"""For what an export is made; it stands in the access log and at the foot of each page."""


class ExportState(StrEnum):
    """Where an export is."""

    QUEUED = "queued"
    GATHERING = "gathering"
    WRITING = "writing"
    READY = "ready"
    FAILED = "failed"


_PERCENT = {
    ExportState.QUEUED: 0,
    ExportState.GATHERING: 20,
    ExportState.WRITING: 60,
    ExportState.READY: 100,
    ExportState.FAILED: 100,
}
_CONTENT_TYPES: dict[ExportFormat, str] = {"json": "application/json", "pdf": "application/pdf"}


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody asked for: a handbook as it was at a version, in a format and language, for a purpose."""

    handbook_id: HandbookId
    as_of_version: int
    format: ExportFormat
    language: Language
    purpose: ExportPurpose
    actor_id: str
    role: Role
    unit_id: str | None = None

    @property
    def export_id(self) -> str:
        """Name of the export: whoever asks for the same thing again gets the same.

        Who asks is part of it, since every page names them; no value of a person can be read from it.
        """
        parts = (
            self.handbook_id,
            str(self.as_of_version),
            self.format,
            self.language,
            self.purpose,
            self.actor_id,
            self.unit_id or "",
        )
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Export:
    """An order and where it is. `made_of_version` is the handbook's version that the file holds.

    `attempt` counts how often the same was asked for anew, after a failure or a day; `version` guards writes.
    """

    order: Order
    requested_at: datetime
    state: ExportState = ExportState.QUEUED
    changed_at: datetime | None = None
    attempt: int = 1
    made_of_version: int | None = None
    size_bytes: int | None = None
    sha256: str | None = None
    version: int | None = None

    @property
    def export_id(self) -> str:
        """Name of the export."""
        return self.order.export_id

    @property
    def percent_done(self) -> int:
        """How far it is, for a bar."""
        return _PERCENT[self.state]

    @property
    def until(self) -> datetime:
        """Until when its file is given out."""
        return self.requested_at + LIFE

    @property
    def key(self) -> str:
        """Name of its file in the bucket: nothing of a person."""
        return f"exports/{self.export_id}-{self.attempt}.{self.order.format}"

    @property
    def file_name(self) -> str:
        """Name that the file is saved under: the same for everybody."""
        return f"so-me-va-be.{self.order.format}"

    @property
    def content_type(self) -> str:
        """Media type of its file."""
        return _CONTENT_TYPES[self.order.format]

    def is_alive(self, now: datetime) -> bool:
        """Say whether who asks again gets this one: it is ready or in hand, not failed, given up or a day old."""
        if now >= self.until or self.state is ExportState.FAILED:
            return False
        return self.state is ExportState.READY or now < (self.changed_at or self.requested_at) + GIVEN_UP_AFTER

    def is_done(self, now: datetime) -> bool:
        """Say whether a worker has nothing to do for it any more."""
        return self.state in {ExportState.READY, ExportState.FAILED} or now >= self.until

    def moved(self, state: ExportState, at: datetime) -> "Export":
        """Take the next step."""
        return replace(self, state=state, changed_at=at)

    def finished(self, at: datetime, data: bytes, made_of_version: int) -> "Export":
        """Say that the file is there."""
        return replace(
            self.moved(ExportState.READY, at),
            size_bytes=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            made_of_version=made_of_version,
        )

    def stored(self) -> "Export":
        """Count the write that just happened."""
        return replace(self, version=(self.version or 0) + 1)

    def again(self, before: "Export | None") -> "Export":
        """Take the place of one that is not alive any more."""
        return self if before is None else replace(self, attempt=before.attempt + 1, version=before.version)
