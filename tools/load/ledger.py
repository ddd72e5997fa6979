"""Every write that was acknowledged, held against what the system gives back afterwards."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock

from tools.demo.client import Api


@dataclass(slots=True)
class Ledger:
    """What clients were told: by handbook, the entries that are kept, and those of which no answer came."""

    kept: dict[str, set[str]] = field(default_factory=dict)
    unknown: dict[str, set[str]] = field(default_factory=dict)
    replays: int = 0
    other_answers: int = 0
    _lock: Lock = field(default_factory=Lock)

    def acknowledge(self, handbook_id: str, entry_id: str) -> None:
        """Note an entry that the client was told is kept."""
        with self._lock:
            self.kept.setdefault(handbook_id, set()).add(entry_id)

    def lose_sight(self, handbook_id: str, entry_id: str) -> None:
        """Note an entry of which the client was told nothing certain."""
        with self._lock:
            self.unknown.setdefault(handbook_id, set()).add(entry_id)

    def replay(self, *, same: bool) -> None:
        """Note that a key was sent again, and whether the first answer came."""
        with self._lock:
            self.replays += 1
            self.other_answers += not same


@dataclass(frozen=True, slots=True)
class Balance:
    """What the reading back showed."""

    acknowledged: int
    lost: int
    doubled: int
    unasked: int


def balance(ledger: Ledger, found: Mapping[str, Iterable[str]]) -> Balance:
    """Compare; `unasked` are entries that nobody was told of and nobody waits for."""
    lost = doubled = unasked = 0
    for handbook_id, entries in found.items():
        kept, unknown = ledger.kept.get(handbook_id, set()), ledger.unknown.get(handbook_id, set())
        seen = Counter(entries)
        lost += len(kept - seen.keys())
        doubled += sum(number - 1 for number in seen.values())
        unasked += len(seen.keys() - kept - unknown)
    lost += sum(len(kept) for handbook_id, kept in ledger.kept.items() if handbook_id not in found)
    return Balance(sum(map(len, ledger.kept.values())), lost, doubled, unasked)


def entries_of(app: Api, handbook_id: str) -> list[str]:
    """Read the ids of all entries of a handbook, page by page. Raises DemoError.

    The feed may bring an entry again on a later page: only what stands twice on one page is there twice.
    """
    ids: list[str] = []
    cursor = ""
    while True:
        more = f"&since={cursor}" if cursor else ""
        page = app.get(f"/handbooks/{handbook_id}/changes?limit=100{more}").body
        seen = set(ids)
        ids += [one["id"] for one in page["items"] if one["id"] not in seen]
        if not page["next"]:
            return ids
        cursor = page["next"]
