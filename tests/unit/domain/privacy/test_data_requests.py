"""A data subject's request from its receipt to its end: no step out of turn, the law's clock runs on, all is kept."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.data_requests import (
    KINDS,
    MOST_STEPS,
    About,
    DataRequest,
    RequestId,
    RequestKind,
    RequestStep,
    Wish,
    codes_of,
    received,
    taken,
)
from handbook.domain.errors import InvalidFieldError, TooManyStepsError
from handbook.domain.ids import CommuneCode, HandbookId
from handbook.domain.privacy_errors import WrongRequestStateError
from handbook.domain.request_clocks import clock_on, clocks_of
from handbook.domain.request_states import SIDES, TRANSITIONS, RequestDeed, RequestState, is_open
from handbook.domain.working_days import working_days_after

FRIDAY = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
ABOUT = About(HandbookId("book"), CommuneCode("26734"))
_CODES = {RequestDeed.EXTEND: "complex", RequestDeed.REFUSE: "retention"}
TERMS = {
    "access": (10, 15, 10),
    "correct": (10, 15, 10),
    "copy": (10, 15, 10),
    "withdraw": (15, 20, 15),
    "restrict": (15, 20, 15),
    "object": (15, 20, 15),
    "delete": (20, 30, 20),
}
"""Days to answer, with a third party, and added once: ../shared/domain/vietnam.md, section 6."""


def step(deed: RequestDeed, days: float = 0, **facts: Any) -> RequestStep:
    said: dict[str, Any] = {"by": "somebody", "code": _CODES.get(deed)} | facts
    return RequestStep(deed, FRIDAY + timedelta(days=days), side=SIDES[deed], **said)


def opened(kind: RequestKind = "access", at: datetime = FRIDAY) -> DataRequest:
    return received(RequestId("r"), ABOUT, Wish(kind), RequestStep(RequestDeed.SUBMIT, at, "mother", "family", "Xin"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_the_terms_of_the_law(kind: RequestKind) -> None:
    request = opened(kind)
    days, third, more = TERMS[kind]
    asked = taken(request, step(RequestDeed.EXTEND, code="third_party"))
    both = taken(asked, step(RequestDeed.EXTEND))

    assert (request.received_on, request.acknowledge_by) == (TODAY, date(2026, 11, 24))
    assert request.answer_by == TODAY + timedelta(days=days)
    assert asked.answer_by == TODAY + timedelta(days=third)
    assert both.answer_by == TODAY + timedelta(days=third + more)
    assert clock_on(kind, TODAY).source


def test_receipt_is_acknowledged_within_two_working_days_over_a_holiday() -> None:
    # Wednesday 29 April 2026: the next two days are holidays, then a weekend.
    request = opened(at=datetime(2026, 4, 29, 3, 0, tzinfo=UTC))
    assert request.acknowledge_by == date(2026, 5, 5)


def test_the_clock_begins_with_the_day_in_vietnam() -> None:
    assert opened(at=datetime(2026, 11, 20, 17, 0, tzinfo=UTC)).received_on == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("today", "left", "late"), [("2026-11-23", 1, False), ("2026-11-24", 0, False), ("2026-11-25", -1, True)]
)
def test_it_is_late_when_nobody_acknowledged_it_in_time(today: str, left: int, late: bool) -> None:
    day = date.fromisoformat(today)
    assert (opened().days_left(day), opened().is_late(day)) == (left, late)


@pytest.mark.parametrize("deed", [RequestDeed.ACKNOWLEDGE, RequestDeed.BEGIN])
@pytest.mark.parametrize(("today", "late"), [("2026-11-30", False), ("2026-12-01", True)])
def test_once_the_unit_spoke_the_answer_is_what_is_due(deed: RequestDeed, today: str, late: bool) -> None:
    assert taken(opened(), step(deed)).is_late(date.fromisoformat(today)) is late


@pytest.mark.parametrize(("days", "refused"), [(10, False), (11, True)])
def test_a_term_that_has_passed_is_not_extended(days: int, refused: bool) -> None:
    late = step(RequestDeed.EXTEND, days=days)
    if refused:
        with pytest.raises(WrongRequestStateError):
            taken(opened(), late)
    else:
        assert taken(opened(), late).answer_by == date(2026, 12, 10)


@pytest.mark.parametrize("deed", [RequestDeed.EXTEND, RequestDeed.REFUSE])
@pytest.mark.parametrize("code", [None, "because"])
def test_a_refusal_and_an_extension_need_a_reason_of_their_list(deed: RequestDeed, code: str | None) -> None:
    with pytest.raises(InvalidFieldError) as refused:
        taken(opened(), step(deed, code=code))
    assert refused.value.field == "code"


@pytest.mark.parametrize(("kind", "allowed"), [("restrict", True), ("access", False)])
def test_only_a_restriction_is_lifted(kind: RequestKind, allowed: bool) -> None:
    done = taken(opened(kind), step(RequestDeed.FULFIL))
    if allowed:
        assert taken(done, step(RequestDeed.LIFT)).state is RequestState.LIFTED
    else:
        with pytest.raises(WrongRequestStateError):
            taken(done, step(RequestDeed.LIFT))


@given(st.sampled_from(KINDS), st.lists(st.sampled_from(RequestDeed), max_size=12))
def test_in_whatever_order_steps_come_the_table_decides_and_every_step_is_kept(
    kind: RequestKind, deeds: list[RequestDeed]
) -> None:
    request, done, extended = opened(kind), [RequestDeed.SUBMIT], False
    for deed in deeds:
        again = deed is RequestDeed.EXTEND and extended
        liftable = deed is not RequestDeed.LIFT or kind == "restrict"
        allowed = deed in TRANSITIONS[request.state] and not again and liftable
        before = request
        try:
            request = taken(request, step(deed))
        except WrongRequestStateError:
            assert not allowed
            assert request is before
            continue
        assert allowed
        done.append(deed)
        extended |= deed is RequestDeed.EXTEND
        assert request.state is TRANSITIONS[before.state][deed]
        assert request.version == before.version + 1
        assert request.answer_by >= before.answer_by
        assert (request.acknowledge_by, request.received_on) == (before.acknowledge_by, before.received_on)
    assert [one.deed for one in request.steps] == done


@given(st.sampled_from(KINDS), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_whenever_a_request_comes_it_has_two_working_days_and_the_days_of_its_kind(kind: RequestKind, on: date) -> None:
    request = opened(kind, datetime(on.year, on.month, on.day, 5, tzinfo=UTC))

    assert request.acknowledge_by == working_days_after(on, 2)
    assert (request.answer_by - on).days == TERMS[kind][0]
    assert request.next_by <= request.answer_by
    assert not request.is_late(on)


def test_a_request_can_always_be_ended_however_many_steps_it_has() -> None:
    first = RequestStep(RequestDeed.SUBMIT, FRIDAY, "mother", "family")
    begun = received(RequestId("r"), ABOUT, Wish("access"), first)
    long = DataRequest(**{**_fields(begun), "steps": (first,) * MOST_STEPS})

    with pytest.raises(TooManyStepsError):
        taken(long, step(RequestDeed.BEGIN))
    assert taken(long, step(RequestDeed.REFUSE)).state is RequestState.REFUSED


def _fields(request: DataRequest) -> dict[str, Any]:
    return {name: getattr(request, name) for name in DataRequest.__dataclass_fields__}


def test_from_every_open_state_every_end_can_be_reached() -> None:
    ends = {RequestState.FULFILLED, RequestState.REFUSED, RequestState.TAKEN_BACK}
    assert all(ends <= set(steps.values()) for state, steps in TRANSITIONS.items() if is_open(state))


def test_everything_can_be_said_in_both_languages() -> None:
    assert set(codes_of("states")) == set(RequestState)
    assert set(codes_of("kinds")) == set(KINDS) == set(TERMS)
    for name in ("kinds", "states", "refusals", "extensions"):
        assert all(all(text) for text in codes_of(name).values())
    for kind in KINDS:
        assert len({clock.effective_from for clock in clocks_of(kind)}) == len(clocks_of(kind))
