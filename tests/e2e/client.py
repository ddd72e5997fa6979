"""A client that speaks HTTP to the deployed stack, as an app would."""

import json
import re
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tools.stack.lifecycle import Stack
from tools.totp import totp

TIMEOUT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: Any
    headers: Mapping[str, str]

    @property
    def problem(self) -> str:
        """The problem's name, without its namespace."""
        assert self.headers["Content-Type"] == "application/problem+json", self.body
        return str(self.body["type"]).rsplit(":", 1)[-1]


@dataclass(frozen=True, slots=True)
class Client:
    """Somebody at a phone or a computer; `token` is empty before signing in."""

    stack: Stack
    token: str = ""
    tokens: Mapping[str, Any] = field(default_factory=dict)

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        raw: bytes | None = None,
    ) -> Answer:
        """Send one request to a path below /v1, or to the root for paths that name it."""
        root = self.stack.base_url if not path.lower().startswith("/q/") else self.stack.root_url
        data = raw if raw is not None else json.dumps(body).encode() if body is not None else None
        sent = {"Content-Type": "application/json", "Accept": "*/*", **(headers or {})}
        if self.token:
            sent.setdefault("Authorization", f"Bearer {self.token}")
        request = urllib.request.Request(root + path, data=data, method=method, headers=sent)
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:
                return _answer(response.status, response.headers, response.read())
        except urllib.error.HTTPError as error:
            with error:
                return _answer(error.code, error.headers, error.read())

    def get(self, path: str) -> Answer:
        """Read something."""
        return self.call("GET", path)

    def post(self, path: str, body: Any, key: str = "") -> Answer:
        """Create something."""
        return self.call("POST", path, body, {"Idempotency-Key": key or str(uuid.uuid4())})

    def change(self, path: str, what: str, body: Any = None) -> Answer:
        """Do something to what stands at a path, based on its present version."""
        tag = self.get(path).headers.get("Etag", '"1"')
        headers = {"Idempotency-Key": str(uuid.uuid4()), "If-Match": tag}
        return self.call("POST", f"{path}/{what}", body, headers)

    def signed_in(self, tokens: Mapping[str, Any]) -> "Client":
        """Go on as the person that the tokens speak for."""
        return replace(self, token=tokens["id_token"], tokens=tokens)


def _answer(status: int, headers: Any, data: bytes) -> Answer:
    found = {name.title(): value for name, value in headers.items()}
    is_json = "json" in found.get("Content-Type", "")
    return Answer(status, json.loads(data) if is_json and data else data, found)


def new_phone() -> str:
    """Make up a number that nobody had before."""
    return "09" + f"{uuid.uuid4().int % 10**8:08d}"


def read_code(stack: Stack, phone: str) -> str:
    """Read the last code that was sent to a number typed as 09…"""
    texts = [message.text for message in stack.sms("+84" + phone[1:])]
    found = re.match(r"\d{6}", texts[-1])
    assert found, "no code in the message"
    return found.group()


def family(stack: Stack, phone: str = "") -> Client:
    """Sign a family in with the code by SMS."""
    phone = phone or new_phone()
    client = Client(stack)
    sent = client.call("POST", "/auth/otp", {"phone": phone})
    assert sent.status == 202, sent.body
    body = {"phone": phone, "challenge_id": sent.body["challenge_id"], "code": read_code(stack, phone)}
    given = client.call("POST", "/auth/token", body)
    if given.status == 503:  # Cognito waits five seconds for a function, and a busy machine may take longer to start it
        time.sleep(int(given.headers["Retry-After"]))
        given = client.call("POST", "/auth/token", body)
    assert given.status == 200, given.body
    return client.signed_in(given.body)


def staff(stack: Stack, account: Mapping[str, str]) -> Client:
    """Sign staff in with password and authenticator code."""
    client = Client(stack)
    body = {
        "username": account["username"],
        "password": account["password"],
        "totp_code": totp(account["totp_secret"], time.time()),
    }
    given = client.call("POST", "/auth/staff/token", body)
    assert given.status == 200, given.body
    return client.signed_in(given.body)
