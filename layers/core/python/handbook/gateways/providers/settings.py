"""The providers of this stage: what stands in their secret. Docs: docs/reminders.md.

A provider is data: a new one is written into the secret, and no code changes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

from handbook.domain.reminders.delivery import Verdict
from handbook.gateways import secrets

_SHORTEST_SECRET = 16
_LOCAL = {"127.0.0.1", "localhost", "host.docker.internal"}


class ProviderSettingsError(ValueError):
    """What stands in the secret is no list of providers; the message names the place, never the value."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How an answer or a receipt is read: where its id and code stand, and what each code means."""

    codes: Mapping[str, Verdict]
    code_path: tuple[str, ...] = ()
    id_path: tuple[str, ...] = ()
    reference_path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """An HMAC over the body or over fields put together, in a header or a field."""

    name: str
    in_header: bool
    over: str
    algorithm: str
    encoding: Literal["hex", "base64"]


@dataclass(frozen=True, slots=True)
class Call:
    """One HTTP call: texts with {to}, {words}, {reference}, {secret} are filled in for each message."""

    url: str
    method: str
    encoding: Literal["json", "form"]
    fields: Mapping[str, str]
    headers: Mapping[str, str]
    number: Literal["e164", "national", "bare"]
    signature: Signature | None
    statuses: Mapping[int, Verdict]
    reading: Reading


@dataclass(frozen=True, slots=True)
class ReceiptSettings:
    """How a provider's receipts are known to be its own, and read."""

    header: str
    is_hmac: bool
    algorithm: str
    secret: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class ReplySettings:
    """How answers that a provider passes on are known to be its own, and where number and words stand."""

    signed: ReceiptSettings
    from_path: tuple[str, ...]
    text_path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """One provider. `per_second` is the rate that all workers together keep."""

    name: str
    kind: Literal["sns", "http", "console"]
    channel: Literal["sms", "app"]
    per_second: float
    secret: str = ""
    send: Call | None = None
    ask: Call | None = None
    receipts: ReceiptSettings | None = None
    replies: ReplySettings | None = None
    connect_seconds: float = 2.0
    read_seconds: float = 8.0
    platforms: Mapping[str, str] = field(default_factory=dict)


def provider_settings(secret_id: str) -> tuple[ProviderSettings, ...]:
    """Read the settings of this stage's providers. Raises: UnavailableError, ProviderSettingsError."""
    return parse_providers(secrets.document(secret_id))


def parse_providers(document: Mapping[str, Any]) -> tuple[ProviderSettings, ...]:
    """Read all providers, in the order in which they are tried. Raises: ProviderSettingsError."""
    try:
        found = tuple(_provider(one) for one in document["providers"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        place = error.args[0] if isinstance(error, KeyError | ProviderSettingsError) else "providers"
        raise ProviderSettingsError(str(place)) from None
    if len({one.name for one in found}) < len(found) or not found:
        raise ProviderSettingsError("name")
    return found


def _provider(form: Mapping[str, Any]) -> ProviderSettings:
    kind, secret = form["kind"], form.get("secret", "")
    if kind not in {"sns", "http", "console"} or not str(form["name"]).replace("-", "").isalnum():
        raise ProviderSettingsError("kind")
    timeouts = form.get("timeouts", {})
    return ProviderSettings(
        name=form["name"],
        kind=kind,
        channel=form.get("channel", "sms"),
        per_second=float(form["per_second"]),
        secret=secret,
        send=_call(form["send"]) if kind == "http" else None,
        ask=_call(form["ask"]) if form.get("ask") else None,
        receipts=_receipts(form["receipts"], secret) if form.get("receipts") else None,
        replies=_replies(form["replies"], secret) if form.get("replies") else None,
        connect_seconds=float(timeouts.get("connect_seconds", 2)),
        read_seconds=float(timeouts.get("read_seconds", 8)),
        platforms=dict(form.get("platforms", {})),
    )


def _call(form: Mapping[str, Any]) -> Call:
    url = urlsplit(form["url"])
    if url.scheme != "https" and not (url.scheme == "http" and url.hostname in _LOCAL):
        raise ProviderSettingsError("url")
    signature = form.get("signature")
    return Call(
        url=form["url"],
        method=form.get("method", "POST"),
        encoding=form.get("encoding", "json"),
        fields=dict(form.get("fields", {})),
        headers=dict(form.get("headers", {})),
        number=form.get("number", "e164"),
        signature=_signature(signature) if signature else None,
        statuses={int(status): Verdict(word) for status, word in form.get("statuses", {}).items()},
        reading=_reading(form),
    )


def _signature(form: Mapping[str, Any]) -> Signature:
    return Signature(
        name=form.get("header") or form["field"],
        in_header="header" in form,
        over=form.get("over", "body"),
        algorithm=form.get("algorithm", "sha256"),
        encoding=form.get("encoding", "hex"),
    )


def _reading(form: Mapping[str, Any]) -> Reading:
    return Reading(
        codes={str(code): Verdict(word) for code, word in form.get("codes", {}).items()},
        code_path=_path(form.get("code_path", "")),
        id_path=_path(form.get("id_path", "")),
        reference_path=_path(form.get("reference_path", "")),
    )


def _path(text: str) -> tuple[str, ...]:
    parts: Sequence[str] = text.split(".") if text else ()
    return tuple(parts)


def _receipts(form: Mapping[str, Any], secret: str) -> ReceiptSettings:
    own = form.get("secret", secret)
    if len(own) < _SHORTEST_SECRET:  # a receipt that anybody can forge moves messages
        raise ProviderSettingsError("receipts.secret")
    return ReceiptSettings(
        header=form["header"],
        is_hmac=form.get("kind", "hmac") == "hmac",
        algorithm=form.get("algorithm", "sha256"),
        secret=own,
        reading=_reading(form),
    )


def _replies(form: Mapping[str, Any], secret: str) -> ReplySettings:
    return ReplySettings(_receipts(form, secret), _path(form["from_path"]), _path(form["text_path"]))
