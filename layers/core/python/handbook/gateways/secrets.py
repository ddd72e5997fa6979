"""Keys from Secrets Manager, read once for each process."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from functools import cache

from botocore.exceptions import BotoCoreError, ClientError

from handbook import aws


@cache
def _secret(secret_id: str) -> str:
    try:
        answer = aws.client("secretsmanager").get_secret_value(SecretId=secret_id)
    except (BotoCoreError, ClientError) as error:
        raise aws.unavailable(error) from error
    text: str = answer["SecretString"]
    return text


def forget() -> None:
    """Drop what was read (tests, and a rotation of keys)."""
    _secret.cache_clear()


def derive(secret: str, purpose: str) -> bytes:
    """Derive a 32-byte key for one purpose (HKDF-Expand of RFC 5869 with one block; the secret is uniform)."""
    return hmac.new(secret.encode(), purpose.encode() + b"\x01", hashlib.sha256).digest()


def pepper(secret_id: str) -> bytes:
    """Give the key of one-time codes and tickets. Raises UnavailableError."""
    return derive(_secret(secret_id), "sign-in")


def versions(secret_id: str) -> tuple[str, Mapping[str, str]]:
    """Give the current version of a rotating secret, and every version. Raises UnavailableError."""
    document: dict[str, str] = json.loads(_secret(secret_id))
    return document.pop("current"), document
