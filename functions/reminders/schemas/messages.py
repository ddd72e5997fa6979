"""Messages that were sent."""

from datetime import date, datetime
from typing import Any

from handbook.domain.reminders.messages import Message
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


def reminder_answer(message: Message) -> dict[str, Any]:
    """Write a message as JSON."""
    return {
        "kind": message.kind.value,
        "recommended_on": message.recommended_on.isoformat(),
        "claimed_at": message.claimed_at.isoformat(),
        "state": message.state,
        "channel": message.channel,
    }
