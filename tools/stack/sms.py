"""The SMS inbox of the emulated AWS: every message that would have gone to a phone."""

import json
import urllib.parse
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from tools.stack.errors import StackError
from tools.stack.loopback import open_local

INBOX_PATH = "/_ministack/sns/sms-messages"


@dataclass(frozen=True, slots=True)
class SmsMessage:
    """One message as it lies in the inbox, which keeps no times."""

    phone: str
    text: str


def inbox(endpoint: str, phone: str | None = None) -> list[SmsMessage]:
    """The messages so far, each number's together, oldest first; only those to `phone` (+84…) if given.

    Raises:
        StackError: when the emulated AWS does not answer.
    """
    query = f"?{urllib.parse.urlencode({'phoneNumber': phone})}" if phone else ""
    try:
        with open_local(f"{endpoint}{INBOX_PATH}{query}", timeout=10) as response:
            return messages(json.load(response))
    except OSError as error:
        raise StackError(f"Nothing answers at {endpoint}: start the system with make run.") from error


def messages(document: dict[str, Any]) -> list[SmsMessage]:
    """The messages in an answer of the inbox."""
    return [
        SmsMessage(phone, str(record["Message"]))
        for phone, records in document["sms_messages"].items()
        for record in records
    ]


def readable(inbox_messages: Sequence[SmsMessage]) -> str:
    """The messages as text for a terminal: each number once, its messages below it, the newest last."""
    if not inbox_messages:
        return "The SMS inbox is empty."
    blocks = []
    for phone, group in groupby(inbox_messages, key=lambda message: message.phone):
        lines = [f"{number:3}. {message.text}" for number, message in enumerate(group, start=1)]
        blocks.append("\n".join([phone, *lines]))
    return "\n\n".join(blocks)
