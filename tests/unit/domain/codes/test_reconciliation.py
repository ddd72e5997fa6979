"""Do the numbers add up: every kind of difference, at both sides of its limit."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.batch_states import BatchState
from handbook.domain.ids import BatchId
from handbook.domain.orders import Batch, FinishedFile, Tally
from handbook.domain.reconciliation import LONGEST_WAY, AlertKind, reconcile
from tests.builders import DEPARTMENT, NOW, PRINTER, STATION, TODAY

S = BatchState
COUNT = st.integers(0, 150)
LATER = NOW + timedelta(hours=1)


def order(state: BatchState, printed: int = 0, shipped: int = 0, received: int = 0, **facts: object) -> Batch:
    tally = Tally(printed, shipped, received, NOW if shipped else None, LATER if received else None)
    batch = Batch(BatchId("b"), PRINTER, STATION, "manager", DEPARTMENT, NOW, 100, 1, state=state, tally=tally)
    return replace(batch, **facts)  # type: ignore[arg-type]


def alerts(batch: Batch, bound: int = 0, days: float = 0.1) -> dict[AlertKind, int]:
    return {one.kind: one.labels for one in reconcile(batch, bound, NOW + timedelta(days=days)).alerts}


def test_the_numbers_stand_side_by_side_with_their_differences() -> None:
    sheet = FinishedFile("key", "name", "application/pdf", 1, "digest", 100)
    numbers = reconcile(order(S.RECEIVED, 90, 80, 70, spoiled=((1, 5),), files=(sheet,)), 60, LATER)
    assert (numbers.ordered, numbers.generated, numbers.printed, numbers.spoiled) == (100, 100, 90, 5)
    assert (numbers.shipped, numbers.received, numbers.bound) == (80, 70, 60)
    assert (numbers.unprinted, numbers.unshipped, numbers.in_transit, numbers.unbound) == (5, 10, 10, 10)
    assert not numbers.is_complete


@pytest.mark.parametrize(
    ("even", "over", "kind"),
    [
        (order(S.PRINTED, 100), order(S.PRINTED, 101), AlertKind.PRINTED_OVER_ORDERED),
        (
            order(S.PRINTED, 99, spoiled=((1, 1),)),
            order(S.PRINTED, 100, spoiled=((1, 1),)),
            AlertKind.PRINTED_OVER_ORDERED,
        ),
        (order(S.SHIPPED, 90, 90), order(S.SHIPPED, 90, 91), AlertKind.SHIPPED_OVER_PRINTED),
        (order(S.RECEIVED, 90, 90, 90), order(S.RECEIVED, 90, 90, 91), AlertKind.RECEIVED_OVER_SHIPPED),
        (order(S.RECEIVED, 90, 90, 90), order(S.RECEIVED, 90, 90, 89), AlertKind.RECEIVED_SHORT),
        (order(S.CLOSED, 100, 100, 100), order(S.CLOSED, 99, 99, 99), AlertKind.PRINTED_SHORT),
        (order(S.CLOSED, 100, 100, 100), order(S.CLOSED, 100, 99, 99), AlertKind.SHIPPED_SHORT),
    ],
)
def test_each_difference_is_told_from_the_first_label_on(even: Batch, over: Batch, kind: AlertKind) -> None:
    assert alerts(even) == {}
    assert alerts(over) == {kind: 1}


def test_more_bound_than_received_is_told() -> None:
    assert alerts(order(S.RECEIVED, 90, 90, 90), bound=90) == {}
    assert alerts(order(S.RECEIVED, 90, 90, 90), bound=91) == {AlertKind.BOUND_OVER_RECEIVED: 1}
    assert alerts(order(S.READY), bound=1) == {AlertKind.BOUND_OVER_RECEIVED: 1}


def test_labels_on_the_road_are_missed_after_a_fortnight_or_when_a_later_receipt_is_short() -> None:
    on_the_road = order(S.SHIPPED, 100, 100)
    fortnight = LONGEST_WAY.days
    assert alerts(on_the_road, days=fortnight) == {}
    assert alerts(on_the_road, days=fortnight + 0.01) == {AlertKind.RECEIVED_SHORT: 100}
    second_load = order(S.RECEIVED, 100, 100, 50)
    second_load = replace(second_load, tally=replace(second_load.tally, shipped_at=LATER + timedelta(hours=1)))
    assert alerts(second_load, days=1) == {}


@pytest.mark.parametrize("state", [S.ORDERED, S.GENERATING, S.READY, S.EXPIRED, S.PRINTED])
def test_an_order_is_overdue_the_day_after_its_day_unless_it_was_shipped(state: BatchState) -> None:
    due = order(state, due_on=TODAY)
    assert alerts(due) == {}
    assert alerts(due, days=1) == {AlertKind.OVERDUE: 100}
    assert alerts(replace(due, state=S.SHIPPED), days=1) == {}


@given(printed=COUNT, shipped=COUNT, received=COUNT, bound=COUNT)
def test_a_cancelled_order_alerts_nobody(printed: int, shipped: int, received: int, bound: int) -> None:
    assert alerts(order(S.CANCELLED, printed, shipped, received), bound) == {}


@given(state=st.sampled_from(S), printed=COUNT, shipped=COUNT, received=COUNT, bound=COUNT)
def test_an_order_that_is_complete_has_no_alert_and_nothing_left_over(
    state: BatchState, printed: int, shipped: int, received: int, bound: int
) -> None:
    numbers = reconcile(order(state, printed, shipped, received), bound, LATER)
    assert all(alert.labels > 0 for alert in numbers.alerts)
    if numbers.is_complete:
        assert printed == shipped == received == 100
