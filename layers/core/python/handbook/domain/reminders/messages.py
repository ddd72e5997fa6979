"""Messages as they were claimed, and what became of them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from handbook.domain.ids import AccountId, HandbookId
from handbook.domain.reminders.kinds import Kind


class Outcome(StrEnum):
    """What became of one look at a handbook. Every outcome is counted."""

    SENT = "sent"
    FAILED = "failed"
    NOTHING_DUE = "nothing_due"
    STOPPED = "stopped"
    NO_GUARDIAN = "no_guardian"
    ALREADY_TOLD = "already_told"
    TOLD_TODAY = "told_today"


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it was claimed before it was sent; `state` follows the provider."""

    handbook_id: HandbookId
    account_id: AccountId
    occurrence: str
    kind: Kind
    recommended_on: date
    claimed_at: datetime
    state: str
    channel: str = "sms"
