"""Give the seals of a day one digest, and keep it where what writes seals cannot change it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Protocol

from handbook.domain.audit_chain import root

KINDS = ("HANDBOOK", "ACTOR", "ACCOUNT")
"""Kinds of chains; each has a term of its own, so each has a root of its own."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """For each kind of chain the root of the tree over a UTC day's seals, in the order of chains, and their number."""

    day: str
    seals: Mapping[str, int]
    roots: Mapping[str, str]


class DaysSeals(Protocol):
    """See storage.seals.Seals."""

    def of_day(self, day: date) -> Iterable[tuple[str, str]]: ...


class Anchors(Protocol):
    """See gateways.files.Files."""

    def write(self, key: str, content_type: str, data: bytes) -> None: ...


def anchor_of(day: date, seals: DaysSeals) -> Anchor:
    """Make the anchor of a day from its seals as they stand."""
    leaves: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for place, digest in sorted(seals.of_day(day)):
        leaves[place.partition("#")[0]].append(f"{place} {digest}")
    counts = {kind: len(some) for kind, some in leaves.items()}
    return Anchor(day.isoformat(), counts, {kind: root(some) for kind, some in leaves.items()})


def anchor_key(day: date) -> str:
    """Name the object that holds a day's anchor."""
    return f"anchors/{day.isoformat()}.json"


def anchor_day(day: date, *, seals: DaysSeals, anchors: Anchors) -> Anchor:
    """Write down the anchor of a day that is over; once more writes the same. Raises: UnavailableError."""
    anchor = anchor_of(day, seals)
    anchors.write(anchor_key(day), "application/json", json.dumps(asdict(anchor)).encode())
    return anchor
