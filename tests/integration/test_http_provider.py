"""A provider behind HTTP, answering well, slowly, oddly or not at all: what is certain of a text afterwards."""

import hashlib
import hmac
import json
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs

import pytest

from handbook.domain.reminders.delivery import Said, Verdict
from handbook.gateways.providers.http_gateway import HttpGateway
from handbook.gateways.providers.settings import ProviderSettingsError, parse_providers

SEND: dict[str, Any] = {
    "fields": {"phone": "{to}", "text": "{words}", "ref": "{reference}", "brand": "SoMeVaBe"},
    "headers": {"Authorization": "Bearer {secret}"},
    "number": "bare",
    "id_path": "data.0.msgid",
    "code_path": "code",
    "codes": {"0": "taken", "99": "busy", "104": "dead", "118": "rejected"},
}
TAKEN = {"code": 0, "data": [{"msgid": "m-1"}]}


@dataclass
class Provider:
    """What the provider answers, and what it was asked."""

    status: int = 200
    answer: bytes = json.dumps(TAKEN).encode()
    delay: float = 0.0
    drip: float = 0.0
    cut: bool = False
    seen: list[tuple[str, str, Mapping[str, str], bytes]] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    provider: ClassVar[Provider]

    def do_POST(self) -> None:
        provider = self.provider
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        provider.seen.append((self.command, self.path, dict(self.headers), body))
        time.sleep(provider.delay)
        if provider.cut:
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(provider.status)
        self.send_header("Content-Length", str(len(provider.answer)))
        self.end_headers()
        for sign in provider.answer if provider.drip else [provider.answer]:
            self.wfile.write(bytes([sign]) if isinstance(sign, int) else sign)
            self.wfile.flush()
            time.sleep(provider.drip)

    do_GET = do_POST  # noqa: N815 - the name that the library calls

    def log_message(self, *_: Any) -> None:
        """Keep quiet."""


@pytest.fixture
def provider() -> Iterator[Provider]:
    Handler.provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Handler.provider.port = server.server_address[1]  # type: ignore[attr-defined]
    yield Handler.provider
    server.shutdown()
    server.server_close()


def gateway(provider: Provider, *, port: int | None = None, **changes: Any) -> HttpGateway:
    url = f"http://127.0.0.1:{port or provider.port}"  # type: ignore[attr-defined]
    form = {
        "name": "brand",
        "kind": "http",
        "per_second": 5,
        "secret": "s" * 20,
        "send": {"url": f"{url}/send", **SEND, **changes},
        "ask": {"url": f"{url}/status/{{reference}}", "method": "GET", "code_path": "code",
                "codes": {"0": "delivered", "1": "not_taken"}},
        "timeouts": {"connect_seconds": 0.5, "read_seconds": 0.5},
    }  # fmt: skip
    return HttpGateway(parse_providers({"providers": [form]})[0])


def send(provider: Provider, **changes: Any) -> Said:
    return gateway(provider, **changes).send("+84912345678", "Bé Ánh", "ref-1")


def test_a_text_goes_out_as_the_settings_say(provider: Provider) -> None:
    assert send(provider) == Said(Verdict.TAKEN, "m-1")
    ((method, path, headers, body),) = provider.seen
    assert (method, path, headers["Authorization"]) == ("POST", "/send", "Bearer " + "s" * 20)
    assert json.loads(body) == {"phone": "84912345678", "text": "Bé Ánh", "ref": "ref-1", "brand": "SoMeVaBe"}


def test_a_form_with_a_signature_in_a_field_and_a_national_number(provider: Provider) -> None:
    signature = {"field": "sig", "over": "{to}|{reference}"}
    send(provider, encoding="form", number="national", signature=signature)
    found = {name: values[0] for name, values in parse_qs(provider.seen[0][3].decode()).items()}
    wanted = hmac.new(b"s" * 20, b"0912345678|ref-1", hashlib.sha256).hexdigest()
    assert (found["phone"], found["sig"]) == ("0912345678", wanted)


def test_a_signature_over_the_body_in_a_header(provider: Provider) -> None:
    send(provider, signature={"header": "X-Sign", "over": "body", "encoding": "base64"})
    _, _, headers, body = provider.seen[0]
    import base64  # noqa: PLC0415

    assert base64.b64decode(headers["X-Sign"]) == hmac.new(b"s" * 20, body, hashlib.sha256).digest()


