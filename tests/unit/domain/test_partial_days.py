"""Months and years of old paper are kept as what they say."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.domain.partial_days import last_possible, parse_partial_day, write_partial_day


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-05-17", date(2024, 5, 17), date(2024, 5, 17)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_a_partial_day_spans_from_its_first_to_its_last(text: str, first: date, last: date) -> None:
    found, precision = parse_partial_day(text)

    assert (found, last_possible(found, precision)) == (first, last)
    assert write_partial_day(found, precision) == text


@pytest.mark.parametrize(
    "text", ["", "24", "2024-13", "2024-00", "2024-02-30", "05/2024", "2024-5", "٢٠٢٤", "2024-05-", "0000"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - datetime's own words for a day that is not there
        parse_partial_day(text)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from(["day", "month", "year"]))
@settings(deadline=None)
def test_what_was_written_is_read_again(day: date, precision: str) -> None:
    first, found = parse_partial_day(day.isoformat()[: {"day": 10, "month": 7, "year": 4}[precision]])

    assert found == precision
    assert first <= day <= last_possible(first, found)
