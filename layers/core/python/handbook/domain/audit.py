"""The access log: who touched which handbook, on what ground."""

from dataclasses import dataclass
from datetime import datetime

from handbook.domain.access import Action, Actor, Ground
from handbook.domain.ids import HandbookId


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One access to one handbook. It holds identifiers only; names are looked up by whoever may see them."""

    handbook_id: HandbookId
    at: datetime
    actor_id: str
    role: str
    unit_id: str | None
    action: Action
    ground: Ground
    request_id: str
    purpose: str | None = None
    """For what, where who asked had to say so."""


def entry(
    actor: Actor, action: Action, ground: Ground, handbook_id: HandbookId, at: datetime, request_id: str
) -> AuditEntry:
    """Write down one allowed access."""
    return AuditEntry(handbook_id, at, actor.id, actor.role, actor.unit_id, action, ground, request_id)
