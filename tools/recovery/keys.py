"""The keys without which what is saved cannot be read: never in the folder, but in a file of their own.

In the folder stand check values only: by them a stage is found to hold the right keys, and nothing can be opened.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from pathlib import Path

from tools.recovery.stage import SECRETS, client

type Checks = Mapping[str, Mapping[str, str]]
"""By secret and version, a value that tells one key from another."""
_OPENING = ("phone", "code")
"""Secrets without whose every version something saved could not be read; the others may be other ones."""


def _secret_id(name: str) -> str:
    return os.environ[f"{name.upper()}_SECRET"]


def _text(name: str) -> str:
    text: str = client("secretsmanager").get_secret_value(SecretId=_secret_id(name))["SecretString"]
    return text


def check_value(key: str) -> str:
    """Give what tells a key from others: 64 bits of a keyed hash of nothing."""
    return hmac.new(key.encode(), b"", hashlib.sha256).hexdigest()[:16]


def checks() -> dict[str, dict[str, str]]:
    """Give the check values of this stage's keys."""
    return {
        name: {version: check_value(key) for version, key in json.loads(_text(name)).items() if version != "current"}
        for name in _OPENING
    }


def missing(saved: Checks) -> list[str]:
    """Name the saved keys that this stage does not hold."""
    held = checks()
    return [
        f"{name} {version}"
        for name, versions in saved.items()
        for version, value in versions.items()
        if held[name].get(version) != value
    ]


def missing_in(path: Path, saved: Checks) -> list[str]:
    """Name the saved keys that a file of keys does not hold."""
    documents = json.loads(path.read_text(encoding="utf-8"))
    held = {name: json.loads(documents[name]) for name in _OPENING}
    return [
        f"{name} {version}"
        for name, versions in saved.items()
        for version, value in versions.items()
        if check_value(held[name].get(version, "")) != value
    ]


def lost_with(path: Path) -> list[str]:
    """Name the keys of this stage that a file of keys does not hold: what they sealed would never open again."""
    return missing_in(path, checks())


def save_keys(path: Path) -> None:
    """Write the secrets of this stage into a file that only its owner can read; one that is there stays."""
    text = json.dumps({name: _text(name) for name in SECRETS}, indent=1)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write(text)


def put_keys(path: Path) -> None:
    """Give this stage the secrets of a file. What reads them goes by the old ones for up to five minutes."""
    for name, text in json.loads(path.read_text(encoding="utf-8")).items():
        client("secretsmanager").put_secret_value(SecretId=_secret_id(name), SecretString=text)
