"""How operators' commands are told which stage and which parts of it they work on."""

import argparse

import pytest

from tools.stage import add_shards, shards_of


@pytest.mark.parametrize(
    ("text", "first", "last"), [("00-ff", 0, 255), ("0a-0f", 10, 15), ("2a", 42, 42), ("ff", 255, 255)]
)
def test_parts_are_named_by_two_digits(text: str, first: int, last: int) -> None:
    assert (shards_of(text)[0], shards_of(text)[-1]) == (first, last)


@pytest.mark.parametrize("text", ["", "g0", "0f-0a", "100", "00-100", "-1", "1"])
def test_parts_that_do_not_exist_are_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="00 to ff"):
        shards_of(text)


def test_all_parts_are_walked_where_none_is_named() -> None:
    root = argparse.ArgumentParser()
    add_shards(root)

    assert root.parse_args([]).shards == range(256)
