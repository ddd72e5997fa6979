"""A provider behind HTTP, described by its settings: JSON or form, a token or a signature, codes of its own."""

import base64
import hmac
import json
import ssl
from dataclasses import replace
from functools import cached_property
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from time import monotonic
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from handbook.domain.reminders.delivery import Said, Verdict
from handbook.gateways.providers.reading import said_of
from handbook.gateways.providers.settings import Call, ProviderSettings, ProviderSettingsError, Signature

_LARGEST_ANSWER = 64 * 1024
_NOT_TAKEN = {401, 403, 404, 405, 407, 410, 415, 429, 503}
"""Without a meaning of their own in the settings: nothing was taken, and the provider or we are to be mended."""
_SUCCESS, _REDIRECTION = 2, 3
_REJECTED = {400, 413, 422}
"""This text or number is at fault."""


class HttpGateway:
    """Hands texts over by one call, and asks about them by another where the settings describe one."""

    def __init__(self, settings: ProviderSettings) -> None:
        if settings.send is None:
            raise ProviderSettingsError("send")
        self.name = settings.name
        self._settings = settings
        self._send = settings.send
        receipts = settings.receipts.reading if settings.receipts else None
        self._names_by_id = receipts is not None and bool(receipts.id_path) and not receipts.reference_path

    def send(self, to: str, words: str, reference: str) -> Said:
        """Hand one text over. What fails before the request is out was certainly not taken; after it, nobody knows."""
        said = self._call(self._send, {"to": _number(to, self._send), "words": words, "reference": reference})
        return replace(said, names_by_id=self._names_by_id)

    def ask(self, reference: str) -> Said | None:
        """Ask what became of a text; None where this provider cannot be asked."""
        if self._settings.ask is None:
            return None
        said = self._call(self._settings.ask, {"to": "", "words": "", "reference": reference})
        return said if said.verdict is not Verdict.REJECTED else Said(Verdict.UNSURE, cause=said.cause)

    def _call(self, call: Call, facts: dict[str, str]) -> Said:
        facts = {**facts, "secret": self._settings.secret}
        method, path, body, headers = _request(call, facts)
        connection = self._connection(call)
        try:
            connection.connect()
        except OSError as error:
            return Said(Verdict.BUSY, cause=f"connect_{type(error).__name__}")
        try:
            if connection.sock is not None:
                connection.sock.settimeout(self._settings.read_seconds)
            connection.request(method, path, body, headers)
            status, answer = _answer(connection, monotonic() + self._settings.read_seconds)
        except (OSError, HTTPException) as error:
            return Said(Verdict.UNSURE, cause=type(error).__name__)
        finally:
            connection.close()
        return _said(status, answer, call)

    def _connection(self, call: Call) -> HTTPConnection:
        url, seconds = urlsplit(call.url), self._settings.connect_seconds
        if url.scheme == "http":  # this machine only: see settings.py
            return HTTPConnection(url.hostname or "", url.port, timeout=seconds)
        return HTTPSConnection(url.hostname or "", url.port, timeout=seconds, context=self._tls)

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context


def _number(to: str, call: Call) -> str:
    if call.number == "e164":
        return to
    bare = to.removeprefix("+")
    return bare if call.number == "bare" else "0" + bare.removeprefix("84")


def _request(call: Call, facts: dict[str, str]) -> tuple[str, str, bytes | None, dict[str, str]]:
    fields = {name: text.format_map(facts) for name, text in call.fields.items()}
    headers = {name: text.format_map(facts) for name, text in call.headers.items()}
    signature = call.signature
    if signature and not signature.in_header:
        fields[signature.name] = _signed(signature, facts, signature.over.format_map(facts).encode())
    url = urlsplit(call.url.format_map({name: quote(value, safe="") for name, value in facts.items()}))
    if call.method == "GET":
        query = "&".join(part for part in (url.query, urlencode(fields)) if part)
        return "GET", f"{url.path or '/'}?{query}".rstrip("?"), None, headers
    body, media_type = _body(call, fields)
    if signature and signature.in_header:
        over = body if signature.over == "body" else signature.over.format_map(facts).encode()
        headers[signature.name] = _signed(signature, facts, over)
    path = f"{url.path or '/'}?{url.query}".rstrip("?")
    return call.method, path, body, {"Content-Type": media_type, **headers}


def _body(call: Call, fields: dict[str, str]) -> tuple[bytes, str]:
    if call.encoding == "form":
        return urlencode(fields).encode(), "application/x-www-form-urlencoded"
    return json.dumps(fields, ensure_ascii=False).encode(), "application/json"


def _signed(signature: Signature, facts: dict[str, str], over: bytes) -> str:
    made = hmac.new(facts["secret"].encode(), over, signature.algorithm)
    return made.hexdigest() if signature.encoding == "hex" else base64.b64encode(made.digest()).decode()


def _answer(connection: HTTPConnection, until: float) -> tuple[int, bytes]:
    response = connection.getresponse()
    parts: list[bytes] = []
    # Piece by piece: a provider that drips would otherwise hold the worker for as long as it likes.
    while sum(map(len, parts)) < _LARGEST_ANSWER and (part := response.read1(4096)):
        parts.append(part)
        if monotonic() > until:
            raise TimeoutError
    return response.status, b"".join(parts)


def _said(status: int, answer: bytes, call: Call) -> Said:
    known: Any = call.statuses.get(status)
    if known is not None:
        return Said(known, cause=f"http_{status}")
    family = status // 100  # RFC 9110, section 15
    if family == _SUCCESS:
        return said_of(answer, call.reading)
    if status in _REJECTED:
        return Said(Verdict.REJECTED, cause=f"http_{status}")
    certain = status in _NOT_TAKEN or family == _REDIRECTION
    return Said(Verdict.BUSY if certain else Verdict.UNSURE, cause=f"http_{status}")
