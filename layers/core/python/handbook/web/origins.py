"""Which web pages of other sites may read our answers: CORS, as the Fetch Standard says it (sections 3.2 and 4.8).

Apps on telephones have no origin and need none of this. Who speaks is told by a token in a header and never by a
cookie, so that no answer allows credentials, and an origin that is not configured is told nothing.
"""

from collections.abc import Mapping, Set
from typing import Any

_METHODS = "GET, POST, PUT, PATCH, DELETE"
_SENT = "Authorization, Content-Type, Accept-Language, Idempotency-Key, If-Match, X-Device-Id, X-Unit-Id"
_READ = "ETag, Retry-After, WWW-Authenticate"
_MAX_AGE_SECONDS = "7200"
"""Chromium remembers a preflight no longer than two hours."""


def asks_leave(event: Mapping[str, Any]) -> bool:
    """Say whether a browser asks beforehand: we have no other OPTIONS."""
    return event.get("httpMethod") == "OPTIONS"


def leave(headers: Mapping[str, str]) -> dict[str, Any]:
    """Answer a preflight; what `readable` adds to it is what makes it a yes."""
    return {
        "statusCode": 204,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "body": "",
        "isBase64Encoded": False,
    }


def readable(event: Mapping[str, Any], answer: dict[str, Any], origins: Set[str]) -> dict[str, Any]:
    """Let a page of a configured origin read the answer.

    `Vary` is there for everybody once an origin is configured, so that no cache hands one site's answer to another.
    """
    if not origins:
        return answer
    headers = dict(answer.get("multiValueHeaders") or {})
    headers["Vary"] = [*headers.get("Vary", []), "Origin"]
    if (origin := _origin(event)) in origins:
        headers |= {"Access-Control-Allow-Origin": [origin]} | (_ASKED if asks_leave(event) else _ANSWERED)
    return {**answer, "multiValueHeaders": headers}


_ASKED = {
    "Access-Control-Allow-Methods": [_METHODS],
    "Access-Control-Allow-Headers": [_SENT],
    "Access-Control-Max-Age": [_MAX_AGE_SECONDS],
}
_ANSWERED = {"Access-Control-Expose-Headers": [_READ]}


def _origin(event: Mapping[str, Any]) -> str:
    headers = event.get("headers") or {}
    return next((str(value) for name, value in headers.items() if name.lower() == "origin"), "")
