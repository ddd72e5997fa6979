"""How far a pregnancy is: which statement wins, in whatever order they come, and both sides of each limit."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.dating import (
    Dating,
    DatingMethod,
    check_dating,
    due_on,
    established,
    gestation_days_on,
    trimester,
    withdrawn,
)
from handbook.domain.errors import DateInFutureError, GestationTooLongError, InvalidFieldError

AT = datetime(2026, 6, 15, 3, 0, tzinfo=UTC)
ZERO, TODAY = date(2026, 1, 1), date(2026, 6, 15)


def day(n: int) -> date:
    return ZERO + timedelta(days=n)


def lmp(on: date = ZERO, *, certain: bool = True, minutes: int = 0) -> Dating:
    return Dating(f"lmp-{on}-{minutes}", "lmp", on, 0, AT + timedelta(minutes=minutes), "nurse", certain)


def scan(on: date, days: int, minutes: int = 0) -> Dating:
    return Dating(f"us-{on}-{minutes}", "ultrasound", on, days, AT + timedelta(minutes=minutes), "nurse")


def ivf(on: date, embryo_age_days: int = 5) -> Dating:
    return Dating("ivf", "ivf", on, 14 + embryo_age_days, AT, "nurse")


def test_nothing_stated_dates_nothing() -> None:
    assert established([]) is None


@pytest.mark.parametrize(("apart", "wins"), [(7, "lmp"), (8, "ultrasound"), (-7, "lmp"), (-8, "ultrasound")])
def test_an_early_scan_wins_where_it_differs_by_more_than_seven_days(apart: int, wins: DatingMethod) -> None:
    found = established([lmp(), scan(day(70), 70 + apart)])
    assert found is not None
    assert found.method == wins


@pytest.mark.parametrize(("days", "wins"), [(97, "ultrasound"), (98, "lmp")])
def test_a_scan_is_early_to_13_weeks_and_6_days(days: int, wins: DatingMethod) -> None:
    found = established([lmp(), scan(day(days + 20), days)])
    assert found is not None
    assert found.method == wins


def test_a_last_period_that_is_not_certain_gives_way_to_any_scan_and_stands_without_one() -> None:
    unsure, late = lmp(certain=False), scan(day(150), 148)
    assert established([unsure, late]) == late
    assert established([unsure]) == unsure


def test_a_transfer_of_embryos_wins_over_everything_and_counts_its_own_days() -> None:
    transfer = ivf(day(19))
    assert established([scan(day(70), 50), transfer, lmp(day(-20))]) == transfer
    assert (transfer.day_zero, due_on(transfer.day_zero)) == (ZERO, day(19) + timedelta(days=261))  # ACOG, day 5


def test_the_first_scan_counts_and_of_two_readings_of_one_the_later() -> None:
    first, second = scan(day(60), 70), scan(day(90), 92)
    assert established([second, first]) == first
    corrected = replace(first, dating_id="again", gestation_days=61, recorded_at=AT + timedelta(hours=1))
    assert established([first, corrected, second]) == corrected


def test_the_later_of_two_last_periods_is_the_correction() -> None:
    assert established([lmp(minutes=0), lmp(day(3), minutes=1)]) == lmp(day(3), minutes=1)


DATINGS = st.one_of(
    st.builds(lmp, st.integers(-30, 60).map(day), certain=st.booleans(), minutes=st.integers(0, 5)),
    st.builds(scan, st.integers(28, 200).map(day), st.integers(28, 250), st.integers(0, 5)),
    st.builds(ivf, st.integers(0, 60).map(day), st.integers(0, 6)),
)


@given(st.lists(DATINGS, max_size=6, unique_by=lambda one: (one.dating_id, one.recorded_at)), st.randoms())
def test_the_order_in_which_statements_come_does_not_matter(datings: list[Dating], random: object) -> None:
    shuffled = list(datings)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert established(shuffled) == established(datings)


@given(st.lists(DATINGS, min_size=1, max_size=6, unique_by=lambda one: one.dating_id))
def test_a_withdrawn_statement_never_counts_and_is_never_lost(datings: list[Dating]) -> None:
    chosen = established(datings)
    assert chosen is not None
    after = withdrawn(datings, chosen.dating_id, AT)
    assert len(after) == len(datings)
    assert established(after) != chosen
    with pytest.raises(InvalidFieldError):
        withdrawn(after, chosen.dating_id, AT)


@given(st.integers(0, 320), st.integers(0, 320))
def test_days_are_counted_one_by_one_and_the_trimester_never_goes_back(first: int, second: int) -> None:
    assert gestation_days_on(ZERO, day(first)) == first
    early, late = sorted((first, second))
    assert 1 <= trimester(early) <= trimester(late) <= 3


@pytest.mark.parametrize(("days", "third"), [(97, 1), (98, 2), (195, 2), (196, 3)])
def test_trimesters_end_at_13_weeks_6_days_and_27_weeks_6_days(days: int, third: int) -> None:
    assert trimester(days) == third


def test_due_is_forty_weeks_after_day_zero() -> None:
    assert due_on(date(2025, 11, 17)) == date(2026, 8, 24)


@pytest.mark.parametrize(
    ("good", "bad", "field"),
    [
        (lmp(TODAY), lmp(TODAY + timedelta(days=1)), "pregnancy.dating.last_period_on"),
        (scan(TODAY, 28), scan(TODAY, 27), "pregnancy.dating.gestation_days"),
        (scan(TODAY, 308), scan(TODAY, 309), "pregnancy.dating.gestation_days"),
        (ivf(TODAY, 0), ivf(TODAY, -1), "pregnancy.dating.embryo_age_days"),
        (ivf(TODAY, 6), ivf(TODAY, 7), "pregnancy.dating.embryo_age_days"),
        (lmp(TODAY - timedelta(308)), lmp(TODAY - timedelta(309)), "pregnancy.dating.last_period_on"),
    ],
)
def test_a_statement_is_refused_beyond_each_limit_by_its_field(good: Dating, bad: Dating, field: str) -> None:
    check_dating(good, TODAY)
    with pytest.raises(InvalidFieldError) as refused:
        check_dating(bad, TODAY)
    assert refused.value.field == field


def test_what_is_wrong_is_told_apart() -> None:
    with pytest.raises(DateInFutureError):
        check_dating(lmp(TODAY + timedelta(days=1)), TODAY)
    with pytest.raises(GestationTooLongError):
        check_dating(lmp(TODAY - timedelta(days=309)), TODAY)
    check_dating(lmp(TODAY - timedelta(days=400)), TODAY, ended_on=TODAY - timedelta(days=100))
