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


@dataclass(frozen=True, slots=True)
class Start:
    """A function, by its ARN, and what a schedule started it with."""

    function: str
    payload: str


def start_of(letter: Letter) -> Start | None:
    """Read a start that Lambda did not take, as the scheduler wrote it, or one whose run failed, as Lambda did."""
    body = _read(letter)
    asked = body.get("requestPayload", body)
    if not isinstance(asked, dict) or "run_at" not in asked or "days" in asked:
        return None
    about = body.get("requestContext", {})
    function = letter.attributes.get("TARGET_ARN") or about.get("functionArn")
    return Start(str(function), json.dumps(asked)) if function else None


def said(letter: Letter) -> str:
    """Show what a letter was about: of a run that failed, which function's and the start, and not what Lambda adds."""
    start = start_of(letter)
    if start is None:
        return letter.body
    _, _, name = start.function.partition(":function:")
    return f"{name.partition(':')[0]} {start.payload}"


def _read(letter: Letter) -> dict[str, Any]:
    try:
        body = json.loads(letter.body)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def fate_of(letter: Letter) -> Fate:
    """Decide by what the letter holds (docs/events.md); every one of these is harmless when it comes twice."""
    body = _read(letter)
    if "DDBStreamBatchInfo" in body:
        # It names places in a stream and holds no change: the nightly look mends what the stream lost.
        return Fate.DROP
    if start_of(letter):
        return Fate.FUNCTION
    return Fate.QUEUE if body.keys() & {"batch_id", "export_id", "days", "job_id"} else Fate.KEEP
