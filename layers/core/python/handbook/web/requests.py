"""What a handler may ask of the request in front of it."""

import base64
import binascii
import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from handbook.domain.errors import (
    IdempotencyKeyRequiredError,
    InvalidCursorError,
    InvalidFieldError,
    VersionRequiredError,
)
from handbook.domain.paging import Position
from handbook.domain.receipts import Answer, Named, Receipt, Sendable
from handbook.domain.texts import Language

type App = APIGatewayRestResolver | APIGatewayRouter

_LONGEST_KEY = 200
_QUALITY = re.compile(r"q\s*=\s*([01](?:\.[0-9]{0,3})?)", re.ASCII)
_LONGEST_SORT_KEY = 1024  # DynamoDB
_ETAG = re.compile(r'"([1-9][0-9]{0,14})"', re.ASCII)


def header(app: App, name: str) -> str:
    """Give a header, empty when it is absent; names are matched without case."""
    return (app.current_event.headers.get(name) or "").strip()


def language_of(app: App) -> Language:
    """Give "en" when the client prefers English, else "vi"."""
    return preferred_language(header(app, "Accept-Language"))


def preferred_language(accepted: str) -> Language:
    """Read Accept-Language (RFC 9110 section 12.5.4): the heaviest of ours, Vietnamese when none is named."""
    weights = {"vi": 0.0, "en": 0.0}
    for part in accepted.lower().split(","):
        tag, _, parameters = part.partition(";")
        language = tag.strip().split("-")[0]
        if language in weights:
            weights[language] = max(weights[language], _weight(parameters))
    return "en" if weights["en"] > weights["vi"] else "vi"


def _weight(parameters: str) -> float:
    found = _QUALITY.fullmatch(parameters.strip())
    return float(found[1]) if found else 0.0 if parameters.strip() else 1.0


def request_id(app: App) -> str:
    """Give the gateway's id of the request."""
    return str(app.current_event.request_context.request_id)


def client_address(app: App) -> str:
    """Give the address that the gateway saw; a header could say anything."""
    return str(app.current_event.request_context.identity.source_ip or "")


def raw_body(app: App) -> bytes:
    """Give the body as it was sent; `serve` has unpacked it."""
    return str(app.current_event.get("body") or "").encode()


def based_on_version(app: App) -> int:
    """Read the version in If-Match.

    Raises: VersionRequiredError without one; a tag that we never issued is a version that never was.
    """
    tag = header(app, "If-Match")
    if not tag:
        raise VersionRequiredError("If-Match")
    return version_of(tag)


def version_of(tag: str) -> int:
    """Read the version in an ETag; one that we never issued is a version that never was."""
    found = _ETAG.fullmatch(tag)
    return int(found[1]) if found else -1


def etag(version: int) -> str:
    """Write a version as a strong ETag."""
    return f'"{version}"'


def receipt_of(
    app: App,
    actor_id: str,
    received_at: datetime,
    render: Callable[[Any], Answer | Sendable],
    named: Named | None = None,
) -> Receipt:
    """Make the receipt of a request that creates; `named` where the client made the id of what it creates.

    Raises: IdempotencyKeyRequiredError, InvalidFieldError.
    """
    key = header(app, "Idempotency-Key")
    if not key:
        raise IdempotencyKeyRequiredError("Idempotency-Key")
    if len(key) > _LONGEST_KEY:
        raise InvalidFieldError("Idempotency-Key")
    route = f"{app.current_event.http_method} {app.current_event.path}"
    return Receipt(actor_id, key, route, raw_body(app), received_at, _once_for_each(render), named)


def _once_for_each[A](render: Callable[[Any], A]) -> Callable[[Any], A]:
    """Write a result once: the receipt keeps it, and the client gets the same."""
    written: list[tuple[object, A]] = []

    def remembered(result: object) -> A:
        if not written or written[0][0] is not result:
            written[:] = [(result, render(result))]
        return written[0][1]

    return remembered


def cursor_of(position: Position | None) -> str | None:
    """Write a position as an opaque cursor."""
    if position is None:
        return None
    text = json.dumps(dict(position), separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def position_of(cursor: str | None, name: str = "cursor") -> Position | None:
    """Read a cursor, sent as `name`. Raises: InvalidCursorError."""
    if not cursor:
        return None
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        position = json.loads(raw)
    except (binascii.Error, ValueError) as error:
        raise InvalidCursorError(name) from error
    if not isinstance(position, dict) or not all(_is_key(value) for value in position.values()):
        raise InvalidCursorError(name)
    return position


def _is_key(value: object) -> bool:
    return isinstance(value, str) and value.isascii() and value.isprintable() and len(value) <= _LONGEST_SORT_KEY
