"""Hold the access log against its seals: what is missing, changed, added, or still without a seal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from handbook.domain.audit_chain import FIRST, Seal, address_digest
from handbook.domain.audit_terms import Subject, is_past
from handbook.domain.calendar import local_date

SEALED_WITHIN = timedelta(hours=1)
"""The stream wakes the sealing within seconds; an hour is a fault that somebody has to look at."""
BACKDATED_AFTER = timedelta(days=15)
"""A message about entries that could not be sealed waits two weeks; what is sealed later than that was put in later."""


class Fault(StrEnum):
    """What can be wrong."""

    MISSING = "missing"
    CHANGED = "changed"
    ADDED = "added"
    UNSEALED = "unsealed"
    CHAIN_BROKEN = "chain_broken"


@dataclass(frozen=True, slots=True)
class Logged:
    """An entry as it stands in the log; the last two are of an entry that tells of dropped ones."""

    key: str
    at: datetime
    digest: str
    address: str | None = None
    address_salt: str | None = None
    address_digest: str | None = None
    dropped_to: int | None = None
    dropped_digest: str | None = None


@dataclass(frozen=True, slots=True)
class Sealed:
    """A seal as it is kept, with the digest that was written beside it."""

    seal: Seal
    digest: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of one entry or seal, named by its sort key."""

    fault: Fault
    key: str


def verify(entries: Sequence[Logged], seals: Sequence[Sealed], now: datetime) -> list[Finding]:
    """Say everything that is wrong with one chain; seals in their order. Empty when the log is as it was written."""
    held = {one.key: one for one in entries}
    sealed = {one.seal.key: one for one in seals}
    found = [*_broken(seals, checkpoint(entries, seals))]
    found += [Finding(Fault.MISSING, key) for key in sealed if key not in held]
    for entry in entries:
        fault = _fault(entry, sealed.get(entry.key), seals, now)
        if fault is not None:
            found.append(Finding(fault, entry.key))
    return found


def checkpoint(entries: Sequence[Logged], seals: Sequence[Sealed]) -> tuple[int, str]:
    """Say up to which seal a chain may be gone, and that seal's digest, by what sealed and unchanged entries tell.

    Without one it is 0.
    """
    sealed = {one.seal.key: one.seal.entry for one in seals}
    told = [
        (entry.dropped_to, entry.dropped_digest)
        for entry in entries
        if entry.dropped_to is not None and entry.dropped_digest is not None and sealed.get(entry.key) == entry.digest
    ]
    return max(told, default=(0, FIRST))


def _broken(seals: Sequence[Sealed], start: tuple[int, str]) -> Iterator[Finding]:
    n, before = start
    if n and not seals:
        yield Finding(Fault.CHAIN_BROKEN, "SEAL#")
    if seals and 1 <= seals[0].seal.n <= n:
        # What may be gone goes piece by piece: then the chain begins where it does.
        n, before = seals[0].seal.n - 1, FIRST if seals[0].seal.n == 1 else seals[0].seal.before
    for one in seals:
        seal = one.seal
        kept = seal.n != start[0] or one.digest == start[1]
        if (seal.n, seal.before) != (n + 1, before) or seal.digest != one.digest or not kept:
            yield Finding(Fault.CHAIN_BROKEN, f"SEAL#{seal.n:010}")
        n, before = seal.n, one.digest


def _fault(entry: Logged, sealed: Sealed | None, seals: Sequence[Sealed], now: datetime) -> Fault | None:
    if sealed is None:
        if now - entry.at <= SEALED_WITHIN:
            return None
        # What came after it is sealed: either it was put in later, or the sealing passed over it.
        later = any(one.seal.key > entry.key for one in seals)
        return Fault.ADDED if later else Fault.UNSEALED
    if sealed.seal.entry != entry.digest or not _true_address(entry, now):
        return Fault.CHANGED
    return Fault.ADDED if sealed.at - entry.at > BACKDATED_AFTER else None


def _true_address(entry: Logged, now: datetime) -> bool:
    if entry.address is None and entry.address_salt is None:
        today = local_date(now)
        # One that was never there has no digest; one that was goes when its term is over, and not before.
        return entry.address_digest is None or is_past(entry.at, Subject.ADDRESS, today)
    if entry.address is None or entry.address_salt is None:
        return False
    return address_digest(entry.address_salt, entry.address) == entry.address_digest
