"""Keys from Secrets Manager, read anew by each process every few minutes, so that a rotation reaches all of them."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from time import monotonic
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from handbook import aws

KEPT_SECONDS = 300
"""How long a process goes by what it read. A new key is added this long before it is used, and then all know it."""

_read_at: dict[str, tuple[float, str]] = {}


def _secret(secret_id: str) -> str:
    held = _read_at.get(secret_id)
    if held is not None and monotonic() - held[0] < KEPT_SECONDS:
        return held[1]
    try:
        answer = aws.client("secretsmanager").get_secret_value(SecretId=secret_id)
        text: str = answer["SecretString"]
    except (BotoCoreError, ClientError) as error:
        if held is None:
            raise aws.unavailable(error) from error
        text = held[1]  # what was right five minutes ago serves better than an outage
    _read_at[secret_id] = (monotonic(), text)
    return text


def forget() -> None:
    """Drop what was read (tests that start a new emulated account)."""
    _read_at.clear()


def derive(secret: str, purpose: str) -> bytes:
    """Derive a 32-byte key for one purpose (HKDF-Expand of RFC 5869 with one block; the secret is uniform)."""
    return hmac.new(secret.encode(), purpose.encode() + b"\x01", hashlib.sha256).digest()


def text(secret_id: str) -> str:
    """Give a secret as it is kept. Raises UnavailableError."""
    return _secret(secret_id)


def pepper(secret_id: str) -> bytes:
    """Give the key of one-time codes and tickets. Raises UnavailableError."""
    return derive(_secret(secret_id), "sign-in")


def document(secret_id: str) -> dict[str, Any]:
    """Give a secret that is a JSON object. Raises UnavailableError; ValueError where it is none."""
    found: dict[str, Any] = json.loads(_secret(secret_id))
    return found


def versions(secret_id: str) -> tuple[str, Mapping[str, str]]:
    """Give the current version of a rotating secret, and every version. Raises UnavailableError."""
    document: dict[str, str] = json.loads(_secret(secret_id))
    return document.pop("current"), document
