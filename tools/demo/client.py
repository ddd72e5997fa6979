"""A client of the API: the standard library's HTTP, JSON in and out, nothing of the project's own code."""

import json
import urllib.error
import urllib.request
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tools.stack.loopback import open_local

TIMEOUT_SECONDS = 60


class DemoError(Exception):
    """The demo cannot go on; the message is one sentence for the person at the terminal."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `body` is the decoded JSON, None where it is not JSON."""

    status: int
    body: Any
    headers: Mapping[str, str]
    raw: bytes

    @property
    def problem(self) -> str:
        """The sentence of a refusal (RFC 9457 title)."""
        return str(self.body.get("title", "")) if isinstance(self.body, dict) else ""


@dataclass(frozen=True, slots=True)
class Api:
    """One person's app: where the API is, and whose token it sends."""

    base_url: str
    token: str = ""
    language: str = "vi"

    def signed_in(self, token: str) -> "Api":
        """The same app after signing in."""
        return replace(self, token=token)

    def get(self, path: str, status: int = 200) -> Answer:
        """Read something. Raises DemoError when the answer is not the one that the walk needs."""
        return self.call("GET", path, None, status)

    def post(self, path: str, body: Mapping[str, Any], status: int = 201, *, etag: str = "") -> Answer:
        """Create something, with a fresh idempotency key. Raises DemoError as `get` does."""
        return self.call("POST", path, body, status, etag=etag)

    def call(self, method: str, path: str, body: Mapping[str, Any] | None, status: int, *, etag: str = "") -> Answer:
        """Send one request. Raises DemoError when nothing answers or the status is another."""
        headers = {"Accept-Language": self.language, "Content-Type": "application/json"}
        if etag:
            headers["If-Match"] = etag
        if method == "POST":
            headers["Idempotency-Key"] = str(uuid.uuid4())
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        data = json.dumps(body).encode() if body is not None else None
        answer = fetch(urllib.request.Request(self.base_url + path, data=data, method=method, headers=headers))
        if answer.status != status:
            said = answer.problem or answer.raw[:200].decode("utf-8", "replace")
            raise DemoError(f"{method} {path} answered {answer.status} instead of {status}: {said}")
        return answer


def fetch(request: urllib.request.Request) -> Answer:
    """Send a request; a refusal is an answer too. Raises DemoError when nothing answers."""
    try:
        with open_local(request, timeout=TIMEOUT_SECONDS) as response:
            return _answer(response.status, dict(response.headers), response.read())
    except urllib.error.HTTPError as error:
        with error:
            return _answer(error.code, dict(error.headers), error.read())
    except OSError as error:
        raise DemoError(
            f"Nothing answers at {request.full_url.split('?')[0]} ({error}): is make run still there?"
        ) from error


def _answer(status: int, headers: dict[str, str], raw: bytes) -> Answer:
    lowered = {name.lower(): value for name, value in headers.items()}
    is_json = "json" in lowered.get("content-type", "")
    return Answer(status, json.loads(raw) if is_json and raw else None, lowered, raw)
