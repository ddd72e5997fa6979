"""Items as lines: read as they were written, and summed so that nothing missing, added or changed is alike."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.recovery.lines import SpoiltPartError, Sum, item_of, line_of, pack, unpack

TEXTS = st.text(max_size=12)
SIMPLE: st.SearchStrategy[Any] = st.one_of(
    st.builds(lambda text: {"S": text}, TEXTS),
    st.builds(lambda number: {"N": str(number)}, st.integers()),
    st.builds(lambda data: {"B": data}, st.binary(max_size=12)),
    st.builds(lambda some: {"BS": some}, st.lists(st.binary(max_size=4), min_size=1, max_size=3, unique=True)),
    st.builds(lambda some: {"SS": sorted(some)}, st.lists(TEXTS, min_size=1, max_size=3, unique=True)),
    st.sampled_from([{"BOOL": True}, {"NULL": True}]),
)
NAMES = st.one_of(TEXTS, st.sampled_from(["B", "BS", "S", "M", "L"]))
VALUES = st.recursive(
    SIMPLE,
    lambda some: st.one_of(
        st.builds(lambda members: {"M": members}, st.dictionaries(NAMES, some, max_size=3)),
        st.builds(lambda members: {"L": members}, st.lists(some, max_size=3)),
    ),
    max_leaves=8,
)
ITEMS = st.dictionaries(NAMES, VALUES, max_size=5)


def same(item: Any) -> Any:
    """Members of a set of bytes come back in another order."""
    if isinstance(item, list):
        return sorted(item) if item and isinstance(item[0], bytes) else list(map(same, item))
    return {name: same(one) for name, one in item.items()} if isinstance(item, dict) else item


@given(ITEMS)
def test_an_item_is_read_as_it_was_written(item: Any) -> None:
    assert same(item_of(line_of(item))) == same(item)
    assert b"\n" not in line_of(item)


@given(ITEMS)
def test_a_line_does_not_hang_on_the_order_of_names(item: Any) -> None:
    assert line_of(dict(reversed(item.items()))) == line_of(item)


@given(st.lists(st.binary(max_size=8)), st.randoms())
def test_a_sum_does_not_hang_on_the_order_and_parts_add_up(lines: list[bytes], random: Any) -> None:
    shuffled = random.sample(lines, len(lines))
    cut = len(lines) // 2
    assert Sum.of(shuffled) == Sum.of(lines) == Sum.of(lines[:cut]) + Sum.of(lines[cut:])
    assert Sum.read(Sum.of(lines).document()) == Sum.of(lines)


@given(st.lists(st.binary(max_size=8), min_size=1), st.binary(max_size=8))
def test_a_sum_tells_a_line_more_or_less_or_another(lines: list[bytes], other: bytes) -> None:
    whole = Sum.of(lines)
    assert Sum.of(lines[1:]) != whole
    assert Sum.of([*lines, other]) != whole
    if other != lines[0]:
        assert Sum.of([other, *lines[1:]]) != whole


@given(st.lists(ITEMS.map(line_of), max_size=6))
def test_a_part_gives_back_its_lines_and_the_same_lines_the_same_bytes(lines: list[bytes]) -> None:
    part = pack(lines)
    assert unpack(part, "part") == (lines, Sum.of(lines))
    assert pack(lines) == part


@given(st.data())
def test_a_part_that_was_cut_or_touched_is_told(data: st.DataObject) -> None:
    part = pack([line_of({"pk": {"S": f"HANDBOOK#{number}"}}) for number in range(3)])
    place = data.draw(st.integers(10, len(part) - 1))  # the ten bytes before say no more than that it is gzip
    touched = part[:place] + bytes([part[place] ^ 0x55]) + part[place + 1 :]
    for spoilt in (part[:place], touched):
        with pytest.raises(SpoiltPartError):
            unpack(spoilt, "part")
