"""An account as a recipient of messages."""

from dataclasses import dataclass

from handbook.domain.ids import PhoneIndex


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whether an account was written to today, where its app is reached, and which number of it is dead."""

    written_today: bool = False
    endpoint: str | None = None
    dead_number: PhoneIndex | None = None
