"""A code moves along its states only as the one table allows, singly or as part of a run of serial numbers."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from handbook.domain.codes import STOCK, TRANSITIONS, CodeEvent, CodeState, Reason, Segment, Statement
from handbook.domain.codes.states import after
from handbook.domain.codes.stock import restate, stands
from handbook.domain.ids import BatchId, UnitId

S, E = CodeState, CodeEvent
NOW = datetime(2026, 11, 20, tzinfo=UTC)
JOURNEY = [S.GENERATED, S.PRINTED, S.SHIPPED, S.ALLOCATED, S.BOUND]
ALLOWED = {
    (S.GENERATED, E.PRINT): S.PRINTED,
    (S.GENERATED, E.SHIP): S.SHIPPED,
    (S.PRINTED, E.SHIP): S.SHIPPED,
    (S.GENERATED, E.ALLOCATE): S.ALLOCATED,
    (S.PRINTED, E.ALLOCATE): S.ALLOCATED,
    (S.SHIPPED, E.ALLOCATE): S.ALLOCATED,
    (S.ALLOCATED, E.ALLOCATE): S.ALLOCATED,
    (S.GENERATED, E.VOID): S.VOID,
    (S.PRINTED, E.VOID): S.VOID,
    (S.SHIPPED, E.VOID): S.VOID,
    (S.ALLOCATED, E.VOID): S.VOID,
    (S.GENERATED, E.OPEN): S.BOUND,
    (S.SHIPPED, E.BIND): S.BOUND,
    (S.ALLOCATED, E.BIND): S.BOUND,
    (S.BOUND, E.REPLACE): S.REPLACED,
    (S.BOUND, E.WITHDRAW): S.VOID,
}
RUN_EVENTS = [E.PRINT, E.SHIP, E.ALLOCATE, E.VOID]


def test_the_states_are_those_of_the_domain_facts() -> None:
    assert list(CodeState) == [*JOURNEY, S.VOID, S.REPLACED]


@pytest.mark.parametrize("event", CodeEvent)
@pytest.mark.parametrize("state", CodeState)
def test_every_pair_of_state_and_event_is_decided(state: CodeState, event: CodeEvent) -> None:
    assert after(state, event) == ALLOWED.get((state, event))


def test_every_step_of_the_journey_can_be_taken_and_none_leads_back() -> None:
    places = {state: place for place, state in enumerate(CodeState)}
    for before, behind in pairwise(JOURNEY):
        assert behind in {after(before, event) for event in CodeEvent}
    for (before, event), reached in ALLOWED.items():
        assert places[reached] > places[before] or event is E.ALLOCATE


def test_a_void_or_replaced_code_stays_so_and_a_bound_one_is_bound_once() -> None:
    assert not [event for event in CodeEvent if after(S.VOID, event) or after(S.REPLACED, event)]
    assert {after(S.BOUND, event) for event in CodeEvent} == {None, S.REPLACED, S.VOID}


def test_no_code_is_bound_before_it_left_the_printer() -> None:
    assert TRANSITIONS[E.BIND].before == {S.SHIPPED, S.ALLOCATED}


def test_stock_is_every_state_before_the_first_use() -> None:
    assert set(JOURNEY[:-1]) == STOCK


def said(event: CodeEvent, first: int, last: int, unit: str = "u", batch: str = "b") -> Statement:
    unit_id = UnitId(unit) if event is E.ALLOCATE else None
    reason = Reason.STOLEN if event is E.VOID else None
    return Statement(event, BatchId(batch), first, last, NOW, "somebody", "request", unit_id, reason)


WHOLE = Segment(BatchId("b"), 100, 199, version=4)


@pytest.mark.parametrize(
    ("first", "last", "runs"),
    [
        (100, 199, [(100, 199, S.VOID, 4)]),
        (0, 999, [(100, 199, S.VOID, 4)]),
        (100, 100, [(100, 100, S.VOID, None), (101, 199, S.GENERATED, 4)]),
        (199, 199, [(100, 198, S.GENERATED, None), (199, 199, S.VOID, 4)]),
        (150, 160, [(100, 149, S.GENERATED, None), (150, 160, S.VOID, None), (161, 199, S.GENERATED, 4)]),
        (99, 99, [(100, 199, S.GENERATED, 4)]),
        (200, 200, [(100, 199, S.GENERATED, 4)]),
    ],
)
def test_a_statement_cuts_a_segment_at_its_ends_and_the_last_piece_keeps_the_place(
    first: int, last: int, runs: list[tuple[int, int, CodeState, int | None]]
) -> None:
    pieces = restate(WHOLE, said(E.VOID, first, last))
    assert [(piece.first, piece.last, piece.state, piece.version) for piece in pieces] == runs


def test_a_statement_about_another_batch_changes_nothing() -> None:
    assert restate(WHOLE, said(E.VOID, 100, 199, batch="other")) == (WHOLE,)
    assert not stands(WHOLE, said(E.PRINT, 100, 199, batch="other"))


def test_a_late_report_of_an_earlier_step_changes_nothing_and_still_holds() -> None:
    allocated = replace(WHOLE, state=S.ALLOCATED, unit_id=UnitId("u"))
    for event in (E.PRINT, E.SHIP):
        assert restate(allocated, said(event, 120, 130)) == (allocated,)
        assert stands(allocated, said(event, 120, 130))


def test_void_codes_are_not_allocated_and_keep_their_reason() -> None:
    void = replace(WHOLE, state=S.VOID, reason=Reason.SPOILED)
    assert restate(void, said(E.ALLOCATE, 100, 199)) == (void,)
    assert not stands(void, said(E.ALLOCATE, 100, 199))
    assert restate(void, said(E.VOID, 100, 199)) == (void,)
    assert stands(void, said(E.VOID, 100, 199))


def test_a_run_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="ends after it begins"):
        said(E.VOID, 5, 4)


@given(st.sampled_from(RUN_EVENTS), st.integers(0, 300), st.integers(0, 300), st.sampled_from(sorted(STOCK)))
def test_a_statement_said_twice_is_said_once(event: CodeEvent, one: int, other: int, state: CodeState) -> None:
    statement = said(event, min(one, other), max(one, other))
    once = restate(replace(WHOLE, state=state), statement)
    assert [again for piece in once for again in restate(piece, statement)] == list(once)


class PrintedCodes(RuleBasedStateMachine):
    """A batch of forty codes as segments, beside the same batch as forty codes that go through the table singly."""

    FIRST, LAST = 1_000, 1_039

    def __init__(self) -> None:
        super().__init__()
        self.stock = [Segment(BatchId("b"), self.FIRST, self.LAST)]
        self.used: dict[int, CodeState] = {}
        fresh: tuple[CodeState, str | None] = (S.GENERATED, None)
        self.single = dict.fromkeys(range(self.FIRST, self.LAST + 1), fresh)

    @rule(
        event=st.sampled_from(RUN_EVENTS),
        ends=st.tuples(st.integers(990, 1_050), st.integers(990, 1_050)),
        unit=st.sampled_from(["u", "v"]),
    )
    def state_of_a_run(self, event: CodeEvent, ends: tuple[int, int], unit: str) -> None:
        statement = said(event, min(ends), max(ends), unit)
        self.stock = [piece for segment in self.stock for piece in restate(segment, statement)]
        for serial in set(range(statement.first, statement.last + 1)) & set(self.single):
            state, holder = self.single[serial]
            reached = after(state, event)
            if reached is not None:
                self.single[serial] = (reached, unit if event is E.ALLOCATE else holder)

    @precondition(lambda self: len(self.used) < 40)
    @rule(serial=st.integers(FIRST, LAST))
    def bind(self, serial: int) -> None:
        reached = after(self.state_of(serial), E.BIND)
        if reached is not None:
            self.used[serial] = reached

    @rule(serial=st.integers(FIRST, LAST), event=st.sampled_from([E.REPLACE, E.WITHDRAW]))
    def end(self, serial: int, event: CodeEvent) -> None:
        reached = after(self.state_of(serial), event)
        if reached is not None:
            assert serial in self.used
            self.used[serial] = reached

    def state_of(self, serial: int) -> CodeState:
        (segment,) = [one for one in self.stock if one.common(serial, serial)]
        return self.used.get(serial, segment.state)

    @invariant()
    def every_serial_lies_in_one_segment_in_order(self) -> None:
        assert [self.stock[0].first, self.stock[-1].last] == [self.FIRST, self.LAST]
        assert all(left.last + 1 == right.first for left, right in pairwise(self.stock))

    @invariant()
    def segments_say_what_each_code_would_say(self) -> None:
        for segment in self.stock:
            for serial in range(segment.first, segment.last + 1):
                assert (segment.state, segment.unit_id) == self.single[serial]

    @invariant()
    def a_used_code_was_bound_and_stays_used(self) -> None:
        assert set(self.used.values()) <= {S.BOUND, S.REPLACED, S.VOID}


TestPrintedCodes = PrintedCodes.TestCase
