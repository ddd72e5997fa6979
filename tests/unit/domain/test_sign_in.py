"""Limits of sign-in codes at both sides, the message, and what is stored instead of a code."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.sign_in import (
    CODE_LIFE,
    PER_NUMBER,
    TRIES,
    code_from_number,
    proof,
    same,
    still_counted,
    wait_before_sending,
)

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def sent(*ago: timedelta) -> tuple[datetime, ...]:
    return tuple(sorted(NOW - span for span in ago))


def test_the_figures_are_five_minutes_five_tries_one_a_minute_five_an_hour_ten_a_day() -> None:
    assert (CODE_LIFE, TRIES) == (5 * MINUTE, 5)
    assert [(limit.window, limit.most) for limit in PER_NUMBER] == [(MINUTE, 1), (HOUR, 5), (DAY, 10)]


def test_a_number_that_was_sent_nothing_may_have_a_code_now() -> None:
    assert wait_before_sending((), NOW) is None


@pytest.mark.parametrize(
    ("before", "wait"),
    [
        (sent(60 * SECOND), None),
        (sent(59 * SECOND), SECOND),
        (sent(0 * SECOND), MINUTE),
        (sent(HOUR, 50 * MINUTE, 40 * MINUTE, 30 * MINUTE, 20 * MINUTE), None),
        (sent(HOUR - SECOND, 50 * MINUTE, 40 * MINUTE, 30 * MINUTE, 20 * MINUTE), SECOND),
        (sent(50 * MINUTE, 40 * MINUTE, 30 * MINUTE, 20 * MINUTE), None),
        (sent(50 * MINUTE, 40 * MINUTE, 30 * MINUTE, 20 * MINUTE, 59 * SECOND), 10 * MINUTE),
        (sent(*[2 * HOUR + number * HOUR for number in range(9)]), None),
        (sent(*[2 * HOUR + number * HOUR for number in range(9)], DAY), None),
        (sent(*[2 * HOUR + number * HOUR for number in range(9)], DAY - SECOND), SECOND),
    ],
)
def test_each_limit_holds_to_the_second_and_slides(before: Sequence[datetime], wait: timedelta | None) -> None:
    assert wait_before_sending(before, NOW) == wait


def test_the_hour_slides_instead_of_starting_at_the_full_hour() -> None:
    around_noon = [datetime(2026, 11, 20, 11, 50 + 2 * number, tzinfo=UTC) for number in range(5)]
    assert wait_before_sending(around_noon, datetime(2026, 11, 20, 12, 5, tzinfo=UTC)) == 45 * MINUTE


@given(st.lists(st.integers(min_value=0, max_value=200_000), max_size=40))
def test_whoever_waits_as_told_never_breaks_a_limit(seconds: list[int]) -> None:
    """Play a client that asks at any time, waits as it is told, and asks again."""
    codes: list[datetime] = []
    at = NOW
    for pause in seconds:
        at += timedelta(seconds=pause % 4000)
        wait = wait_before_sending(codes, at)
        if wait is not None:
            assert wait > timedelta(0)
            at += wait
            assert wait_before_sending(codes, at) is None
        codes.append(at)
    for limit in PER_NUMBER:
        for first in codes:
            assert sum(first <= code < first + limit.window for code in codes) <= limit.most


@given(st.lists(st.integers(min_value=0, max_value=200_000), max_size=30))
def test_forgetting_what_no_limit_looks_at_changes_no_decision(seconds: list[int]) -> None:
    before = sent(*[timedelta(seconds=one) for one in seconds])
    assert wait_before_sending(still_counted(before, NOW), NOW) == wait_before_sending(before, NOW)


def test_a_code_is_forgotten_after_a_day() -> None:
    assert still_counted(sent(DAY, DAY - SECOND), NOW) == sent(DAY - SECOND)


@pytest.mark.parametrize(("number", "code"), [(0, "000000"), (42, "000042"), (999_999, "999999")])
def test_a_code_has_six_digits_with_its_leading_zeros(number: int, code: str) -> None:
    assert code_from_number(number) == code


def test_a_proof_is_bound_to_key_purpose_and_every_part() -> None:
    first = proof(b"k", "code", "number", "challenge", "123456")
    others = [
        proof(b"j", "code", "number", "challenge", "123456"),
        proof(b"k", "ticket", "number", "challenge", "123456"),
        proof(b"k", "code", "another", "challenge", "123456"),
        proof(b"k", "code", "number", "second", "123456"),
        proof(b"k", "code", "number", "challenge", "123457"),
        proof(b"k", "code", "numberchallenge", "", "123456"),
    ]
    assert len({first, *others}) == 7
    assert "123456" not in first
    assert same(first, proof(b"k", "code", "number", "challenge", "123456"))
    assert not same(first, others[0])
    assert not same("", first)
