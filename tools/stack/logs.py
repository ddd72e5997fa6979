"""What the functions wrote into their log groups."""

from collections.abc import Iterator
from datetime import UTC, datetime
from operator import itemgetter

from tools.stack.clients import client
from tools.stack.settings import StackSettings


def function_logs(settings: StackSettings, limit: int = 200) -> list[str]:
    """The last `limit` log lines of all functions, oldest first, each with its UTC time and log group."""
    lines = sorted(log_events(settings), key=itemgetter(0))[-limit:]
    return [f"{instant(at_ms)} {group.rpartition('/')[2]:10} {text}" for at_ms, group, text in lines]


def log_events(settings: StackSettings) -> Iterator[tuple[int, str, str]]:
    """Time in milliseconds, log group and text of every event that is kept."""
    logs = client(settings, "logs")
    for page in logs.get_paginator("describe_log_groups").paginate():
        for group in page["logGroups"]:
            name = group["logGroupName"]
            for events in logs.get_paginator("filter_log_events").paginate(logGroupName=name):
                yield from ((event["timestamp"], name, event["message"].rstrip()) for event in events["events"])


def instant(at_ms: int) -> str:
    """Milliseconds since 1970 as the UTC time of day."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%H:%M:%S.%f")[:-3]
