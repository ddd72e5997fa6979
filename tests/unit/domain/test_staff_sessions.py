"""Which sessions of staff hold."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.staff_sessions import TOKEN_LIFE, Session, lets_in, session_of, with_ended

NOW = datetime(2026, 6, 15, 3, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
INSTANTS = st.integers(0, 100 * 3600).map(lambda seconds: NOW + timedelta(seconds=seconds))


def test_a_session_is_read_from_what_the_gateway_gives_as_texts() -> None:
    session = session_of({"auth_time": "1781492400", "origin_jti": "a"})
    assert session == Session(NOW, frozenset({"a", "at:1781492400"}))
    assert session_of({"auth_time": 1781492400, "origin_jti": "a"}) == session


@pytest.mark.parametrize("text", ["", None, "-1", "1e9", "٣", "Mon Jun 15 03:00:00 UTC 2026", "1" * 13])
def test_what_is_no_time_is_none(text: Any) -> None:
    assert session_of({"auth_time": text}) == Session()


def test_a_session_that_began_when_all_were_ended_is_over_and_one_of_a_second_later_holds() -> None:
    assert not lets_in(Session(NOW), NOW, {}, NOW)
    assert lets_in(Session(NOW + SECOND), NOW, {}, NOW + SECOND)
    assert lets_in(Session(), None, {}, NOW)
    assert not lets_in(Session(), NOW, {}, NOW)


def test_an_ended_session_is_refused_until_its_last_token_has_run_out() -> None:
    ended = with_ended({}, ["a"], NOW)
    session = Session(NOW, frozenset({"a", "at:1"}))
    assert not lets_in(session, None, ended, NOW + TOKEN_LIFE - SECOND)
    assert lets_in(session, None, ended, NOW + TOKEN_LIFE)
    assert lets_in(Session(NOW, frozenset({"b"})), None, ended, NOW)


@given(INSTANTS, st.lists(st.tuples(st.sampled_from("abc"), INSTANTS), max_size=6))
def test_whatever_was_ended_lately_is_remembered_and_nothing_else(
    now: datetime, ends: list[tuple[str, datetime]]
) -> None:
    ended: dict[str, datetime] = {}
    ends = sorted((one for one in ends if one[1] <= now), key=lambda one: one[1])
    for mark, at in ends:
        ended = with_ended(ended, [mark], at)
    ended = with_ended(ended, (), now)
    last = {mark: max(at for one, at in ends if one == mark) for mark, _ in ends}
    assert {mark for mark, until in ended.items() if now < until} >= {
        mark for mark, at in last.items() if at <= now < at + TOKEN_LIFE
    }
    assert all(now < until for until in ended.values())
