"""The command starts the function of the night, and says in numbers what became of it."""

import io
import json
from typing import Any

import pytest

from tools.close_accounts.__main__ import ask, sentence
from tools.stack.errors import StackError


class Functions:
    """Lambda's client with one answer; it keeps what was asked."""

    def __init__(self, result: dict[str, Any], error: str = "") -> None:
        self.answer = {
            "Payload": io.BytesIO(json.dumps(result).encode()),
            **({"FunctionError": error} if error else {}),
        }
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def invoke(self, FunctionName: str, Payload: bytes, LogType: str) -> dict[str, Any]:  # noqa: N803 - boto3's
        assert LogType == "Tail"
        self.asked.append((FunctionName, json.loads(Payload)))
        return self.answer


def test_without_apply_they_are_counted_and_with_it_closed() -> None:
    counting, closing = Functions({"due": 3}), Functions({"closed": 3, "finished": 1})
    assert sentence(ask(counting, "night", applies=False)) == "3 accounts are to be closed; APPLY=1 closes them"
    assert sentence(ask(closing, "night", applies=True)) == "3 accounts closed"
    assert counting.asked + closing.asked == [("night", {"count_only": True}), ("night", {})]


def test_a_full_page_and_a_time_that_was_over_are_said() -> None:
    assert sentence({"due": 100}).startswith("100 accounts are to be closed or more;")
    assert sentence({"closed": 7, "finished": 0}) == "7 accounts closed; the time was over: once more goes on"


def test_a_night_that_failed_is_an_error() -> None:
    with pytest.raises(StackError, match="not all could be closed"):
        ask(Functions({"errorMessage": "NotClosedError"}, error="Unhandled"), "night", applies=True)
