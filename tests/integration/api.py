"""Calls the HTTP functions as the gateway does."""

import base64
import json
import os
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from handbook import bootstrap
from tools.http_functions import function_of, handler_of


@dataclass(frozen=True, slots=True)
class Answer:
    """What the gateway would send."""

    status: int
    body: Any
    headers: dict[str, str]
    text: str = ""

    @property
    def problem(self) -> str:
        """The problem's name, without its namespace."""
        return str(self.body["type"]).rsplit(":", 1)[-1]


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who signed in, or nobody."""

    username: str = ""
    pool: str = "family"
    token_use: str = "id"
    address: str = "203.0.113.9"
    signed_in: datetime | None = None
    """When; one second ago where it is not said, by the clock that the functions have."""
    session: str = "session"
    client: str = ""
    """Whose token it is, the own pool's client's where it is not said."""

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: dict[str, str] | None = None,
        raw: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send one request."""
        event = self.event(method, path, query, dict(headers or {}))
        event["body"] = raw if raw is not None else json.dumps(body) if body is not None else None
        return _answer(_handler(path)(event, Context()))

    def post(self, path: str, body: Any, key: str = "") -> Answer:
        """Create something, with a fresh idempotency key unless one is given."""
        return self.call("POST", path, body, headers={"Idempotency-Key": key or str(uuid.uuid4())})

    def get(self, path: str, query: dict[str, str] | None = None) -> Answer:
        """Read something."""
        return self.call("GET", path, query=query)

    def event(self, method: str, path: str, query: dict[str, str] | None, headers: dict[str, str]) -> dict[str, Any]:
        signed_in = self.signed_in or bootstrap.now() - timedelta(seconds=1)
        claims = {
            "token_use": self.token_use,
            "aud": self.client or os.environ[self.pool.upper() + "_CLIENT"],
            "auth_time": str(int(signed_in.timestamp())),
            "origin_jti": self.session,
            "cognito:username": self.username,
            "iss": f"https://cognito-idp.ap-southeast-1.amazonaws.com/{os.environ[self.pool.upper() + '_POOL']}",
        }
        return {
            "httpMethod": method,
            "path": path,
            "resource": path,
            "headers": headers,
            "multiValueHeaders": {name: [value] for name, value in headers.items()},
            "queryStringParameters": query,
            "multiValueQueryStringParameters": {name: [value] for name, value in (query or {}).items()},
            "pathParameters": None,
            "stageVariables": None,
            "isBase64Encoded": False,
            "body": None,
            "requestContext": {
                "requestId": str(uuid.uuid4()),
                "stage": "test",
                "path": f"/test{path}",
                "httpMethod": method,
                "identity": {"sourceIp": self.address},
                "authorizer": {"claims": claims} if self.username else None,
            },
        }


class Context:
    """The part of Lambda's context that is read."""

    function_name = "test"
    memory_limit_in_mb = 512
    invoked_function_arn = "arn:aws:lambda:ap-southeast-1:123456789012:function:test"
    aws_request_id = "test"
    remaining_ms = 900_000

    def get_remaining_time_in_millis(self) -> int:
        """Say how long the function may go on."""
        return self.remaining_ms


def _handler(path: str) -> Any:
    # What is no route of ours is refused by the gateway; here some function has to say so.
    return handler_of(function_of(path) or "RecordsFunction")


def _answer(sent: dict[str, Any]) -> Answer:
    headers = {name: values[0] for name, values in (sent.get("multiValueHeaders") or {}).items()}
    headers |= sent.get("headers") or {}
    text = sent.get("body") or ""
    if sent.get("isBase64Encoded"):
        return Answer(sent["statusCode"], base64.b64decode(text), headers, text)
    is_json = "json" in headers.get("Content-Type", "")
    return Answer(sent["statusCode"], json.loads(text) if is_json and text else text, headers, text)
