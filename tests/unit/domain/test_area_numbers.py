"""Numbers of an area: nobody can be found again in them."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.area_numbers import BANDS, SMALLEST, AreaCounts, banded, shown, shown_percent
from handbook.domain.calendar import months_after
from tests.builders import TODAY


@pytest.mark.parametrize(
    ("count", "told"), [(0, None), (4, None), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15), (1_000, 1_000)]
)
def test_few_are_not_shown_and_more_are_told_to_the_nearest_five(count: int, told: int | None) -> None:
    assert shown(count) == told


@given(st.lists(st.integers(0, 400), min_size=2, max_size=9))
def test_no_total_tells_a_hidden_number(counts: list[int]) -> None:
    hidden = [count for count in counts if shown(count) is None]
    told = [one for count in counts if (one := shown(count)) is not None]
    if len(hidden) == 1 and told:
        # Each number that is told may be off by two: so is what is left of the total, and that hides all of 0 to 4.
        left = (shown(sum(counts)) or 0) - sum(told)
        off = SMALLEST // 2 * (len(told) + 1)
        assert all(left - off <= guess <= left + off for guess in hidden)
        assert 2 * off >= SMALLEST - 1


@pytest.mark.parametrize("band", range(len(BANDS)))
def test_a_band_begins_and_ends_with_a_day(band: int) -> None:
    first, last = BANDS[band]
    youngest, oldest = months_after(TODAY, -first), months_after(TODAY, -(last + 1)) + timedelta(days=1)
    expected = tuple(2 if number == band else 0 for number in range(len(BANDS)))
    assert banded([youngest, oldest], TODAY) == expected
    assert banded([youngest + timedelta(days=1)], TODAY)[band] == 0
    assert banded([oldest - timedelta(days=1)], TODAY)[band] == 0


def test_counts_of_communes_add_up() -> None:
    one = AreaCounts((1, 0, 0, 0, 0, 2), 3, 4)
    assert one + one + AreaCounts() == AreaCounts((2, 0, 0, 0, 0, 4), 6, 8)


@pytest.mark.parametrize(
    ("part", "whole", "told"), [(5, 10, 50), (None, 10, None), (5, None, None), (5, 0, None), (15, 10, 100)]
)
def test_a_share_is_of_what_is_shown(part: int | None, whole: int | None, told: int | None) -> None:
    assert shown_percent(part, whole) == told
