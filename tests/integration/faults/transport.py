"""The line to AWS, which fails on command.

It lies where a request leaves the SDK, below PynamoDB and boto3: signing, retries and the reading of errors are real.
The emulated account answers behind it. Only the pauses between retries are left out, and the SDK's budget of retries,
which no process would use up as fast as a table of faults does.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ConnectTimeoutError, ReadTimeoutError
from botocore.retries.quota import RetryQuota
from botocore.retries.standard import ExponentialBackoff
from moto.core.botocore_stubber import BotocoreStubber, MockRawResponse

MARK = "marker-of-the-driver"
"""Stands in every message of an error of AWS, and must stand in no answer of ours."""
_READS = ("Get", "Query", "Scan", "BatchGet", "List", "Describe", "Head")
_PLAYED_BY_QUERY = {"sns"}
_URL = "https://example.invalid"

type Deliver = Callable[[], AWSResponse]


@dataclass(slots=True)
class Call:
    """One call of ours to AWS, however often the SDK had to send it."""

    service: str
    operation: str
    body: Any
    attempts: int = 0

    @property
    def is_write(self) -> bool:
        """Say whether something changes by it."""
        return not self.operation.startswith(_READS)

    @property
    def name(self) -> str:
        """Service and operation."""
        return f"{self.service}.{self.operation}"


type Act = Callable[[Call, Deliver], AWSResponse]
"""What the line does with one attempt of a call: an answer, or an error of the network; `Deliver` lets it through."""


type Played = Callable[[Call], AWSResponse]
"""Answers an operation that the emulator leaves out."""


@dataclass(slots=True)
class Line:
    """The line: hears every call, and does with the one that is chosen what it is told."""

    calls: list[Call] = field(default_factory=list)
    written: int = 0
    chosen: int = -1
    act: Act | None = None
    played: Mapping[str, Played] = field(default_factory=dict)
    _by_invocation: dict[str, int] = field(default_factory=dict)
    _done: dict[str, AWSResponse] = field(default_factory=dict)
    _open: int = -1

    def cut(self, chosen: int, act: Act) -> None:
        """Do something with one call, counted from 0; -1 with every call."""
        self.clear()
        self.chosen, self.act = chosen, act

    def clear(self) -> None:
        """Forget what was heard, and let everything through."""
        self.calls, self._by_invocation, self._done, self.written = [], {}, {}, 0
        self.chosen, self.act, self._open = -1, None, -1

    def carry(self, stub: Callable[[], AWSResponse], event_name: str, request: Any) -> AWSResponse:
        """Send one attempt."""
        _, service, operation = event_name.split(".")
        place = self._place(service, operation, request)
        call = self.calls[place]
        call.attempts += 1
        self._open = place
        if self.act is None or self.chosen not in {place, -1}:
            answered = self._delivered(call, stub)
        else:
            answered = self.act(call, lambda: self._delivered(call, stub))
        if answered.status_code == 200:
            self._open = -1
        return answered

    def _place(self, service: str, operation: str, request: Any) -> int:
        # The SDK names a call in a header of each attempt. Ours to DynamoDB has no name at the first attempt
        # (storage/wire.py), and where that failed, the SDK's attempts are further ones of the same call.
        invocation = str(request.headers.get("amz-sdk-invocation-id") or f"first {len(self.calls)}")
        if invocation not in self._by_invocation:
            goes_on = not invocation.startswith("first") and self._of_the_open(operation)
            self._by_invocation[invocation] = self._open if goes_on else len(self.calls)
            if not goes_on:
                self.calls.append(Call(service, operation, _read(request.body)))
        return self._by_invocation[invocation]

    def _of_the_open(self, operation: str) -> bool:
        return self._open >= 0 and self.calls[self._open].operation == operation

    def _delivered(self, call: Call, stub: Callable[[], AWSResponse]) -> AWSResponse:
        self.written += call.is_write
        if call.operation in self.played:
            return self.played[call.operation](call)
        # DynamoDB knows a transaction by its token and does it once (TransactWriteItems, ClientRequestToken: ten
        # minutes); the emulator has no such memory.
        token = str(call.body.get("ClientRequestToken", "")) if isinstance(call.body, dict) else ""
        if token and token in self._done:
            return answer(200, {})
        answered = stub()
        if token and answered.status_code == 200:
            self._done[token] = answered
        return answered


def _read(body: Any) -> Any:
    if isinstance(body, bytes | str) and body[:1] in {b"{", "{"}:
        return json.loads(body)
    return body


def answer(status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> AWSResponse:
    """Give an answer in JSON."""
    return _raw(status, json.dumps(body), {"Content-Type": "application/x-amz-json-1.0", **(headers or {})})


def error(call: Call, code: str, status: int = 400, **more: Any) -> AWSResponse:
    """Give an error as the service writes it: JSON, or XML from S3 and SNS."""
    if call.service == "s3":
        return _raw(status, f"<Error><Code>{code}</Code><Message>{MARK}</Message></Error>")
    if call.service in _PLAYED_BY_QUERY:
        return _raw(
            status,
            f"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{MARK}</Message></Error>"
            "<RequestId>r</RequestId></ErrorResponse>",
        )
    return answer(status, {"__type": code, "message": MARK, **more}, {"x-amzn-errortype": code})


def _raw(status: int, body: str, headers: dict[str, str] | None = None) -> AWSResponse:
    return AWSResponse(_URL, status, {**(headers or {})}, MockRawResponse(body))  # type: ignore[arg-type]


def unreachable() -> AWSResponse:
    """Fail before anything reached the other side."""
    raise ConnectTimeoutError(endpoint_url=_URL)


def silent() -> AWSResponse:
    """Fail after the request was sent: whether it was done is not known."""
    raise ReadTimeoutError(endpoint_url=_URL)


@contextmanager
def line(monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    """Lay the line under every client."""
    laid, plain = Line(), BotocoreStubber.__call__

    def carry(stub: BotocoreStubber, event_name: str, request: Any, **more: Any) -> Any:
        if not stub.enabled:
            return None
        return laid.carry(lambda: plain(stub, event_name, request, **more), event_name, request)  # type: ignore[return-value,arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(BotocoreStubber, "__call__", carry)
        patched.setattr(ExponentialBackoff, "delay_amount", lambda *_: 0)
        patched.setattr(RetryQuota, "acquire", lambda *_: True)
        yield laid
