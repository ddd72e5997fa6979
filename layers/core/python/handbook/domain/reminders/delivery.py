"""What a provider says of a text, and when one stops asking a provider."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


class Verdict(StrEnum):
    """What is known of a text after a provider was spoken to.

    `busy` and `not_taken` are certain: the text has not gone out. After `unsure` it may have.
    """

    TAKEN = "taken"
    DELIVERED = "delivered"
    NOT_TAKEN = "not_taken"
    BUSY = "busy"
    REJECTED = "rejected"
    DEAD = "dead"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Said:
    """A provider's answer: its own id of the text where it took it, and the code of why not.

    `names_by_id`: its receipts will name the text by that id alone, so that it has to be remembered.
    """

    verdict: Verdict
    provider_id: str = ""
    cause: str = ""
    names_by_id: bool = False


MOST_FAILURES = 10
"""So many failures in a row, of all workers together, open a breaker: one number that is odd never does."""
REST = timedelta(minutes=5)
"""How long an open breaker lets nothing through; then one text is the probe."""
PROBE_LEASE = timedelta(minutes=1)
"""A probe whose worker died is given to another."""


class Gate(StrEnum):
    """Whether a provider may be spoken to."""

    OPEN = "open"
    PROBE = "probe"
    SHUT = "shut"


@dataclass(frozen=True, slots=True)
class Breaker:
    """How a provider has been doing, shared by all workers. `version` is None before anything failed."""

    provider: str
    failures: int = 0
    shut_at: datetime | None = None
    probed_at: datetime | None = None
    version: int | None = None

    def gate(self, now: datetime) -> Gate:
        """Say whether a text may go to this provider; whoever takes the probe has to store it first."""
        if self.shut_at is None:
            return Gate.OPEN
        resting = now < self.shut_at + REST
        probing = self.probed_at is not None and now < self.probed_at + PROBE_LEASE
        return Gate.SHUT if resting or probing else Gate.PROBE

    def with_probe(self, now: datetime) -> "Breaker":
        """Take the probe."""
        return replace(self, probed_at=now)

    def after(self, verdict: Verdict, now: datetime) -> "Breaker":
        """Learn from an answer: a failure is the provider's, not one about a number or a text."""
        if verdict not in {Verdict.BUSY, Verdict.UNSURE}:
            return replace(self, failures=0, shut_at=None, probed_at=None)
        failures = self.failures + 1
        if self.shut_at is None and failures < MOST_FAILURES:
            return replace(self, failures=failures)
        return replace(self, failures=failures, shut_at=now, probed_at=None)
