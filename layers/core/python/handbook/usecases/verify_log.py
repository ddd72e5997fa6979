"""Hold the access log against its seals, and the seals of past days against their anchors."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Protocol

from handbook.domain.audit_verify import Finding, Logged, Sealed, verify
from handbook.usecases.anchor_seals import KINDS, DaysSeals, anchor_of


class Chains(Protocol):
    """See storage.seals.Seals."""

    def chain(self, chain: str) -> list[Sealed]: ...
    def logged(self, chain: str) -> list[Logged]: ...


def verify_chain(chain: str, now: datetime, *, chains: Chains) -> list[Finding]:
    """Say what is wrong with one chain, such as "HANDBOOK#id" or "ACTOR#id".

    Seals are read before entries: what is written meanwhile is young, and no fault.
    """
    seals = chains.chain(chain)
    return verify(chains.logged(chain), seals, now)


def verify_day(day: date, kept: Sequence[bytes], kinds: Iterable[str] = KINDS, *, seals: DaysSeals) -> list[str]:
    """Say for which kinds of chains the seals of a past day are not those that were anchored.

    `kept` holds every version of the day's anchor; a function that wrote a false one could not take the first away.
    """
    now = asdict(anchor_of(day, seals))
    anchored = [json.loads(one) for one in kept]
    return [
        kind
        for kind in kinds
        if any(one[part][kind] != now[part][kind] for one in anchored for part in ("seals", "roots"))
    ]
