"""The table of a handbook's life: what can happen in which state, for any history."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.errors import DateAfterEndError, DateAfterSixError, WrongLifeStateError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import EntryId
from handbook.domain.life import (
    ENDS,
    TRANSITIONS,
    Happening,
    LifeFact,
    LifeState,
    ended_on,
    sixth_birthday,
    state_after,
)
from handbook.domain.recordable import care_until, check_recordable
from tests.builders import handbook, profile

AT = datetime(2026, 6, 15, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def fact(happening: Happening, number: int = 0, on: date = date(2026, 6, 15)) -> LifeFact:
    return LifeFact(EntryId(f"e{number}"), happening, on, AT + timedelta(minutes=number))


HISTORIES = st.lists(st.sampled_from(Happening), max_size=8).map(
    lambda found: [fact(one, number) for number, one in enumerate(found)]
)


@given(HISTORIES, st.booleans())
def test_a_history_follows_the_table_or_is_refused(facts: list[LifeFact], began_pregnant: bool) -> None:
    try:
        state = state_after(facts, began_pregnant=began_pregnant)
    except WrongLifeStateError:
        assert facts
        return
    assert all(not (one.happening in {Happening.BIRTH, Happening.MISCARRIAGE} and not began_pregnant) for one in facts)
    assert (ended_on(facts, began_pregnant=began_pregnant) is not None) == (state in ENDS)


def test_nothing_follows_an_end_and_a_retraction_is_no_state_of_its_own() -> None:
    assert not [key for key in TRANSITIONS if key[0] in ENDS]
    assert not [key for key in TRANSITIONS if key[1] is Happening.RETRACTION]


def test_every_state_but_the_first_two_is_reached_and_every_happening_has_a_row() -> None:
    assert set(TRANSITIONS.values()) == set(LifeState)
    assert {happening for _, happening in TRANSITIONS} == set(Happening) - {Happening.RETRACTION}


@given(HISTORIES)
def test_taking_the_newest_event_back_leads_where_it_came_from(facts: list[LifeFact]) -> None:
    book = replace(handbook(), life=())
    lived: list[Handbook] = [book]
    for one in facts:
        try:
            lived.append(lived[-1].lived(one))
        except WrongLifeStateError:
            continue
    for before, after in zip(reversed(lived[:-1]), reversed(lived[1:]), strict=True):
        assert after.lived(without=after.life[-1].entry_id).state == before.state


@pytest.mark.parametrize(
    ("born", "six"),
    [
        (date(2020, 6, 15), date(2026, 6, 15)),
        (date(2020, 2, 29), date(2026, 2, 28)),
        (date(2018, 2, 28), date(2024, 2, 28)),
    ],
)
def test_six_years_are_72_calendar_months(born: date, six: date) -> None:
    assert sixth_birthday(born) == six
    book = handbook(profile=profile(birth_date=born))
    check_recordable(book, six - DAY, "measured_on", routine=True)
    check_recordable(book, six, "administered_on", routine=False)
    assert care_until(book) == six - DAY
    with pytest.raises(DateAfterSixError) as refused:
        check_recordable(book, six, "measured_on", routine=True)
    assert refused.value.field == "measured_on"


def test_an_end_takes_what_was_before_and_refuses_what_came_after() -> None:
    died = fact(Happening.DEATH, on=date(2026, 10, 10))
    book = replace(handbook(), life=(died,))
    check_recordable(book, died.on, "measured_on", routine=True)
    assert (book.state, book.ended_on, care_until(book)) == (LifeState.DECEASED, died.on, died.on)
    for routine in (True, False):
        with pytest.raises(DateAfterEndError):
            check_recordable(book, died.on + DAY, "measured_on", routine=routine)
