"""On which dates a commune's vaccination days fall."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.errors import InvalidFieldError
from handbook.domain.holidays import holiday_on
from handbook.domain.ids import CommuneCode, UnitId
from handbook.domain.sessions.days import HORIZON_DAYS, next_session, regular_days, session_days
from handbook.domain.sessions.plans import LAST, Change, NthWeekday, Pattern, SessionId, SessionPlan, check_plan

DAY = timedelta(days=1)
PLAN = SessionPlan(
    SessionId("s"),
    UnitId("station"),
    CommuneCode("00004"),
    "Trạm y tế",
    time(7, 30),
    time(11, 0),
    Pattern(days=(5, 20)),
    since=date(2026, 1, 1),
)
days = st.dates(date(2024, 1, 1), date(2036, 12, 1))
patterns = st.builds(
    Pattern,
    days=st.lists(st.integers(1, 31), max_size=4).map(tuple),
    weekdays=st.lists(st.builds(NthWeekday, st.sampled_from([1, 2, 3, 4, LAST]), st.integers(1, 7)), max_size=3).map(
        tuple
    ),
)
plans = st.builds(lambda pattern, since: replace(PLAN, pattern=pattern, since=since), patterns, days)


def on(plan: SessionPlan, first: date, last: date) -> list[date]:
    return [one.on for one in session_days([plan], first, last)]


def test_the_fifth_and_the_twentieth_come_every_month() -> None:
    assert on(PLAN, date(2026, 11, 5), date(2026, 12, 20)) == [
        date(2026, 11, 5),
        date(2026, 11, 20),
        date(2026, 12, 5),
        date(2026, 12, 20),
    ]


def test_the_second_tuesday_and_the_last_friday_are_found() -> None:
    plan = replace(PLAN, pattern=Pattern(weekdays=(NthWeekday(2, 2), NthWeekday(LAST, 5))))
    assert on(plan, date(2026, 9, 1), date(2026, 10, 31)) == [
        date(2026, 9, 8),
        date(2026, 9, 25),
        date(2026, 10, 13),
        date(2026, 10, 30),
    ]


@pytest.mark.parametrize(("year", "last"), [(2027, 28), (2028, 29)])
def test_a_number_that_a_month_lacks_is_its_last_day_in_leap_years_too(year: int, last: int) -> None:
    plan = replace(PLAN, pattern=Pattern(days=(29, 30, 31)))
    assert on(plan, date(year, 2, 1), date(year, 2, 28) + DAY)[-1:] == [date(year, 2, last)]
    assert on(plan, date(year, 4, 1), date(year, 4, 30)) == [date(year, 4, 29), date(year, 4, 30)]


@given(plans, days, st.integers(0, 400))
def test_every_day_lies_in_the_span_once_and_in_order(plan: SessionPlan, first: date, length: int) -> None:
    last = first + length * DAY
    found = on(plan, first, last)
    assert found == sorted(set(found))
    assert all(first <= day <= last and day >= plan.since for day in found)


@given(plans, days, st.integers(0, 400), st.integers(0, 400))
def test_two_spans_hold_what_the_whole_holds(plan: SessionPlan, first: date, one: int, two: int) -> None:
    middle, last = first + one * DAY, first + (one + 1 + two) * DAY
    assert on(plan, first, last) == on(plan, first, middle) + on(plan, middle + DAY, last)


@given(plans, days)
def test_every_month_after_the_beginning_has_a_session_unless_the_pattern_is_empty(
    plan: SessionPlan, day: date
) -> None:
    month = max(day, plan.since + 31 * DAY).replace(day=1)
    end = (month + 31 * DAY).replace(day=1) - DAY
    wanted = bool(plan.pattern.days or plan.pattern.weekdays)
    assert bool(list(regular_days(plan, month, end))) is wanted


@given(plans, days)
def test_the_next_session_is_the_first_that_is_not_past(plan: SessionPlan, day: date) -> None:
    found = next_session([plan], day)
    listed = on(plan, day, day + HORIZON_DAYS * DAY)
    assert (found.on if found else None) == min(listed, default=None)


@given(plans, days, st.integers(-40, 40))
def test_a_moved_day_is_where_it_was_moved_to_and_no_longer_where_it_was(
    plan: SessionPlan, day: date, shift: int
) -> None:
    moved = next(regular_days(replace(plan, pattern=Pattern(days=(9,))), max(day, plan.since), date(2040, 1, 1)))
    to = moved + shift * DAY
    changed = replace(plan, pattern=Pattern(days=(9,)), changes=(Change(moved, to),))
    found = session_days([changed], min(moved, to), max(moved, to))
    assert [one.on for one in found if one.moved_from == moved] == [to]
    assert moved not in [one.on for one in found if one.moved_from is None]


def test_a_cancelled_day_is_left_out_and_an_additional_one_is_there() -> None:
    plan = replace(PLAN, changes=(Change(date(2026, 11, 20)),), also_on=(date(2026, 11, 23),))
    assert on(plan, date(2026, 11, 1), date(2026, 11, 30)) == [date(2026, 11, 5), date(2026, 11, 23)]


def test_a_plan_ends_when_it_ends() -> None:
    plan = replace(PLAN, until=date(2026, 11, 19))
    assert on(plan, date(2026, 11, 1), date(2027, 11, 1)) == [date(2026, 11, 5)]
    assert next_session([plan], date(2026, 11, 6)) is None


def test_two_places_on_one_day_are_two_sessions_and_the_earlier_one_is_next() -> None:
    other = replace(PLAN, session_id=SessionId("t"), place="Nhà văn hóa", starts=time(7, 0))
    assert [one.place for one in session_days([PLAN, other], date(2026, 11, 5), date(2026, 11, 5))] == [
        "Nhà văn hóa",
        "Trạm y tế",
    ]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 2, 14), None),
        (date(2026, 2, 15), "Tết Nguyên đán"),
        (date(2026, 2, 17), "Tết Nguyên đán"),
        (date(2026, 2, 21), "Tết Nguyên đán"),
        (date(2026, 2, 22), None),
        (date(2027, 4, 16), "Giỗ Tổ Hùng Vương"),
        (date(2026, 8, 31), None),
        (date(2026, 9, 1), "Quốc khánh"),
        (date(2026, 9, 3), "Quốc khánh"),
        (date(2026, 9, 4), None),
        (date(2028, 2, 29), None),
    ],
)
def test_holidays_and_the_days_that_may_be_free_around_them_are_known(day: date, name: str | None) -> None:
    found = holiday_on(day)
    assert (found.vi if found else None) == name


def test_a_session_at_the_lunar_new_year_is_held_and_warned_of() -> None:
    (found,) = session_days([replace(PLAN, pattern=Pattern(days=(17,)))], date(2026, 2, 1), date(2026, 2, 28))
    assert found.on == date(2026, 2, 17)
    assert found.holiday is not None
    assert found.holiday.en == "Lunar New Year"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("pattern", {"pattern": Pattern()}),
        ("pattern.days", {"pattern": Pattern(days=(0,))}),
        ("pattern.days", {"pattern": Pattern(days=(32,))}),
        ("pattern.weekdays", {"pattern": Pattern(weekdays=(NthWeekday(5, 1),))}),
        ("pattern.weekdays", {"pattern": Pattern(weekdays=(NthWeekday(1, 8),))}),
        ("ends", {"ends": time(7, 30)}),
        ("starts", {"starts": time(4, 59)}),
        ("starts", {"ends": time(21, 1)}),
        ("until", {"until": date(2025, 12, 31)}),
        ("capacity", {"capacity": 0}),
        ("changes", {"changes": (Change(date(2026, 11, 5), date(2026, 11, 5)),)}),
        ("changes", {"changes": (Change(date(2026, 11, 5)), Change(date(2026, 11, 5)))}),
        ("changes", {"changes": tuple(Change(date(2026, 1, 1) + n * DAY) for n in range(61))}),
        ("also_on", {"also_on": tuple(date(2026, 1, 1) + n * DAY for n in range(61))}),
    ],
)
def test_a_plan_that_nobody_could_keep_is_refused_by_name(field: str, wrong: dict[str, object]) -> None:
    check_plan(PLAN)
    with pytest.raises(InvalidFieldError) as refused:
        check_plan(replace(PLAN, **wrong))  # type: ignore[arg-type]
    assert refused.value.field == field
