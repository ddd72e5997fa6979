"""A dispute from its first word to its end: every step is kept, no step is taken out of turn, the clock runs on."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.dispute_states import SIDES, TRANSITIONS, DisputeState, DisputeStep, text_of
from handbook.domain.disputes import (
    MOST_STEPS,
    Complaint,
    Desk,
    Dispute,
    DisputeId,
    Step,
    codes_of,
    submitted,
    taken,
)
from handbook.domain.errors import InvalidFieldError, TooManyStepsError, WrongDisputeStateError
from handbook.domain.ids import CommuneCode, HandbookId, UnitId

FRIDAY = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
HERE = Desk(commune_code=CommuneCode("26734"))
HOSPITAL = Desk(unit_id=UnitId("hospital"))
_CODES = {DisputeStep.EXTEND: "complex", DisputeStep.REFUSE: "record_is_right"}


def step(name: DisputeStep, days: float = 0, **facts: Any) -> Step:
    said: dict[str, Any] = {"by": "mother" if SIDES[name] == "family" else "nurse", "code": _CODES.get(name)} | facts
    return Step(name, FRIDAY + timedelta(days=days), side=SIDES[name], **said)


def opened(at: datetime = FRIDAY) -> Dispute:
    first = Step(DisputeStep.SUBMIT, at, "mother", "family", "Thiếu mũi 2", attachment_ids=("photo-1",))
    return submitted(DisputeId("d"), HandbookId("book"), Complaint("dose_missing"), HERE, first)


def gone_through(steps: Iterable[DisputeStep]) -> Dispute:
    dispute = opened()
    for name in steps:
        dispute = taken(dispute, step(name))
    return dispute


def test_a_dispute_begins_with_both_terms_by_the_clock_of_its_day() -> None:
    dispute = opened()

    assert dispute.state is DisputeState.SUBMITTED
    assert (dispute.received_on, dispute.acknowledge_by) == (date(2026, 11, 20), date(2026, 11, 24))
    assert (dispute.answer_by, dispute.next_by) == (date(2026, 11, 30), date(2026, 11, 24))


def test_the_clock_begins_with_the_day_in_vietnam() -> None:
    assert opened(datetime(2026, 11, 20, 17, 0, tzinfo=UTC)).received_on == date(2026, 11, 21)


@pytest.mark.parametrize(("today", "left", "overdue"), [("2026-11-24", 0, False), ("2026-11-25", -1, True)])
def test_it_is_overdue_when_nobody_acknowledged_it_in_time(today: str, left: int, overdue: bool) -> None:
    day = date.fromisoformat(today)
    assert (opened().days_left(day), opened().is_overdue(day)) == (left, overdue)


@pytest.mark.parametrize("name", [DisputeStep.ACKNOWLEDGE, DisputeStep.ASK, DisputeStep.EXTEND])
@pytest.mark.parametrize(("today", "overdue"), [("2026-11-30", False), ("2026-12-01", True)])
def test_once_the_unit_spoke_the_answer_is_what_is_due(name: DisputeStep, today: str, overdue: bool) -> None:
    dispute = taken(opened(), step(name))
    days = 10 if name is DisputeStep.EXTEND else 0

    assert dispute.is_overdue(date.fromisoformat(today) + timedelta(days=days)) is overdue


def test_what_has_ended_is_never_overdue() -> None:
    assert not taken(opened(), step(DisputeStep.WITHDRAW)).is_overdue(date(2030, 1, 1))


def test_another_unit_gets_the_dispute_with_the_clock_as_it_stands_and_is_to_acknowledge_it() -> None:
    dispute = taken(opened(), step(DisputeStep.FORWARD, desk=HOSPITAL, text="Mũi tiêm ở bệnh viện"))

    assert (dispute.desk, dispute.state, dispute.acknowledged_at) == (HOSPITAL, DisputeState.SUBMITTED, None)
    assert (dispute.acknowledge_by, dispute.answer_by) == (opened().acknowledge_by, opened().answer_by)


def test_each_extension_is_given_once() -> None:
    third = taken(opened(), step(DisputeStep.EXTEND, code="third_party"))
    both = taken(third, step(DisputeStep.EXTEND))

    assert third.answer_by == date(2026, 12, 5)
    assert both.answer_by == date(2026, 12, 15)
    for dispute, code in ((third, "third_party"), (both, "complex")):
        with pytest.raises(WrongDisputeStateError):
            taken(dispute, step(DisputeStep.EXTEND, code=code))


@pytest.mark.parametrize(("days", "refused"), [(10, False), (11, True)])
def test_a_term_that_has_passed_is_not_extended(days: int, refused: bool) -> None:
    late = step(DisputeStep.EXTEND, days=days)
    if refused:
        with pytest.raises(WrongDisputeStateError):
            taken(opened(), late)
    else:
        assert taken(opened(), late).answer_by == date(2026, 12, 10)


@pytest.mark.parametrize("name", [DisputeStep.EXTEND, DisputeStep.REFUSE])
@pytest.mark.parametrize("code", [None, "because"])
def test_a_refusal_and_an_extension_need_a_reason_of_their_list(name: DisputeStep, code: str | None) -> None:
    with pytest.raises(InvalidFieldError) as refused:
        taken(opened(), step(name, code=code))
    assert refused.value.field == "code"


@given(st.lists(st.sampled_from(DisputeStep), max_size=12))
def test_in_whatever_order_steps_come_the_table_decides_and_every_step_is_kept(names: list[DisputeStep]) -> None:
    dispute, done = opened(), [DisputeStep.SUBMIT]
    extended = False
    for name in names:
        allowed = name in TRANSITIONS[dispute.state] and not (name is DisputeStep.EXTEND and extended)
        before = dispute
        try:
            dispute = taken(dispute, step(name))
        except WrongDisputeStateError:
            assert not allowed
            assert dispute is before
            continue
        assert allowed
        done.append(name)
        extended |= name is DisputeStep.EXTEND
        assert dispute.state is TRANSITIONS[before.state][name]
        assert dispute.version == before.version + 1
        assert dispute.answer_by >= before.answer_by
    assert [one.step for one in dispute.steps] == done


def test_a_dispute_does_not_grow_without_end_but_can_always_be_ended() -> None:
    turns = [DisputeStep.ASK, DisputeStep.REPLY] * MOST_STEPS
    long = gone_through(turns[: MOST_STEPS - 1])

    assert len(long.steps) == MOST_STEPS
    with pytest.raises(TooManyStepsError):
        taken(long, step(DisputeStep.REPLY))
    assert taken(long, step(DisputeStep.REFUSE)).state is DisputeState.REFUSED


def test_every_state_can_be_said_in_both_languages() -> None:
    assert set(codes_of("states")) == set(DisputeState)
    for state in DisputeState:
        assert all(text_of(state))
    for name in ("kinds", "states", "refusals", "extensions"):
        assert all(all(text) for text in codes_of(name).values())


def test_from_every_state_but_the_ends_an_end_can_be_reached() -> None:
    ends = {state for state in DisputeState if not TRANSITIONS[state]}
    assert ends == {DisputeState.RESOLVED, DisputeState.REFUSED, DisputeState.WITHDRAWN}
    assert all(ends <= set(steps.values()) for state, steps in TRANSITIONS.items() if state not in ends)
