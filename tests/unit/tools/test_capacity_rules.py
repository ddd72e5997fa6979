"""The rules of consumption against the examples of the Amazon DynamoDB Developer Guide."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.capacity.rules import (
    EVENTUAL,
    STRONG,
    TRANSACTIONAL,
    Index,
    WireItem,
    get_units,
    query_units,
    refused_units,
    size_bytes,
    write_units,
)

KB = 1024


def item(size: float, **more: str) -> WireItem:
    """An item of so many bytes."""
    made = {"pk": {"S": "k"}, **{name: {"S": value} for name, value in more.items()}}
    return {**made, "b": {"S": "x" * (int(size) - size_bytes(made) - 1)}}


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ({"S": "Ánh"}, 4),
        ({"N": "0"}, 1),
        ({"N": "7"}, 2),
        ({"N": "1234"}, 3),
        ({"N": "12345"}, 4),
        ({"N": "1000"}, 2),  # zeros at either end are trimmed
        ({"N": "0.015"}, 2),
        ({"N": "-27"}, 3),
        ({"N": "1" * 38}, 20),
        ({"B": b"abcd"}, 4),
        ({"B": "YWJjZA=="}, 4),  # the same on its way there
        ({"BOOL": True}, 1),
        ({"NULL": True}, 1),
        ({"L": []}, 3),
        ({"M": {}}, 3),
        ({"L": [{"S": "ab"}, {"N": "7"}]}, 3 + (1 + 2) + (1 + 2)),
        ({"M": {"name": {"S": "ab"}}}, 3 + 1 + 4 + 2),
        ({"SS": ["ab", "c"]}, 3),
    ],
)
def test_a_value_is_as_large_as_the_guide_says(value: dict[str, object], size: int) -> None:
    assert size_bytes({"name": value}) == len("name") + size


@pytest.mark.parametrize(
    ("size", "strong", "eventual", "transactional"),
    [
        (1, 1, 0.5, 2),
        (3.5 * KB, 1, 0.5, 2),
        (4 * KB, 1, 0.5, 2),
        (4 * KB + 1, 2, 1, 4),
        (8 * KB, 2, 1, 4),
        (10 * KB, 3, 1.5, 6),
    ],
)
def test_a_get_is_rounded_up_to_4_kb(size: float, strong: float, eventual: float, transactional: float) -> None:
    read = item(max(size, 6))
    assert [get_units(read, each) for each in (STRONG, EVENTUAL, TRANSACTIONAL)] == [strong, eventual, transactional]


def test_items_of_a_batch_are_rounded_one_by_one_and_those_of_a_query_together() -> None:
    assert sum(get_units(item(size), STRONG) for size in (1.5 * KB, 6.5 * KB)) == 3
    assert query_units([item(1.5 * KB), item(6.5 * KB)], STRONG) == 2
    assert query_units([item(40.8 * KB / 10)] * 10, STRONG) == 11
    assert query_units([item(64)] * 1500, STRONG) == 96 / 4


def test_nothing_found_costs_the_least_that_there_is() -> None:
    assert (get_units(None, STRONG), get_units(None, EVENTUAL), query_units([], EVENTUAL)) == (1, 0.5, 0.5)


def test_a_write_is_rounded_up_to_1_kb_and_twice_that_in_a_transaction() -> None:
    assert write_units(None, item(500), ()) == 1
    assert write_units(None, item(KB), ()) == 1
    assert write_units(None, item(KB + 1), ()) == 2
    assert write_units(None, item(500), ()) + write_units(None, item(3.5 * KB), ()) == 5
    assert (write_units(None, item(2 * KB), ()), write_units(None, item(2 * KB), (), factor=2)) == (2, 4)
    assert sum(write_units(None, item(500), (), factor=2) for _ in range(3)) == 6


def test_a_change_costs_the_larger_of_what_was_there_and_what_is() -> None:
    assert write_units(item(300), item(2.5 * KB), ()) == 3
    assert write_units(item(2.5 * KB), item(300), ()) == 3
    assert write_units(item(2.5 * KB), None, ()) == 3


def test_a_refused_write_costs_what_is_there() -> None:
    assert (refused_units(None), refused_units(item(300 * KB)), refused_units(item(KB), factor=2)) == (1, 300, 2)


LEAN = Index(("g", "pk"))
ONE, TWO = item(2.5 * KB, g="1"), item(2.5 * KB, g="2")


@pytest.mark.parametrize(
    ("before", "after", "units"),
    [
        (None, ONE, 1),
        (None, item(500), 0),  # an index is sparse
        (ONE, {**ONE, "b": {"S": "y"}}, 0),  # nothing that it holds has changed
        (ONE, TWO, 2),  # goes from one place and comes to another
        (ONE, item(500), 1),
        (item(500), ONE, 1),
        (ONE, None, 1),
    ],
)
def test_an_index_of_keys_costs_a_unit_for_each_entry_that_comes_or_goes(
    before: WireItem | None, after: WireItem | None, units: int
) -> None:
    assert LEAN.units(before, after) == units


def test_an_index_that_holds_more_costs_by_its_entry() -> None:
    whole, some = Index(("g", "pk"), None), Index(("g", "pk"), frozenset({"c"}))
    assert whole.units(None, ONE) == 3
    assert whole.units(ONE, {**ONE, "b": {"S": "y"}}) == 3
    assert some.units(ONE, {**ONE, "b": {"S": "y"}}) == 0
    assert some.units(ONE, {**ONE, "c": {"S": "y"}}) == 1


def test_the_factor_of_a_transaction_is_not_for_indexes() -> None:
    assert write_units(ONE, TWO, [LEAN]) == 3 + 2
    assert write_units(ONE, TWO, [LEAN], factor=2) == 6 + 2


@given(sizes=st.lists(st.integers(6, 20_000), min_size=1, max_size=20))
def test_a_query_never_costs_more_than_its_items_one_by_one(sizes: list[int]) -> None:
    items = [item(size) for size in sizes]
    assert query_units(items, STRONG) <= sum(get_units(one, STRONG) for one in items)
    assert query_units(items, STRONG) * 4096 >= sum(sizes)
