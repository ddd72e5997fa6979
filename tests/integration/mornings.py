"""The parts of a morning's reminder run, as AWS would call them."""

import json
from datetime import date
from typing import Any

from moto.backends import get_backend

from functions.reminders.project import lambda_handler as project
from functions.reminders.send import lambda_handler as send
from handbook.domain.ids import HandbookId
from handbook.domain.reminders.due_index import shard_of
from tests.integration.api import Context
from tests.integration.recorded import changes, messages
from tests.integration.world import (
    items,
)

NOTHING_FAILED: dict[str, Any] = {"batchItemFailures": []}
DAY = date(2026, 7, 5)  # the girl of 5 January: what was due at five months is a month late


def summary(handbook_id: str) -> dict[str, Any]:
    """The item as the stream shows it."""
    return next(
        i for i in items("RecordsTable") if (i["pk"]["S"], i["sk"]["S"]) == (f"HANDBOOK#{handbook_id}", "SUMMARY")
    )


def follow(*handbook_ids: str) -> None:
    """Deliver the newest change of each handbook."""
    assert project(changes(*map(summary, handbook_ids)), Context()) == NOTHING_FAILED  # type: ignore[arg-type]


def due_items() -> dict[str, str | None]:
    """The day that each handbook stands on in the due index."""
    return {
        item["pk"]["S"].removeprefix("HANDBOOK#"): item.get("gsi1pk", {}).get("S")
        for item in items("RemindersTable")
        if item["sk"]["S"] == "DUE"
    }


def task(handbook_id: str, day: date = DAY) -> dict[str, Any]:
    """The message for the partition of the due index that a handbook stands in on a day."""
    shard = shard_of(HandbookId(handbook_id))
    return {"days": [day.isoformat()], "shards": [shard], "run_at": "2026-07-05T00:30:00+00:00"}


def run(*tasks: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = send(messages(*tasks), Context())  # type: ignore[arg-type]
    return answer


def queued() -> list[tuple[dict[str, Any], int]]:
    """Messages in the reminder queue with the seconds that each waits before it may be taken."""
    queue = get_backend("sqs")["123456789012"]["ap-southeast-1"].queues["reminder"]
    return [
        (json.loads(message.body), max(0, round((message.delayed_until - (message.sent_timestamp or 0)) / 1000)))
        for message in queue._messages
    ]


def taken() -> list[dict[str, Any]]:
    """Take every message out of the reminder queue, as if the time that each waits were over."""
    waiting = [body for body, _ in queued()]
    get_backend("sqs")["123456789012"]["ap-southeast-1"].queues["reminder"]._messages.clear()
    return waiting
