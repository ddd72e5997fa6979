"""Listens on the wire to AWS, and cuts it: botocore's own hooks, so that everything of ours stays as it is."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import ReadTimeoutError

from handbook import aws
from handbook.storage.tables import connection

TIMEOUT = "timeout"
"""Instead of an error code: the other side says nothing."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request to a service."""

    operation: str
    parameters: Any

    @property
    def table(self) -> str:
        """The table of a DynamoDB request on one table."""
        return str(self.parameters.get("TableName", ""))


@contextmanager
def heard(service: str) -> Iterator[list[Call]]:
    """Collect the requests to one service."""
    calls: list[Call] = []

    def note(model: Any, params: Any, **_rest: Any) -> None:
        body = params["body"]
        calls.append(Call(model.name, json.loads(body) if isinstance(body, str | bytes) and body else {}))

    with _hooked(service, "before-call", note):
        yield calls


@contextmanager
def failing(service: str, operation: str, code: str, after: int = 0) -> Iterator[None]:
    """Let an operation fail with an error code, or with TIMEOUT, once `after` calls of it went through."""
    seen = 0

    def fail(**_rest: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen <= after:
            return None
        if code == TIMEOUT:
            raise ReadTimeoutError(endpoint_url="https://example.invalid")
        return AWSResponse("https://example.invalid", 400, HTTPHeaders(), None), {
            "Error": {"Code": code, "Message": "marker-of-the-driver"},
            "ResponseMetadata": {"HTTPStatusCode": 400},
        }

    with _hooked(service, f"before-call.{service}.{operation}", fail):
        yield


@contextmanager
def answering(service: str, answers: Mapping[str, Mapping[str, Any]]) -> Iterator[list[Call]]:
    """Let operations that moto leaves out answer as AWS does, and collect the requests."""
    calls: list[Call] = []

    def play(model: Any, params: Any, **_rest: Any) -> Any:
        calls.append(Call(model.name, json.loads(params["body"])))
        if model.name not in answers:
            return None
        return AWSResponse("https://example.invalid", 200, HTTPHeaders(), None), dict(answers[model.name])

    with _hooked(service, "before-call", play):
        yield calls


@contextmanager
def _hooked(service: str, event: str, hook: Any) -> Iterator[None]:
    made = [connection().client] if service == "dynamodb" else [aws.client(service), aws.client_once(service)]
    for client in made:
        client.meta.events.register(event, hook)
    try:
        yield
    finally:
        for client in made:
            client.meta.events.unregister(event, hook)
