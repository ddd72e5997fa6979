"""How each kind of entry is recorded and shown, by whatever route it comes: one registry, found by kind or by entry."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from handbook.domain.entries import Entry, Kept
from handbook.domain.entry_kinds import KINDS
from handbook.web.recorders.recorder import Recorder

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
    """Write an entry as it is kept: what was said of it, and the change that made this version.

    What no client records (an acknowledgement) has no `data`.
    """
    kind = KINDS[type(kept.entry)]
    return {
        "kind": kind.name,
        "id": kind.id_of(kept.entry),
        "version": kept.version,
        "status": kept.status,
        "recorded_at": kept.entry.recorded_at.isoformat(),
        "recorded_by": kept.entry.recorded_by,
        "changed_at": kept.changed_at.isoformat(),
        "changed_by": kept.changed_by,
        "reason": kept.reason,
        "data": dict(recorder_of(kind.name).shown(kept.entry)) if kind.name in RECORDABLE else None,
    }
