"""Lengths of time and the calendar arithmetic on them."""

from __future__ import annotations

from datetime import date

import pytest

from handbook.domain.immunization.spans import MonthOverflow, Span, SpanError, add_span, parse_span


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("6 weeks", Span(0, 42)),
        ("1 day", Span(0, 1)),
        ("2 years", Span(24, 0)),
        ("6 weeks - 4 days", Span(0, 38)),
        ("5 months + 4 weeks", Span(5, 28)),
        ("16 years - 4 months", Span(188, 0)),
        ("0 days", Span(0, 0)),
    ],
)
def test_a_length_of_time_is_read(text: str, span: Span) -> None:
    assert parse_span(text) == span


@pytest.mark.parametrize("text", ["", "weeks", "6", "six weeks", "6 fortnights", "6 weeks -", "6 weeks 4"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(SpanError):
        parse_span(text)


@pytest.mark.parametrize(
    ("start", "text", "clamped", "rolled"),
    [
        (date(2023, 1, 31), "1 month", date(2023, 2, 28), date(2023, 3, 1)),
        (date(2024, 1, 31), "1 month", date(2024, 2, 29), date(2024, 3, 1)),
        (date(2024, 2, 29), "1 year", date(2025, 2, 28), date(2025, 3, 1)),
        (date(2024, 2, 29), "4 years", date(2028, 2, 29), date(2028, 2, 29)),
        (date(2026, 3, 31), "9 months", date(2026, 12, 31), date(2026, 12, 31)),
        (date(2026, 10, 31), "1 month", date(2026, 11, 30), date(2026, 12, 1)),
        (date(2023, 1, 31), "1 month - 4 days", date(2023, 2, 24), date(2023, 2, 25)),
    ],
)
def test_months_are_added_by_the_calendar_then_days(start: date, text: str, clamped: date, rolled: date) -> None:
    span = parse_span(text)

    assert add_span(start, span, MonthOverflow.CLAMP) == clamped
    assert add_span(start, span, MonthOverflow.NEXT_MONTH) == rolled


def test_dates_stop_at_the_ends_of_the_calendar() -> None:
    assert add_span(date.max, parse_span("1 month"), MonthOverflow.CLAMP) == date.max
    assert add_span(date.max, parse_span("1 day"), MonthOverflow.CLAMP) == date.max
    assert add_span(date.min, Span(-1, 0), MonthOverflow.CLAMP) == date.min
    assert add_span(date.min, Span(0, -1), MonthOverflow.CLAMP) == date.min
