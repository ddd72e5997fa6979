"""The secret of numbers with its versions, and which step may follow."""

from __future__ import annotations

import json
import os
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from handbook.gateways.secrets import KEPT_SECONDS
from tools.recovery.stage import client

SETTLED = timedelta(seconds=2 * KEPT_SECONDS)
"""How long after a change every process goes by it."""


class NotYetError(Exception):
    """This step may not follow now; the message says why."""


def read() -> dict[str, str]:
    """Read the secret: keys by version, and which version is current."""
    text = client("secretsmanager").get_secret_value(SecretId=os.environ["PHONE_SECRET"])["SecretString"]
    found: dict[str, str] = json.loads(text)
    return found


def versions(document: dict[str, str]) -> tuple[str, list[str]]:
    """Give the current version and the others, in order."""
    return document["current"], sorted(
        (one for one in document if one not in {"current", document["current"]}), key=int
    )


def add() -> str:
    """Add a key that nothing uses yet; gives its version. Raises: NotYetError where two are held already."""
    document = read()
    _, others = versions(document)
    if others:
        raise NotYetError(f"version {others[0]} is held beside the current one: finish that rotation first")
    new = str(int(document["current"]) + 1)
    _write({**document, new: secrets.token_urlsafe(48)})
    return new


def use(now: datetime, *, at_once: bool) -> str:
    """Make the added key the current one. Raises: NotYetError until every process knows it."""
    document = read()
    current, others = versions(document)
    newer = [one for one in others if int(one) > int(current)]
    if not newer:
        raise NotYetError("no newer version is held: add one first")
    _settled(now, at_once=at_once)
    _write({**document, "current": newer[-1]})
    return newer[-1]


def drop(now: datetime, left: int, *, at_once: bool) -> list[str]:
    """Drop every key but the current one. Raises: NotYetError while anything is left under another."""
    document = read()
    current, others = versions(document)
    if left or not others or any(int(one) > int(current) for one in others):
        raise NotYetError(f"{left} places are left under another key" if left else "no older version is held")
    _settled(now, at_once=at_once)
    _write({"current": current, current: document[current]})
    return others


def _settled(now: datetime, *, at_once: bool) -> None:
    described: Any = client("secretsmanager").describe_secret(SecretId=os.environ["PHONE_SECRET"])
    since = now - described.get("LastChangedDate", datetime(1970, 1, 1, tzinfo=UTC))
    if since < SETTLED and not at_once:
        raise NotYetError(f"not every process knows the last change yet: wait {(SETTLED - since).seconds + 1} seconds")


def _write(document: dict[str, str]) -> None:
    client("secretsmanager").put_secret_value(SecretId=os.environ["PHONE_SECRET"], SecretString=json.dumps(document))
