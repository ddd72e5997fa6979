"""How a task of the morning's run travels through the queue: docs/events.md."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from handbook.usecases.send_reminders import Task


def write_task(task: Task) -> dict[str, object]:
    """Write a task as the queue's message."""
    return {
        "days": [day.isoformat() for day in task.days],
        "shards": list(task.shards),
        "run_at": task.run_at.isoformat(),
        **({"not_before": task.not_before.isoformat()} if task.not_before else {}),
    }


def read_task(message: Mapping[str, Any]) -> Task:
    """Read what `write_task` wrote."""
    return Task(
        days=tuple(date.fromisoformat(day) for day in message["days"]),
        shards=tuple(message["shards"]),
        run_at=datetime.fromisoformat(message["run_at"]),
        not_before=datetime.fromisoformat(message["not_before"]) if "not_before" in message else None,
    )
