"""Who sends how much: rounds that end before a token does, each with a seed of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from tools.fuzz.document import Operation

DEPTH = 5
"""Fewer examples of one operation than this are hardly more than the simplest one."""
MOST = 6
"""Examples in one round: two hundred operations are done before an ID token of 15 minutes ends."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What one person sends in one go."""

    role: str
    operations: tuple[Operation, ...]
    examples: int
    seed: int


def pieces(roles: Sequence[str], operations: Sequence[Operation], requests: int, seed: int) -> Iterator[Piece]:
    """Share requests out: to every role the whole document, or, where they are few, to each operation some roles.

    Which roles those are moves on with the operation and with the seed, so that runs of several seeds meet all.
    """
    whole = ceil(requests / (len(operations) * len(roles)))
    if whole >= DEPTH:
        rounds = ceil(whole / MOST)
        for place in range(rounds):
            for role in roles:
                yield Piece(role, tuple(operations), ceil(whole / rounds), seed + place)
        return
    some = max(1, round(requests / (len(operations) * DEPTH)))
    for place, role in enumerate(roles):
        chosen = tuple(one for at, one in enumerate(operations) if (place - at - seed) % len(roles) < some)
        if chosen:
            yield Piece(role, chosen, DEPTH, seed)
