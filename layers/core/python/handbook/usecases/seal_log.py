"""Seal entries of the access log: each once, whatever comes twice or out of order."""

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import Protocol

from handbook.domain.audit_chain import Seal, sealed_after
from handbook.domain.errors import ConflictError

TRIES = 8
AT_ONCE = 40
"""Entries that one transaction seals: two items each, of the hundred that DynamoDB takes."""


class Seals(Protocol):
    """See storage.seals.Seals."""

    def head(self, chain: str) -> Seal | None: ...
    def sealed_among(self, chain: str, keys: Sequence[str]) -> set[str]: ...
    def add(self, chain: str, seals: Sequence[Seal], at: datetime) -> None: ...


def seal_entries(chain: str, entries: Sequence[tuple[str, str]], now: datetime, *, seals: Seals) -> int:
    """Seal the entries of one chain, each its sort key and digest, that are not sealed yet; say how many were.

    Of a key that comes twice the first entry counts. Of two workers one writes the next seal and the other begins anew
    behind it. Raises: ConflictError when others were faster each time, UnavailableError; what was sealed until then
    stays sealed.
    """
    done = lost = 0
    first = dict(reversed(entries))
    while True:
        known = seals.sealed_among(chain, [*first])
        new = [*islice(sorted(one for one in first.items() if one[0] not in known), AT_ONCE)]
        if not new:
            return done
        try:
            seals.add(chain, sealed_after(seals.head(chain), new), now)
            done += len(new)
        except ConflictError:
            lost += 1
            if lost == TRIES:
                raise
