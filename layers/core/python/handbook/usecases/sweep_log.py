"""Let go what is past its term in one chain of the access log, so that the rest can still be verified.

Addresses are taken out of their entries, which seals never held. Entries go in two steps: first an entry is written
that says up to which seal they may go, with that seal's digest; once it is sealed itself, they go with their seals.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile
from typing import Protocol

from handbook.domain.audit_terms import Subject, is_past, subject_of
from handbook.domain.audit_verify import Logged, Sealed, checkpoint, verify
from handbook.domain.calendar import local_date


class Log(Protocol):
    """See storage.sweeping.SweptLog."""

    def chain(self, chain: str) -> list[Sealed]: ...
    def logged(self, chain: str) -> list[Logged]: ...
    def forget_address(self, chain: str, key: str) -> None: ...
    def announce(self, chain: str, last: Sealed, at: datetime) -> None: ...
    def drop(self, chain: str, seals: Sequence[Sealed]) -> None: ...


@dataclass(frozen=True, slots=True)
class Swept:
    """What is past its term in a chain, and in which step it is; a faulty chain is evidence and left alone."""

    chain: str
    addresses: int = 0
    announced: int = 0
    dropped: int = 0
    faulty: bool = False


def sweep_chain(chain: str, now: datetime, *, log: Log, applies: bool) -> Swept:
    """Say what is past its term; where it `applies`, let it go. Raises: UnavailableError; then the rest stays."""
    today, seals, entries = local_date(now), log.chain(chain), log.logged(chain)
    if verify(entries, seals, now):
        return Swept(chain, faulty=True)
    old = [one for one in entries if one.address is not None and is_past(one.at, Subject.ADDRESS, today)]
    allowed, _ = checkpoint(entries, seals)
    # Past its term is looked at again: an announcement alone lets nothing go.
    past = _going(chain, entries, seals, today)
    gone = [one for one in past if one.seal.n <= allowed]
    going = past[len(gone) :]
    if applies:
        for one in old:
            log.forget_address(chain, one.key)
        if gone:
            log.drop(chain, gone)
        if going:
            log.announce(chain, going[-1], now)
    return Swept(chain, len(old), len(going), len(gone))


def _going(chain: str, entries: Iterable[Logged], seals: Iterable[Sealed], today: date) -> list[Sealed]:
    # From the first seal on, as long as what they hold is past its term: a chain is cut at one place only.
    subject = subject_of(chain)
    past = {one.key for one in entries if is_past(one.at, subject, today)}
    return list(takewhile(lambda one: one.seal.key in past, seals))
