"""Blind indexes while keys change."""

import copy

from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.marks import Mark, marks_of, prefixed, shortened, stands_for, tagged, version_of

HEX = st.text("0123456789abcdef", min_size=33, max_size=64)
VERSIONS = st.integers(1, 99).map(str)


@given(VERSIONS, HEX)
def test_a_mark_says_its_version_and_the_first_bears_none(version: str, mark: str) -> None:
    assert version_of(tagged(version, mark)) == version
    assert (tagged(version, mark) == mark) is (version == "1")


@given(HEX, st.lists(HEX, max_size=3), HEX)
def test_what_stands_under_any_key_that_is_held_is_the_same(current: str, others: list[str], foreign: str) -> None:
    mark = Mark(current, tuple(others))
    assert mark == current
    assert f"{mark}" == current
    assert all(stands_for(one, mark) for one in (current, *others))
    assert stands_for(foreign, mark) is (foreign in {current, *others})
    assert not stands_for(None, mark)
    assert marks_of(current) == (current,)


@given(HEX, st.lists(HEX, max_size=3))
def test_copies_and_words_before_it_keep_the_others(current: str, others: list[str]) -> None:
    mark = Mark(current, tuple(others))
    assert marks_of(copy.deepcopy(mark)) == marks_of(mark)
    assert marks_of(prefixed("OTP#", mark)) == tuple(f"OTP#{one}" for one in (current, *others))


@given(HEX, HEX)
def test_a_shortened_mark_says_its_version_too(first: str, second: str) -> None:
    assert marks_of(shortened(Mark(tagged("2", second), (first,)), 32)) == (f"2.{second[:32]}", first[:32])
