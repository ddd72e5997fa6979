"""Items as lines of a file, and what many of them add up to in whatever order they come.

The sum is the one of multisets: SHA-256 of every line, added modulo 2^256. It tells whether two readings hold the same
items, item for item, in the memory of one number; it proves nothing against somebody who makes items up.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

type Item = Mapping[str, Any]
"""One item in DynamoDB's own notation: {"pk": {"S": "…"}, …}."""

_MODULUS = 1 << 256
_SETS = ("SS", "NS", "BS")


@dataclass(frozen=True, slots=True)
class Sum:
    """How many items there are, and what they add up to."""

    items: int = 0
    digest: int = 0

    def __add__(self, other: Sum) -> Sum:
        return Sum(self.items + other.items, (self.digest + other.digest) % _MODULUS)

    def document(self) -> dict[str, Any]:
        """Write it for a file."""
        return {"items": self.items, "digest": f"{self.digest:064x}"}

    @classmethod
    def of(cls, lines: Iterable[bytes]) -> Sum:
        """Add up lines."""
        items = total = 0
        for line in lines:
            items += 1
            total += int.from_bytes(hashlib.sha256(line).digest())
        return cls(items, total % _MODULUS)

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Sum:
        """Read what `document` wrote."""
        return cls(int(document["items"]), int(document["digest"], 16))


class SpoiltPartError(Exception):
    """A part of the folder is not what was written."""


def line_of(item: Item) -> bytes:
    """Write an item, always in the same way: keys and members of sets in order, bytes in Base64."""
    return json.dumps(_plain(item), ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def item_of(line: bytes) -> Item:
    """Read an item."""
    found: Item = json.loads(line, object_hook=_with_bytes)
    return found


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever DynamoDB holds
    if isinstance(value, bytes | bytearray):
        return base64.b64encode(value).decode()
    if isinstance(value, Mapping):
        return {
            name: sorted(map(_plain, one)) if name in _SETS and isinstance(one, list) else _plain(one)
            for name, one in value.items()
        }
    return [_plain(one) for one in value] if isinstance(value, list) else value


def _with_bytes(document: dict[str, Any]) -> dict[str, Any]:
    # {"B": "text"} is a binary value; a map with a member B holds a mapping there.
    if len(document) == 1:
        (name, value), *_ = document.items()
        if name == "B" and isinstance(value, str):
            return {name: base64.b64decode(value)}
        if name == "BS" and isinstance(value, list):
            return {name: [base64.b64decode(one) for one in value]}
    return document


def pack(lines: list[bytes]) -> bytes:
    """Make a part of a folder: the lines and, behind them, what they add up to; the same lines give the same bytes."""
    last = json.dumps({"part": Sum.of(lines).document()}).encode()
    return gzip.compress(b"\n".join([*lines, last]) + b"\n", compresslevel=6, mtime=0)


def unpack(part: bytes, name: str) -> tuple[list[bytes], Sum]:
    """Give the lines of a part and their sum. Raises: SpoiltPartError when they are not those that were packed."""
    try:
        *lines, last = gzip.decompress(part).splitlines()
        said = Sum.read(json.loads(last)["part"])
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
        raise SpoiltPartError(name) from error
    if said != (found := Sum.of(lines)):
        raise SpoiltPartError(name)
    return lines, found


def items_of(lines: Iterable[bytes]) -> Iterator[Item]:
    """Read items one by one."""
    return map(item_of, lines)
