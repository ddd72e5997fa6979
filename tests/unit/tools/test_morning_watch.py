"""What `make remind` says of a run."""

import json

from tools.stack.morning import USD_PER_SMS, read


def line(message: str, **fields: object) -> str:
    return json.dumps({"level": "INFO", "message": message, **fields})


def test_a_morning_is_added_up_from_what_the_workers_logged() -> None:
    found = read(
        [
            "START RequestId",
            line("reminders_sent", outcomes={"sent": 2, "stopped": 1}, again_at=None),
            line("reminders_sent", outcomes={"hours": 1, "sent": 1}, again_at="2026-11-20T11:00:00+00:00"),
            line("due_index_updated"),
            line("unexpected_failure"),
        ],
        planned=65,
    )
    assert (found.planned, found.done, found.waiting, found.failed) == (65, 2, 1, 1)
    assert found.words()["outcomes"] == {"hours": 1, "sent": 3, "stopped": 1}
    assert 3 * USD_PER_SMS < found.cost_usd < 3.01 * USD_PER_SMS


def test_a_quiet_morning_costs_nothing() -> None:
    assert read([], planned=65).words()["cost_usd"] == 0
