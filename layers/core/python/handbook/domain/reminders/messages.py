"""Messages as they were claimed, and what became of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from handbook.domain.ids import AccountId, HandbookId
from handbook.domain.reminders.kinds import DOSE, Kind


class State(StrEnum):
    """What is known of a message.

    `claimed` may have gone out, and is asked of the provider; `refused` certainly has not, and may be claimed again;
    `unknown` will never be known, and is not sent again.
    """

    CLAIMED = "claimed"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    REFUSED = "refused"
    UNKNOWN = "unknown"


COUNTED = frozenset({State.CLAIMED, State.SENT, State.DELIVERED, State.READ, State.UNKNOWN})
"""What may have been read: the cap counts these."""
_RANK = {State.CLAIMED: 0, State.UNKNOWN: 1, State.SENT: 2, State.FAILED: 3, State.DELIVERED: 3, State.READ: 4}
AGAIN = "#again"
"""Ends the occurrence of an SMS about what the app was told a day before and nobody read."""


def follows(before: State, after: State) -> bool:
    """Say whether news take a message further: a receipt that comes late or twice takes none back."""
    if before is State.REFUSED or after is State.REFUSED:
        return before is State.CLAIMED
    return _RANK[after] > _RANK[before]


@dataclass(frozen=True, slots=True)
class Message:
    """A message about one handbook and occurrence, as it was claimed before the text was sent.

    `whats` are the contacts it spoke of; `reference` names the text, which may speak for several messages; `tries`
    counts the claims of its day, those that a provider refused for a while among them. `session_on` is the vaccination
    session that it named.
    """

    handbook_id: HandbookId
    account_id: AccountId
    occurrence: str
    kind: Kind
    recommended_on: date
    claimed_at: datetime
    state: State
    channel: str = "sms"
    subject: str = DOSE
    whats: tuple[str, ...] = ()
    reference: str = ""
    tries: int = 1
    cause: str = ""
    session_on: date | None = None

    @property
    def repeats(self) -> bool:
        """Say whether this says again by SMS what nobody read in the app."""
        return self.occurrence.endswith(AGAIN)


def times_told(messages: Iterable[Message], what: str) -> int:
    """Count the messages that spoke of a contact; an SMS after an unread one is the same message.

    That a session was moved is no further reminder.
    """
    told = (one for one in messages if what in one.whats and one.kind is not Kind.MOVED)
    return sum(one.state in COUNTED and not one.repeats for one in told)


@dataclass(frozen=True, slots=True)
class Text:
    """One text to one account: what the provider gets. Its messages are those that it speaks for.

    `device_id` is the installation that a text to the app goes to; `number` is the blind index that one by SMS goes to,
    and empty in texts from before it was kept.
    """

    reference: str
    account_id: AccountId
    messages: tuple[Message, ...]
    claimed_at: datetime
    channel: str
    state: State = State.CLAIMED
    provider: str = ""
    provider_id: str = ""
    cause: str = ""
    device_id: str = ""
    number: str = ""
