"""Runs of serial numbers, against sets of single numbers."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.serial_runs import Run, merged, size

RUNS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9)).map(lambda pair: (pair[0], sum(pair))), max_size=12)


def numbers(runs: list[Run] | tuple[Run, ...]) -> set[int]:
    return {serial for first, last in runs for serial in range(first, last + 1)}


@given(RUNS)
def test_merging_keeps_the_numbers_and_leaves_gaps_between_ascending_runs(runs: list[Run]) -> None:
    result = merged(runs)
    assert numbers(result) == numbers(runs)
    assert size(result) == len(numbers(runs))
    assert all(before[1] + 1 < after[0] for before, after in pairwise(result))
    assert merged(result) == result


def test_a_run_of_one_number_is_a_run() -> None:
    assert merged([(5, 5), (6, 6), (8, 8)]) == ((5, 6), (8, 8))


def test_a_run_that_ends_before_it_begins_is_none() -> None:
    with pytest.raises(ValueError, match="ends where it begins"):
        merged([(5, 4)])
