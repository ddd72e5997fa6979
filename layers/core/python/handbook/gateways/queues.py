"""Queues."""

import json
from collections.abc import Mapping, Sequence

from botocore.exceptions import BotoCoreError, ClientError

from handbook import aws
from handbook.domain.errors import UnavailableError

_MOST_AT_ONCE = 10  # SendMessageBatch


class Queue:
    """Sends JSON messages to one queue."""

    def __init__(self, url: str) -> None:
        self._url = url

    def send(self, messages: Sequence[Mapping[str, object]], delay_seconds: int = 0) -> None:
        """Send all messages. Raises UnavailableError when any was not taken; sending all again is harmless."""
        for start in range(0, len(messages), _MOST_AT_ONCE):
            entries = [
                {"Id": str(number), "MessageBody": json.dumps(message), "DelaySeconds": delay_seconds}
                for number, message in enumerate(messages[start : start + _MOST_AT_ONCE])
            ]
            try:
                answer = aws.client("sqs").send_message_batch(QueueUrl=self._url, Entries=entries)
            except (BotoCoreError, ClientError) as error:
                raise aws.unavailable(error) from error
            if answer.get("Failed"):
                raise UnavailableError
