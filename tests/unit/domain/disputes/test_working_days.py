"""Working days in Vietnam, Tết of 2026 and 2027 among them, and the clocks of the law."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.dispute_clocks import clock_of, clock_on, clocks
from handbook.domain.working_days import is_working_day, working_days_after
from handbook.reference.corrections import load_document

DAY = timedelta(days=1)
ANY_DAY = st.dates(date(2025, 1, 1), date(2029, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-02-13", True),  # the last Friday before Tết
        ("2026-02-14", False),
        ("2026-02-16", False),
        ("2026-02-20", False),
        ("2026-02-23", True),
        ("2026-01-02", False),
        ("2026-01-10", True),  # a Saturday swapped for 2 January
        ("2026-01-17", False),
        ("2026-04-27", False),  # in lieu of a Sunday
        ("2026-08-22", True),
        ("2026-08-31", False),
        ("2026-09-03", True),
        ("2026-11-24", True),  # Culture Day is not in the Labour Code as read
        ("2027-02-04", True),
        ("2027-02-05", False),
        ("2027-02-10", False),
        ("2027-02-11", True),
        ("2027-05-03", False),
        ("2028-05-01", True),  # no list of that year: only weekends are known
    ],
)
def test_offices_work_by_the_list_of_the_year(day: str, works: bool) -> None:
    assert is_working_day(date.fromisoformat(day)) is works


@pytest.mark.parametrize(
    ("received", "by"),
    [
        ("2026-11-20", "2026-11-24"),  # Friday: Monday, Tuesday
        ("2026-11-21", "2026-11-24"),
        ("2026-02-12", "2026-02-23"),  # Tết lies between: Friday before it, Monday after it
        ("2026-02-13", "2026-02-24"),
        ("2027-02-03", "2027-02-11"),
        ("2026-01-08", "2026-01-10"),  # Friday and the Saturday that was swapped
    ],
)
def test_receipt_is_acknowledged_in_two_working_days(received: str, by: str) -> None:
    day = date.fromisoformat(received)
    assert clock_on(day).acknowledge_by(day) == date.fromisoformat(by)


@given(day=ANY_DAY, count=st.integers(0, 15))
def test_between_a_day_and_its_term_lie_just_as_many_working_days(day: date, count: int) -> None:
    term = working_days_after(day, count)

    days = [day + DAY * (number + 1) for number in range((term - day).days)]

    assert sum(map(is_working_day, days)) == count
    assert count == 0 or is_working_day(term)


@pytest.mark.parametrize(
    ("third_party", "extended", "days"), [(False, False, 10), (True, False, 15), (False, True, 20), (True, True, 25)]
)
def test_an_answer_is_due_in_ten_days_or_what_the_law_adds(third_party: bool, extended: bool, days: int) -> None:
    received = date(2026, 2, 10)
    assert clock_on(received).answer_by(received, third_party=third_party, extended=extended) == received + DAY * days


def test_a_clock_is_known_by_its_name_and_what_came_before_the_first_goes_by_the_first() -> None:
    assert clock_on(date(2020, 1, 1)) == clocks()[0] == clock_of(clocks()[0].clock_id)


def test_the_list_of_days_off_has_the_next_year_too_and_each_day_lies_in_its_year() -> None:
    years = load_document("working_days")["years"]
    assert {2026, 2027} <= {year["year"] for year in years}
    for year in years:
        days = [date.fromisoformat(one["on"]) for one in year["days_off"]]
        assert days == sorted(set(days))
        assert {day.year for day in days} == {year["year"]}
        assert all(day.weekday() < 5 for day in days)
        assert all(date.fromisoformat(day).weekday() >= 5 for day in year["weekend_days_worked"])
