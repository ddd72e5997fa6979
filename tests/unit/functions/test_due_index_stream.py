"""What the stream of changes brings and the due index does not need."""

from typing import Any

import pytest

from functions.reminders.project import lambda_handler

ENTRY = {"pk": {"S": "HANDBOOK#book"}, "sk": {"S": "DOSE#2026-11-20#dose-1"}}


@pytest.mark.parametrize(
    "change",
    [
        {"Keys": ENTRY, "SequenceNumber": "1"},
        {"Keys": ENTRY, "NewImage": ENTRY, "SequenceNumber": "1"},
    ],
)
def test_removals_and_entries_leave_the_due_index_alone(change: dict[str, Any]) -> None:
    # Touching the index would need a table, and there is no network here: it would be told as a failure.
    assert lambda_handler({"Records": [{"dynamodb": change}]}, None) == {"batchItemFailures": []}  # type: ignore[arg-type]