@pytest.mark.parametrize(
    ("status", "verdict"),
    [(400, "rejected"), (401, "busy"), (403, "busy"), (404, "busy"), (422, "rejected"), (429, "busy"), (302, "busy"),
     (500, "unsure"), (502, "unsure"), (503, "busy"), (504, "unsure")],
)  # fmt: skip
def test_an_answer_that_is_no_success_says_whether_the_text_may_have_gone_out(
    provider: Provider, status: int, verdict: str
) -> None:
    provider.status = status
    assert send(provider) == Said(Verdict(verdict), cause=f"http_{status}")


def test_the_settings_may_know_better_what_a_status_means(provider: Provider) -> None:
    provider.status = 500
    assert send(provider, statuses={"500": "not_taken"}).verdict is Verdict.NOT_TAKEN


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"code": 99}, Said(Verdict.BUSY, "", "99")),
        ({"code": "104"}, Said(Verdict.DEAD, "", "104")),
        ({"code": 118}, Said(Verdict.REJECTED, "", "118")),
        ({"code": 7}, Said(Verdict.UNSURE, "", "7")),
        ({"code": "so dien thoai 0912"}, Said(Verdict.UNSURE, "", "code")),
        ({"code": [0]}, Said(Verdict.UNSURE, "", "no_code")),
        ({"code": True}, Said(Verdict.UNSURE, "", "no_code")),
        ({}, Said(Verdict.UNSURE, "", "no_code")),
        ([], Said(Verdict.UNSURE, "", "garbage")),
    ],
)
def test_a_code_means_what_the_settings_say_and_what_nobody_foresaw_is_unsure(
    provider: Provider, answer: Any, said: Said
) -> None:
    provider.answer = json.dumps(answer).encode()
    assert send(provider) == said


@pytest.mark.parametrize("garbage", [b"", b"<html>", b"\xff\xfe", b"{", b"[" * 50_000, b"x" * 200_000])
def test_garbage_is_unsure(provider: Provider, garbage: bytes) -> None:
    provider.answer = garbage
    assert send(provider).verdict is Verdict.UNSURE


def test_a_provider_that_answers_too_late_may_have_taken_the_text(provider: Provider) -> None:
    provider.delay = 0.8
    assert send(provider).verdict is Verdict.UNSURE
    assert len(provider.seen) == 1, "nothing is tried twice"


def test_a_provider_that_drips_does_not_hold_the_worker(provider: Provider) -> None:
    provider.drip = 0.1
    assert send(provider) == Said(Verdict.UNSURE, cause="TimeoutError")


def test_a_connection_that_breaks_after_the_request_may_have_brought_it(provider: Provider) -> None:
    provider.cut = True
    assert send(provider).verdict is Verdict.UNSURE


def test_a_connection_that_never_was_has_brought_nothing(provider: Provider) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert gateway(provider, port=port).send("+84912345678", "x", "r").verdict is Verdict.BUSY


def test_a_text_is_asked_about_by_its_reference(provider: Provider) -> None:
    provider.answer = b'{"code": 0}'
    assert gateway(provider).ask("ref/1") == Said(Verdict.DELIVERED)
    assert provider.seen[0][:2] == ("GET", "/status/ref%2F1")
    provider.answer = b'{"code": 1}'
    assert gateway(provider).ask("ref-1") == Said(Verdict.NOT_TAKEN, "", "1")
    provider.status = 400
    said = gateway(provider).ask("ref-1")
    assert said is not None
    assert said.verdict is Verdict.UNSURE


@pytest.mark.parametrize(
    "change",
    [
        {"send": {"url": "http://brand.example/send"}},
        {"send": {"url": "ftp://brand.example"}},
        {"send": {}},
        {"kind": "smpp"},
        {"per_second": "fast"},
        {"send": {"url": "https://x", "codes": {"0": "wonderful"}}},
        {"receipts": {"header": "X", "secret": "short"}},
    ],
)
def test_settings_that_are_none_are_refused_without_repeating_them(change: Mapping[str, Any]) -> None:
    good = {"name": "a", "kind": "http", "per_second": 1, "secret": "k" * 20, "send": {"url": "https://x/send"}}
    assert parse_providers({"providers": [good]})
    with pytest.raises(ProviderSettingsError) as refused:
        parse_providers({"providers": [{**good, **change}]})
    assert "brand.example" not in str(refused.value)
