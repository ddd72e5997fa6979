"""Who looked."""

from datetime import datetime
from typing import Any

from handbook.domain.audit import AuditEntry
from handbook.web.schemas import Body, PageBody


class AccessAnswer(Body):
    """One access by somebody; `ground` says why it was allowed, `purpose` for what where it had to be said."""

    at: datetime
    actor_id: str
    role: str
    unit_id: str | None
    action: str
    ground: str | None
    purpose: str | None = None


class AccessPage(PageBody):
    """Accesses, newest first."""

    items: list[AccessAnswer]


def access_answer(entry: AuditEntry) -> dict[str, Any]:
    """Write an access as JSON."""
    return {
        "at": entry.at.isoformat(),
        "actor_id": entry.actor_id,
        "role": entry.role,
        "unit_id": entry.unit_id,
        "action": entry.action.value,
        "ground": entry.ground.value if entry.ground else None,
        "purpose": entry.purpose,
    }
