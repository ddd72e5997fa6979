"""What is to become of a message that failed for good: back to its queue, to its function, or gone."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any


class Fate(StrEnum):
    """What redriving does with a letter."""

    QUEUE = "back to the queue"
    FUNCTION = "to the function again"
    DROP = "deleted: its facts lie in the tables"
    KEEP = "kept: nobody knows whose it is"


@dataclass(frozen=True, slots=True)
class Letter:
    """One message of a dead letter queue; messages hold identifiers, days and shards, and no person."""

    message_id: str
    receipt: str
    body: str
    sent_at: datetime
    attributes: Mapping[str, str] = field(default_factory=dict)

    def age(self, now: datetime) -> timedelta:
        """Say how long it has lain, or travelled, since it was first sent."""
        return now - self.sent_at


def letter_of(message: Mapping[str, Any]) -> Letter:
    """Read a message as SQS gives it with all attributes."""
    attributes = {name: one.get("StringValue", "") for name, one in message.get("MessageAttributes", {}).items()}
    sent_ms = int(message.get("Attributes", {}).get("SentTimestamp", "0"))
    sent_at = datetime.fromtimestamp(sent_ms / 1000, UTC)
    return Letter(message["MessageId"], message["ReceiptHandle"], message["Body"], sent_at, attributes)


def target_of(letter: Letter) -> str:
    """Name the function that a schedule could not start, as the scheduler wrote it; empty where there is none."""
    return letter.attributes.get("TARGET_ARN", "")


def fate_of(letter: Letter) -> Fate:
    """Decide by what the letter holds (docs/events.md); every one of these is harmless when it comes twice."""
    try:
        body = json.loads(letter.body)
    except ValueError:
        return Fate.KEEP
    if not isinstance(body, dict):
        return Fate.KEEP
    if "DDBStreamBatchInfo" in body:
        # It names places in a stream and holds no change: the nightly look mends what the stream lost.
        return Fate.DROP
    if "run_at" in body and "days" not in body:
        return Fate.FUNCTION if target_of(letter) else Fate.KEEP
    return Fate.QUEUE if body.keys() & {"batch_id", "export_id", "days", "job_id"} else Fate.KEEP
