"""What a seal of the access log is made over: digests of entries, each bound to the seal before it.

SHA-256 (FIPS 180-4) over JSON with sorted keys. A seal's digest names its place, the entry's key, the entry's digest
and the digest before, so that an entry that is changed, taken out, or put in elsewhere breaks every seal after it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FIRST = "0" * 64
"""The digest before the first seal of a chain."""
_ERASABLE = frozenset({"address", "address_salt"})


def address_digest(salt: str, address: str) -> str:
    """Bind an entry to where it came from, in a way that tells nothing once the salt is gone."""
    return _digest([salt, address])


def entry_digest(image: Mapping[str, Any]) -> str:
    """Digest an entry as DynamoDB writes it ({"name": {"S": "text"}}); what is erased before the entry is left out."""
    return _digest({name: value for name, value in image.items() if name not in _ERASABLE})


@dataclass(frozen=True, slots=True)
class Seal:
    """The n-th link of a chain (1, 2, ...): which entry it holds, and what came before."""

    n: int
    key: str
    entry: str
    before: str

    @property
    def digest(self) -> str:
        """What the next seal is bound to."""
        return _digest([self.n, self.key, self.entry, self.before])


def sealed_after(last: Seal | None, entries: Iterable[tuple[str, str]]) -> list[Seal]:
    """Chain entries, each its sort key and digest, onto the last seal of a chain."""
    seals: list[Seal] = []
    for key, digest in entries:
        before = seals[-1] if seals else last
        seals.append(Seal(before.n + 1, key, digest, before.digest) if before else Seal(1, key, digest, FIRST))
    return seals


def root(leaves: Sequence[str]) -> str:
    """Give the root of a hash tree over digests in their order; the odd one of a level goes up as it is.

    Leaves and knots are digested with different marks (RFC 9162 section 2.1.1), so that none passes for the other.
    """
    level = [_digest(["leaf", leaf]) for leaf in leaves]
    while len(level) > 1:
        pairs = [_digest(["knot", *level[at : at + 2]]) for at in range(0, len(level) - 1, 2)]
        level = [*pairs, *level[len(pairs) * 2 :]]
    return level[0] if level else _digest(["none"])


def _digest(value: object) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
