"""The demo's HTTP client."""

import io
import json
import urllib.error
import urllib.request
from email.message import Message
from typing import Any, Self

import pytest

from tools.demo import client
from tools.demo.client import Api, DemoError, fetch


class Reply(io.BytesIO):
    """What an opened connection gives."""

    def __init__(self, status: int, body: bytes, content_type: str) -> None:
        super().__init__(body)
        self.status = status
        self.headers = {"Content-Type": content_type}

    def __enter__(self) -> Self:
        return self


class Line:
    """Takes requests instead of the network."""

    def __init__(self, *replies: Any) -> None:
        self.requests: list[urllib.request.Request] = []
        self._replies = list(replies)

    def __call__(self, request: urllib.request.Request, timeout: float) -> Any:
        self.requests.append(request)
        reply = self._replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply


def line(monkeypatch: pytest.MonkeyPatch, *replies: Any) -> Line:
    taken = Line(*replies)
    monkeypatch.setattr(client, "open_local", taken)
    return taken


def refusal(status: int, title: str) -> urllib.error.HTTPError:
    headers = Message()
    headers["Content-Type"] = "application/problem+json"
    return urllib.error.HTTPError("u", status, "", headers, io.BytesIO(json.dumps({"title": title}).encode()))


API = Api("http://127.0.0.1:1/v1")


def test_a_reading_carries_token_and_language(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = line(monkeypatch, Reply(200, b'{"a": 1}', "application/json"))
    assert API.signed_in("t").get("/me").body == {"a": 1}
    request = taken.requests[0]
    assert request.full_url == "http://127.0.0.1:1/v1/me"
    assert request.headers["Authorization"] == "Bearer t"
    assert request.headers["Accept-language"] == "vi"
    assert "Idempotency-key" not in request.headers


def test_each_creation_has_a_fresh_idempotency_key(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = line(monkeypatch, *(Reply(201, b"{}", "application/json") for _ in range(2)))
    API.post("/handbooks", {})
    API.post("/handbooks", {})
    keys = {request.headers["Idempotency-key"] for request in taken.requests}
    assert len(keys) == 2


def test_a_refusal_that_is_expected_is_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    line(monkeypatch, refusal(404, "Không tìm thấy"))
    answer = API.get("/handbooks/x", 404)
    assert (answer.status, answer.problem) == (404, "Không tìm thấy")


def test_an_unexpected_answer_ends_the_demo_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    line(monkeypatch, refusal(503, "Later"))
    with pytest.raises(DemoError, match="GET /me answered 503 instead of 200: Later"):
        API.get("/me")


def test_what_should_be_refused_and_is_not_ends_the_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    line(monkeypatch, Reply(200, b"{}", "application/json"))
    with pytest.raises(DemoError, match="answered 200 instead of 404"):
        API.get("/handbooks/x", 404)


def test_a_picture_is_given_as_it_came(monkeypatch: pytest.MonkeyPatch) -> None:
    line(monkeypatch, Reply(200, b"<svg/>", "image/svg+xml"))
    answer = API.get("/x.svg")
    assert (answer.raw, answer.body, answer.problem) == (b"<svg/>", None, "")


def test_a_dead_port_is_one_sentence_without_the_query(monkeypatch: pytest.MonkeyPatch) -> None:
    line(monkeypatch, ConnectionRefusedError("refused"))
    with pytest.raises(DemoError, match=r"Nothing answers at http://127.0.0.1:1/f \(refused\)") as caught:
        fetch(urllib.request.Request("http://127.0.0.1:1/f?signature=secret"))
    assert "secret" not in str(caught.value)
