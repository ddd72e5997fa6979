"""The meter on the client that storage speaks through."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3

from handbook.storage.tables import connection
from tools.capacity.meter import Consumed, Meter


@contextmanager
def metered() -> Iterator[Consumed]:
    """Count what storage consumes inside."""
    client: Any = connection().client
    with Meter(boto3.client("dynamodb")).on(client) as consumed:
        yield consumed
