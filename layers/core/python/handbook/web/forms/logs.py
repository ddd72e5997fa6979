"""Messages that were sent, and who looked."""

from datetime import date, datetime
from typing import Any

from handbook.domain.audit import AuditEntry
from handbook.domain.reminders import Message
from handbook.web.schemas import Body, PageBody


class ReminderAnswer(Body):
    """One message about a recommended date: when it was claimed for sending and what became of it."""

    kind: str
    recommended_on: date
    claimed_at: datetime
    state: str
    channel: str


class ReminderPage(PageBody):
    """Messages, newest first."""

    items: list[ReminderAnswer]


class AccessAnswer(Body):
    """One access by somebody; `ground` says why it was allowed."""

    at: datetime
    actor_id: str
    role: str
    unit_id: str | None
    action: str
    ground: str


class AccessPage(PageBody):
    """Accesses, newest first."""

    items: list[AccessAnswer]


def reminder_answer(message: Message) -> dict[str, Any]:
    """Write a message as JSON."""
    return {
        "kind": message.kind.value,
        "recommended_on": message.recommended_on.isoformat(),
        "claimed_at": message.claimed_at.isoformat(),
        "state": message.state,
        "channel": message.channel,
    }


def access_answer(entry: AuditEntry) -> dict[str, Any]:
    """Write an access as JSON."""
    return {
        "at": entry.at.isoformat(),
        "actor_id": entry.actor_id,
        "role": entry.role,
        "unit_id": entry.unit_id,
        "action": entry.action.value,
        "ground": entry.ground.value,
    }
