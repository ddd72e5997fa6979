"""Seals under redelivery, any order, and two workers at once."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from handbook.domain.audit_chain import FIRST, Seal
from handbook.domain.errors import ConflictError
from handbook.usecases.seal_log import TRIES, seal_entries

NOW = datetime(2026, 6, 15, 3, 0, tzinfo=UTC)
CHAIN = "HANDBOOK#one"
ENTRIES = [(f"2026-06-15T03:00:{n:02}#request#read", f"{n:064x}") for n in range(12)]
FORGED = [(key, f"{int(digest, 16) + 100:064x}") for key, digest in ENTRIES[:3]]
DELIVERED = st.sampled_from([*ENTRIES, *FORGED])


class FakeSeals:
    """A chain that is only ever added to; `rival` seals something else between a worker's reading and writing."""

    def __init__(self) -> None:
        self.seals: list[Seal] = []
        self.rivals: list[tuple[str, str]] = []
        self.busy = 0

    def head(self, chain: str) -> Seal | None:
        found = self.seals[-1] if self.seals else None
        if self.rivals and (rival := self.rivals.pop())[0] not in {one.key for one in self.seals}:
            n, before = (found.n + 1, found.digest) if found else (1, FIRST)
            self.seals.append(Seal(n, *rival, before))
        return found

    def sealed_among(self, chain: str, keys: Sequence[str]) -> set[str]:
        return {one.key for one in self.seals} & set(keys)

    def add(self, chain: str, seals: Sequence[Seal], at: datetime) -> None:
        if self.busy:
            self.busy -= 1
            raise ConflictError
        taken = {one.n for one in self.seals}, {one.key for one in self.seals}
        assert len({one.key for one in seals}) == len(seals), "DynamoDB takes one place once in a transaction"
        if any(one.n in taken[0] or one.key in taken[1] for one in seals):
            raise ConflictError
        self.seals += seals


class Sealing(RuleBasedStateMachine):
    """Batches come twice, in any order, cut anywhere, and a second worker seals in between."""

    def __init__(self) -> None:
        super().__init__()
        self.seals = FakeSeals()
        self.seen: set[str] = set()

    @rule(batch=st.lists(DELIVERED, max_size=6), rivals=st.lists(DELIVERED, max_size=3))
    def deliver(self, batch: list[tuple[str, str]], rivals: list[tuple[str, str]]) -> None:
        self.seals.rivals = list(rivals)
        seal_entries(CHAIN, batch, NOW, seals=self.seals)
        came = rivals[len(self.seals.rivals) :]  # the last first; the rest found the work done
        self.seen |= {key for key, _ in [*batch, *came]}
        self.seals.rivals = []

    @invariant()
    def each_entry_is_sealed_once_in_one_chain(self) -> None:
        seals = self.seals.seals
        assert sorted(one.key for one in seals) == sorted(self.seen)
        assert [one.n for one in seals] == list(range(1, len(seals) + 1))
        assert [one.before for one in seals] == [FIRST, *(one.digest for one in seals)][: len(seals)]


TestSealing = Sealing.TestCase


@pytest.mark.parametrize("rivals", [[1, 0, 1], [1, 1, 0], [0, 0, 0]])
def test_a_rival_that_gives_the_same_entry_twice_seals_it_once(rivals: list[int]) -> None:
    seals = FakeSeals()
    seals.rivals = [ENTRIES[n] for n in rivals]
    seal_entries(CHAIN, [ENTRIES[0], ENTRIES[1]], NOW, seals=seals)
    assert sorted((one.key, one.entry) for one in seals.seals) == ENTRIES[:2]
    assert [one.n for one in seals.seals] == [1, 2]


def test_of_a_key_that_comes_twice_in_one_delivery_the_first_is_sealed() -> None:
    seals = FakeSeals()
    assert seal_entries(CHAIN, [ENTRIES[1], FORGED[0], ENTRIES[0]], NOW, seals=seals) == 2
    assert [(one.key, one.entry) for one in seals.seals] == [FORGED[0], ENTRIES[1]]


def test_a_worker_that_always_loses_gives_the_batch_back() -> None:
    seals = FakeSeals()
    seals.busy = TRIES - 1
    assert seal_entries(CHAIN, ENTRIES, NOW, seals=seals) == len(ENTRIES)

    seals = FakeSeals()
    seals.busy = TRIES
    with pytest.raises(ConflictError):
        seal_entries(CHAIN, ENTRIES, NOW, seals=seals)


def test_more_entries_than_a_transaction_takes_are_sealed_in_the_order_of_their_keys() -> None:
    many = [(f"2026-06-15#{n:04}", f"{n:064x}") for n in reversed(range(95))]
    seals = FakeSeals()

    assert seal_entries(CHAIN, many, NOW, seals=seals) == 95
    assert [one.key for one in seals.seals] == [key for key, _ in sorted(many)]
