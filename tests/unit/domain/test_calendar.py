"""Dates are dates in Vietnam, instants are UTC."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.calendar import age_in_days, from_iso_utc, iso_utc, local_date

instants = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 11, 20, 16, 59, 59, tzinfo=UTC), date(2026, 11, 20)),
        (datetime(2026, 11, 20, 17, 0, tzinfo=UTC), date(2026, 11, 21)),
    ],
)
def test_the_day_turns_at_five_in_the_afternoon_utc(instant: datetime, day: date) -> None:
    assert local_date(instant) == day


def test_a_child_is_zero_days_old_on_the_day_of_birth() -> None:
    assert age_in_days(date(2024, 2, 28), date(2024, 2, 28)) == 0
    assert age_in_days(date(2024, 2, 28), date(2024, 3, 1)) == 2


@given(instants, instants)
def test_text_order_of_instants_is_their_time_order(left: datetime, right: datetime) -> None:
    left, right = (one.replace(microsecond=one.microsecond // 1000 * 1000) for one in (left, right))
    assert (iso_utc(left) < iso_utc(right)) == (left < right)


@given(instants)
def test_an_instant_is_read_back_to_the_millisecond(instant: datetime) -> None:
    lost = instant - from_iso_utc(iso_utc(instant))
    assert timedelta(0) <= lost < timedelta(milliseconds=1)
