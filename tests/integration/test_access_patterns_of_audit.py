"""Seals of the access log: one query for the last, one batch for those that are sealed, one query for a day's part."""

from datetime import timedelta

import pytest

from handbook.bootstrap import auditing
from handbook.storage.seals import SHARDS
from handbook.usecases.seal_log import seal_entries
from tests.integration.test_access_patterns import NOW, calls

pytestmark = pytest.mark.usefixtures("cloud")
CHAIN = "HANDBOOK#one"
ENTRIES = [(f"2026-06-15T03:00:{n:06.3f}Z#request#read_handbook", f"{n:064x}") for n in range(5)]


def test_ap_130_the_last_seal_of_a_chain_is_one_query() -> None:
    seals = auditing.seals()
    seal_entries(CHAIN, ENTRIES, NOW, seals=seals)

    with calls() as seen:
        last = seals.head(CHAIN)

    assert last is not None
    assert (seen, last.n, last.key) == (["Query"], 5, ENTRIES[-1][0])
    assert seals.head("HANDBOOK#other") is None


def test_ap_131_which_entries_are_sealed_is_one_batch() -> None:
    seals = auditing.seals()
    seal_entries(CHAIN, ENTRIES[:2], NOW, seals=seals)

    with calls() as seen:
        known = seals.sealed_among(CHAIN, [key for key, _ in ENTRIES])

    assert (seen, known) == (["BatchGetItem"], {key for key, _ in ENTRIES[:2]})


def test_ap_132_a_whole_chain_is_one_query_and_its_entries_another() -> None:
    seals = auditing.seals()
    seal_entries(CHAIN, ENTRIES, NOW, seals=seals)

    with calls() as seen:
        chain = seals.chain(CHAIN)
        seals.logged(CHAIN)

    assert (seen, [one.seal.n for one in chain]) == (["Query", "Query"], [1, 2, 3, 4, 5])


def test_ap_133_the_seals_of_a_day_are_one_query_for_each_part() -> None:
    seals = auditing.seals()
    seal_entries(CHAIN, ENTRIES[:3], NOW, seals=seals)
    seal_entries(CHAIN, ENTRIES, NOW + timedelta(days=1), seals=seals)

    with calls() as seen:
        found = list(seals.of_day(NOW.date()))

    assert (seen, len(found)) == (["Query"] * SHARDS, 3)
