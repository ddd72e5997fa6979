"""How a refusal must look, and a way to earn one."""

from typing import Any

from tests.integration.api import Answer, Caller
from tests.integration.world import MOTHER

KEY = {"Idempotency-Key": "k"}
NAMESPACE = "urn:so-me-va-be:problem:"


def refused(answer: Answer, status: int, problem: str, *fields: str) -> None:
    """Check a whole problem; a field stands at the end of its dotted path."""
    assert (answer.status, answer.headers["Content-Type"]) == (status, "application/problem+json"), answer.text
    assert set(answer.body) - {"kept", "sent"} == {"type", "title", "status", "instance", "errors"}
    assert problem in {"id-taken", "stale-version"} or not {"kept", "sent"} & set(answer.body)
    assert (answer.body["type"], answer.body["status"]) == (NAMESPACE + problem, status), answer.text
    assert answer.body["instance"]
    assert [error["field"] for error in answer.body["errors"]] == list(fields), answer.text
    assert all(set(error) - {"hint"} == {"field", "code"} for error in answer.body["errors"])
    assert all(set(error.get("hint", {})) in (set(), {"code", "text"}) for error in answer.body["errors"])


def send(path: str, body: Any = None, *, raw: str | None = None, caller: Caller = MOTHER) -> Answer:
    return caller.call("POST", path, body, raw=raw, headers=KEY)
