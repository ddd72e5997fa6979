"""At which rounds of vitamin A and deworming a child is expected."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.calendar import age_in_months
from handbook.domain.reminders.kinds import DEWORMING, VITAMIN_A, Contact
from handbook.domain.rounds import round_contacts

MONTHS = (6, 12)
births = st.dates(date(2019, 1, 1), date(2027, 1, 1))
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def expected(born: date, today: date, **given: list[date]) -> list[Contact]:
    return round_contacts(born, given, MONTHS, today)


def test_a_child_of_six_months_is_expected_at_the_next_two_rounds_of_vitamin_a() -> None:
    assert expected(date(2026, 1, 5), date(2026, 7, 5)) == [
        Contact(VITAMIN_A, "vitamin_a-2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        Contact(VITAMIN_A, "vitamin_a-2027-06", date(2027, 6, 1), date(2027, 6, 30)),
        Contact(DEWORMING, "deworming-2027-06", date(2027, 6, 1), date(2027, 6, 30)),
        Contact(DEWORMING, "deworming-2027-12", date(2027, 12, 1), date(2027, 12, 31)),
    ]


def test_a_child_who_grows_into_a_round_is_expected_from_that_day_on() -> None:
    first = expected(date(2025, 12, 15), date(2026, 6, 1))[0]
    assert first == Contact(VITAMIN_A, "vitamin_a-2026-06", date(2026, 6, 15), date(2026, 6, 30))


@pytest.mark.parametrize(("today", "on"), [(date(2026, 6, 30), True), (date(2026, 7, 1), False)])
def test_a_round_is_over_on_the_day_after_its_last(today: date, on: bool) -> None:
    names = [one.what for one in expected(date(2025, 1, 5), today)]
    assert ("vitamin_a-2026-06" in names) is on


@pytest.mark.parametrize(("born", "on"), [(date(2023, 5, 2), True), (date(2023, 5, 1), False)])
def test_vitamin_a_ends_with_the_thirty_sixth_month(born: date, on: bool) -> None:
    names = [one.what for one in expected(born, date(2026, 6, 1))]
    assert ("vitamin_a-2026-06" in names) is on


@pytest.mark.parametrize(("given_on", "on"), [(date(2026, 2, 28), True), (date(2026, 3, 1), False)])
def test_who_was_given_it_within_four_months_of_the_end_is_not_expected(given_on: date, on: bool) -> None:
    names = [one.what for one in expected(date(2025, 1, 5), date(2026, 6, 1), vitamin_a=[given_on])]
    assert ("vitamin_a-2026-06" in names) is on


@given(births, days)
def test_a_child_is_expected_at_its_age_only_while_a_round_is_on_or_ahead(born: date, today: date) -> None:
    for one in expected(born, today):
        months = age_in_months(born, one.on)
        assert (6 if one.subject == VITAMIN_A else 12) <= months < (37 if one.subject == VITAMIN_A else 72)
        assert one.until is not None
        assert one.on <= one.until
        assert one.until >= today
        assert one.on.month in MONTHS


@given(births, days)
def test_who_is_given_it_on_the_day_is_expected_again_at_the_following_round_only(born: date, today: date) -> None:
    for one in expected(born, today):
        later = expected(born, today, **{one.subject: [one.on]})
        assert one.what not in [other.what for other in later]


@given(births, days, st.integers(0, 40))
def test_what_is_ahead_stays_ahead_while_days_go_by(born: date, today: date, passed: int) -> None:
    later = today + timedelta(days=passed)
    still = {one for one in expected(born, today) if one.until and one.until >= later}
    assert still <= set(expected(born, later))
