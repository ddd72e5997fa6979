"""What is kept, and how two accounts of it are compared: all but the ids that are made at random."""

import json
import pickle
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any
from zlib import crc32

from tests.integration.conftest import backend

type Kept = Counter[str]

_MADE_UP = (
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "<id>"),
    (re.compile(r"\b[0-9a-f]{16,64}\b"), "<digest>"),
    (re.compile(r"\b\d\.[A-Za-z0-9_-]{24,}={0,2}"), "<sealed>"),
    (re.compile(r"(?<=[#\"])[A-Za-z0-9_-]{40,}={0,2}(?=[#\"])"), "<token>"),
    (re.compile(r'\\*"[0-9A-HJKMNP-TV-Z]{20}\\*"'), '"<code>"'),
    (re.compile(r"CODES#\d+|\b\d{13}\b"), "<serial>"),
    (re.compile(r'"(?:next|first)_serial": \{"N": "\d+"\}'), '"serial": "<n>"'),
    (re.compile(r'(\\"quantity\\": \d+, \\"first\\": )\d+'), r"\1<n>"),
    (re.compile(r"SHARD#[0-9a-f]{2}"), "SHARD#<of the id>"),
)
"""Ids, digests and tokens: what is drawn at random, or made from what is.

Serial numbers are never used again: an order that is tried again gets the next ones, and those of the first try are no
code's. That two orders never share one is looked at apart (`shared_serials`).
"""


def tables() -> Any:
    """Give the tables of the emulated account."""
    return backend("dynamodb").tables


def lying() -> Iterator[tuple[str, dict[str, Any]]]:
    """Give every item with the name of its table."""
    for name, table in tables().items():
        for partition in table.items.values():
            for item in partition.values():
                yield name, item.to_json()["Attributes"]


def kept(leaves_out: Callable[[str, dict[str, Any]], bool] = lambda _table, _item: False) -> Kept:
    """Count every item in the tables, its random parts left out, and every file with its length and sum."""
    found = Counter(anonymous(f"{table} {_text(item)}") for table, item in lying() if not leaves_out(table, item))
    found.update(anonymous(f"{place}/{key} {len(data)} {crc32(data)}") for (place, key), data in files().items())
    return found


def shared_serials() -> Iterator[str]:
    """Say which runs of serial numbers reach into another's: a code of theirs would be two orders'."""
    runs = sorted(
        (int(item["first_serial"]["N"]), int(item["sk"]["S"])) for _, item in lying() if item["pk"]["S"] == "RANGE"
    )
    yield from (f"serials {first} to {last} are two runs'" for (_, last), (first, _) in pairwise(runs) if first <= last)


def _text(item: dict[str, Any]) -> str:
    told = {name: "<bytes>" if "B" in value else value for name, value in item.items()}
    return json.dumps(told, sort_keys=True, ensure_ascii=False)


def anonymous(text: str) -> str:
    """Put a word for its kind in the place of each random part."""
    for pattern, word in _MADE_UP:
        text = pattern.sub(word, text)
    return text


class Snapshot:
    """The account as it was at one moment, to begin again from."""

    def __init__(self) -> None:
        self._tables = {name: pickle.dumps(table.items) for name, table in tables().items()}
        self._files = files()
        self._apps = dict(backend("sns").platform_endpoints)

    def restore(self) -> None:
        """Make it so again, and empty what was sent."""
        for name, items in self._tables.items():
            tables()[name].items = pickle.loads(items)  # noqa: S301 - our own bytes
        if files() != self._files:
            for bucket in _buckets().values():
                bucket.keys.clear()
            for (bucket, key), data in self._files.items():
                backend("s3", "aws").put_object(bucket, key, data)
        backend("sns").sms_messages.clear()
        backend("sns").platform_endpoints = dict(self._apps)
        for queue in backend("sqs").queues.values():
            queue._messages.clear()


def files() -> dict[tuple[str, str], bytes]:
    """Give every file by bucket and key."""
    found = _buckets().items()
    return {(name, key): bucket.keys[key].value for name, bucket in found for key in bucket.keys}


def _buckets() -> Any:
    return backend("s3", "aws").buckets


@contextmanager
def undone() -> Iterator[None]:
    """Put everything back as it was."""
    before = Snapshot()
    try:
        yield
    finally:
        before.restore()
