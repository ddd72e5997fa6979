"""The life of an order: the machine by itself, and orders that people report on."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.batch_reports import MOST_RUNS, Report, ReportKind, reported
from handbook.domain.batch_states import TRANSITIONS, BatchEvent, BatchState, after
from handbook.domain.batch_work import Work, due_work, is_open
from handbook.domain.errors import InvalidFieldError, WrongBatchStateError
from handbook.domain.ids import BatchId
from handbook.domain.orders import FILES_STAY, FILES_STAY_WHEN_PRINTED, Batch, Tally
from tests.builders import DEPARTMENT, NOW, PRINTER, STATION

E, S = BatchEvent, BatchState
EVENTS = st.lists(st.sampled_from(E), max_size=30)
ENDED = {S.CLOSED, S.CANCELLED}
DAY = timedelta(days=1)
WAY = [S.ORDERED, S.GENERATING, S.READY, S.EXPIRED, S.PRINTED, S.SHIPPED, S.RECEIVED, S.CLOSED, S.CANCELLED]
"""Never backwards along this."""


def order(state: BatchState = S.ORDERED, **facts: object) -> Batch:
    batch = Batch(BatchId("b"), PRINTER, STATION, "manager", DEPARTMENT, NOW, quantity=100, first_serial=1001)
    return replace(batch, state=state, **facts)  # type: ignore[arg-type]


def ready(**facts: object) -> Batch:
    made = order().moved(E.FILE_MADE, NOW, "system").moved(E.ALL_MADE, NOW, "system")
    return replace(made, **facts)  # type: ignore[arg-type]


def report(kind: ReportKind, quantity: int = 10, **facts: object) -> Report:
    return replace(Report("r", kind, quantity, NOW, "vendor"), **facts)  # type: ignore[arg-type]


def spoiled(*runs: tuple[int, int]) -> Report:
    return report(ReportKind.SPOILED, sum(last - first + 1 for first, last in runs), runs=runs)


def test_the_whole_way_of_an_order() -> None:
    batch = order()
    way = [E.FILE_MADE, E.FILE_MADE, E.ALL_MADE, E.PRINTED, E.SHIPPED, E.RECEIVED, E.CLOSED]
    for hours, event in enumerate(way):
        batch = batch.moved(event, NOW + timedelta(hours=hours), "somebody")
    assert [step.state for step in batch.steps] == [
        S.GENERATING,
        S.READY,
        S.PRINTED,
        S.SHIPPED,
        S.RECEIVED,
        S.CLOSED,
    ]
    assert batch.reached(S.READY) == NOW + timedelta(hours=2)
    assert order().reached(S.READY) is None


@given(EVENTS)
def test_no_order_goes_back_or_leaves_an_end(events: list[BatchEvent]) -> None:
    state = S.ORDERED
    for event in events:
        came = after(state, event)
        if state in ENDED:
            assert came is None
        if came is not None:
            assert WAY.index(came) >= WAY.index(state)
            state = came


@given(EVENTS)
def test_steps_tell_every_change_once_and_end_in_the_present_state(events: list[BatchEvent]) -> None:
    batch = order()
    for event in events:
        if after(batch.state, event) is None:
            with pytest.raises(WrongBatchStateError):
                batch.moved(event, NOW, "somebody")
        else:
            batch = batch.moved(event, NOW, "somebody")
    states = [step.state for step in batch.steps]
    assert len(set(states)) == len(states)
    assert (states or [S.ORDERED])[-1] is batch.state


def test_every_state_can_be_reached_and_every_open_one_can_end() -> None:
    reached = {S.ORDERED} | {came for ways in TRANSITIONS.values() for came in ways.values()}
    assert reached == set(TRANSITIONS) == set(BatchState)
    assert {state for state, ways in TRANSITIONS.items() if not ENDED & set(ways.values())} == ENDED


@pytest.mark.parametrize("state", [S.ORDERED, S.GENERATING, S.READY, S.EXPIRED, S.PRINTED])
def test_an_order_can_be_cancelled_until_labels_are_shipped(state: BatchState) -> None:
    assert after(state, E.CANCELLED) is S.CANCELLED


@pytest.mark.parametrize("state", [S.SHIPPED, S.RECEIVED, S.CLOSED, S.CANCELLED])
def test_an_order_whose_labels_are_on_the_road_is_not_cancelled(state: BatchState) -> None:
    assert after(state, E.CANCELLED) is None


def test_reports_add_up() -> None:
    batch = ready()
    for kind, quantity in ((ReportKind.PRINTED, 60), (ReportKind.PRINTED, 38), (ReportKind.SHIPPED, 98)):
        batch = reported(batch, report(kind, quantity))
    batch = reported(batch, spoiled((1001, 1001), (1100, 1100)))
    batch = reported(batch, report(ReportKind.RECEIVED, 97, at=NOW + DAY))
    assert batch.tally == Tally(printed=98, shipped=98, received=97, shipped_at=NOW, received_at=NOW + DAY)
    assert (batch.state, batch.codes_spoiled, batch.is_printed) == (S.RECEIVED, 2, True)


def test_a_correction_takes_the_place_of_the_wrong_number() -> None:
    wrong = report(ReportKind.PRINTED, 1000)
    batch = reported(ready(), wrong)
    mended = reported(batch, report(ReportKind.PRINTED, 100, replaces="r"), wrong)
    assert (batch.tally.printed, mended.tally.printed) == (1000, 100)


@pytest.mark.parametrize(
    "instead_of", [report(ReportKind.SHIPPED), report(ReportKind.PRINTED, replaced_by="other")], ids=["kind", "twice"]
)
def test_a_report_is_corrected_once_and_by_its_own_kind(instead_of: Report) -> None:
    with pytest.raises(InvalidFieldError) as caught:
        reported(ready(), report(ReportKind.PRINTED, replaces="r"), instead_of)
    assert caught.value.field == "replaces"


def test_nothing_is_no_report_but_may_be_what_is_right() -> None:
    with pytest.raises(InvalidFieldError) as caught:
        reported(ready(), report(ReportKind.PRINTED, 0))
    assert caught.value.field == "quantity"
    wrong = report(ReportKind.PRINTED, 7)
    batch = reported(ready(), wrong)
    assert reported(batch, report(ReportKind.PRINTED, 0, replaces="r"), wrong).tally.printed == 0


def test_spoiled_labels_are_counted_once_however_often_they_are_named() -> None:
    batch = reported(ready(), spoiled((1001, 1010)))
    batch = reported(batch, spoiled((1006, 1015)))
    assert (batch.codes_spoiled, batch.spoiled) == (15, ((1001, 1015),))


@pytest.mark.parametrize("runs", [((1001, 1001),), ((1100, 1100),), ((1001, 1100),)])
def test_the_first_and_the_last_label_of_an_order_can_be_spoiled(runs: tuple[tuple[int, int], ...]) -> None:
    assert reported(ready(), spoiled(*runs)).spoiled == runs


@pytest.mark.parametrize(
    ("found", "field"),
    [
        (spoiled((1000, 1001)), "ranges"),
        (spoiled((1100, 1101)), "ranges"),
        (report(ReportKind.SPOILED, 1), "ranges"),
        (report(ReportKind.SPOILED, 1, runs=((1002, 1001),)), "ranges"),
        (replace(spoiled((1001, 1002)), quantity=3), "quantity"),
        (replace(spoiled((1001, 1002)), replaces="r"), "replaces"),
    ],
)
def test_spoiled_labels_are_of_the_order_and_as_many_as_said_and_stay_void(found: Report, field: str) -> None:
    with pytest.raises(InvalidFieldError) as caught:
        reported(ready(), found)
    assert caught.value.field == field


def test_an_order_keeps_five_hundred_runs_of_spoiled_labels_and_no_more() -> None:
    wide = ready(quantity=2 * MOST_RUNS + 2)
    most = tuple((1001 + 2 * place, 1001 + 2 * place) for place in range(MOST_RUNS))
    full = reported(wide, spoiled(*most))
    assert len(full.spoiled) == MOST_RUNS
    assert reported(full, spoiled((1002, 1002))).codes_spoiled == MOST_RUNS + 1  # joins two runs
    with pytest.raises(InvalidFieldError):
        reported(full, spoiled((full.last_serial, full.last_serial)))


@pytest.mark.parametrize("kind", list(ReportKind))
@pytest.mark.parametrize("state", [S.ORDERED, S.GENERATING, S.CLOSED, S.CANCELLED])
def test_nothing_is_reported_about_labels_that_cannot_be(kind: ReportKind, state: BatchState) -> None:
    with pytest.raises(WrongBatchStateError):
        reported(order(state), spoiled((1001, 1001)) if kind is ReportKind.SPOILED else report(kind))


def test_files_stay_ninety_days_and_a_week_once_all_is_printed() -> None:
    batch = ready()
    assert order().files_until is None
    assert batch.files_until == NOW + FILES_STAY
    assert reported(batch, report(ReportKind.PRINTED, 99)).files_until == NOW + FILES_STAY
    printed = reported(batch, report(ReportKind.PRINTED, 100, at=NOW + DAY))
    assert printed.files_until == NOW + DAY + FILES_STAY_WHEN_PRINTED
    late = reported(batch, report(ReportKind.PRINTED, 100, at=NOW + FILES_STAY - DAY))
    assert late.files_until == NOW + FILES_STAY


@pytest.mark.parametrize("event", [E.CANCELLED, E.CLOSED])
def test_files_go_at_once_when_an_order_ends(event: BatchEvent) -> None:
    batch = ready() if event is E.CANCELLED else ready().moved(E.SHIPPED, NOW, "vendor")
    assert batch.moved(event, NOW + DAY, "manager").files_until == NOW + DAY


@pytest.mark.parametrize(
    ("batch", "work"),
    [
        (order(), Work.GENERATE),
        (order(S.GENERATING), Work.GENERATE),
        (ready(), None),
        (order().moved(E.CANCELLED, NOW, "manager"), Work.REMOVE_FILES),
        (replace(order().moved(E.CANCELLED, NOW, "manager"), files_removed_at=NOW), None),
    ],
)
def test_what_a_worker_has_to_do(batch: Batch, work: Work | None) -> None:
    assert due_work(batch, 0, NOW) is work
    assert is_open(batch) is (batch.files_removed_at is None)


def test_files_are_removed_at_the_end_of_their_time_and_not_before() -> None:
    assert due_work(ready(), 0, NOW + FILES_STAY - timedelta(milliseconds=1)) is None
    assert due_work(ready(), 0, NOW + FILES_STAY) is Work.REMOVE_FILES
    assert due_work(ready(files_removed_at=NOW + FILES_STAY), 0, NOW + FILES_STAY) is None


def test_an_order_whose_numbers_add_up_is_closed_by_itself_and_another_is_not() -> None:
    sheets = ready().files
    assert sheets == ()
    batch = ready()
    for kind, quantity in ((ReportKind.PRINTED, 100), (ReportKind.SHIPPED, 100), (ReportKind.RECEIVED, 99)):
        batch = reported(batch, report(kind, quantity))
    assert due_work(batch, 0, NOW) is None
    complete = reported(batch, report(ReportKind.RECEIVED, 1))
    assert due_work(complete, 0, NOW) is Work.CLOSE
    assert due_work(complete, 101, NOW) is None  # more bound than came
    closed = complete.moved(E.CLOSED, NOW, "system")
    assert due_work(closed, 0, NOW) is Work.REMOVE_FILES
    assert not is_open(replace(closed, files_removed_at=NOW))
