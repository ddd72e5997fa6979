"""Measuring gives figures in the wanted unit and says why it cannot; how long anything takes is not asserted."""

from itertools import pairwise

import pytest

from tools.bench.measuring import (
    fresh,
    importing_standard_modules,
    imports_in_turns,
    in_turns,
    our_environment,
    peak_megabytes,
)


def test_two_pieces_of_work_are_done_in_turns_and_both_have_a_figure() -> None:
    done: list[str] = []
    figures = in_turns(lambda: done.append("ours"), lambda: done.append("theirs"), scale=1e6, rounds=2, seconds=1e-4)

    assert figures.ours > 0
    assert figures.baseline is not None
    assert figures.baseline > 0
    changes = sum(before != after for before, after in pairwise(done))
    assert changes == 1 + 4, "each is tried once, then come two rounds of both"


def test_imports_are_measured_in_fresh_interpreters() -> None:
    figures = imports_in_turns("import calendar", "pass", before="import json", rounds=1)

    assert figures.ours > 0


def test_code_that_fails_says_why() -> None:
    with pytest.raises(RuntimeError, match="ModuleNotFoundError: No module named 'nothing_of_ours'"):
        fresh("import nothing_of_ours")


def test_the_standard_library_is_told_apart_from_what_is_ours() -> None:
    statement = importing_standard_modules(["import handbook.domain.growth"], our_environment())

    assert "struct" in statement.removeprefix("import ").split(", ")
    assert "handbook" not in statement
    fresh(statement)


def test_the_peak_of_memory_is_of_this_process() -> None:
    before = peak_megabytes()
    held = bytearray(20_000_000)
    held[::4096] = b"x" * len(held[::4096])

    assert 5 < before < 10_000
    assert peak_megabytes() >= before
