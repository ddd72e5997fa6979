"""How each kind of entry is recorded and shown, by whatever route it comes: one registry, found by kind or by entry."""

from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from handbook.domain.acknowledgements import Acknowledgement
from handbook.domain.attachments import Attachment
from handbook.domain.entries import Entry, Kept
from handbook.domain.entry_kinds import KINDS
from handbook.domain.life_events import LifeEvent
from handbook.web.recorders.recorder import Recorder
from handbook.web.requests import etag

_ROOMS: Mapping[str, str] = {
    "measurement": "care",
    "findings": "care",
    "milestones": "care",
    "feeding": "care",
    "supplement": "care",
    "dental": "care",
    "dose": "doses",
    "not_given": "doses",
    "condition": "vaccination",
    "screening": "vaccination",
    "encounter": "encounters",
    "mothers_dose": "mothers",
}
"""Which module of this package has a kind: a request imports what it speaks of, and no more."""

RECORDABLE = frozenset(_ROOMS)
"""Every kind of entry that a client may record."""


def recorder_of(kind: str) -> Recorder[Any]:
    """Give the recorder of a kind. Raises: KeyError."""
    room = import_module(f"{__name__}.{_ROOMS[kind]}")
    found: Recorder[Any] = room.RECORDERS[kind]
    return found


def kept_answer(kept: Kept[Entry]) -> dict[str, Any]:
    """Write an entry as it is kept: what was said of it, and the change that made this version."""
    kind = KINDS[type(kept.entry)]
    return {
        "kind": kind.name,
        "id": kind.id_of(kept.entry),
        "version": kept.version,
        "etag": etag(kept.version),
        "status": kept.status,
        "recorded_at": _instant(kept.entry.recorded_at),
        "recorded_by": kept.entry.recorded_by,
        "changed_at": _instant(kept.changed_at),
        "changed_by": kept.changed_by,
        "reason": {"code": kept.reason.code, "text": kept.reason.text} if kept.reason else None,
        "data": data_of(kept.entry),
    }


def data_of(entry: Entry) -> dict[str, Any]:
    """Write what was said of an entry, in the words of the body that records it."""
    if isinstance(entry, Acknowledgement):
        return {"note": entry.note}
    if isinstance(entry, Attachment):
        about = {"kind": entry.about.kind, "id": entry.about.id}
        return {"about": about, "media_type": entry.media_type, "size_bytes": entry.size_bytes, "sha256": entry.sha256}
    if isinstance(entry, LifeEvent):
        from handbook.web.forms.life import event_data  # noqa: PLC0415 - as the rooms

        return event_data(entry)
    return dict(recorder_of(KINDS[type(entry)].name).shown(entry))


def _instant(at: datetime) -> str:
    # As the models of other answers write it, so that two readings of one version are the same text.
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
