"""Queues."""

import json
from collections.abc import Mapping, Sequence

from botocore.exceptions import BotoCoreError, ClientError

from handbook import aws


class Queue:
    """Sends JSON messages to one queue."""

    def __init__(self, url: str) -> None:
        self._url = url

    def send(self, messages: Sequence[Mapping[str, object]], delay_seconds: int = 0) -> None:
        """Send all messages. Raises UnavailableError when one was not taken; sending all again must be harmless.

        One by one: a batch may fail in part, and the few hundred messages of a run are not worth a second way to fail.
        """
        for message in messages:
            try:
                aws.client("sqs").send_message(
                    QueueUrl=self._url, MessageBody=json.dumps(message), DelaySeconds=delay_seconds
                )
            except (BotoCoreError, ClientError) as error:
                raise aws.unavailable(error) from error
