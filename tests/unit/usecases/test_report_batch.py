"""Reports of vendors and units, the ends of an order, and the nightly look."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handbook.domain.access import Actor
from handbook.domain.batch_reports import ReportKind
from handbook.domain.batch_states import BatchEvent, BatchState
from handbook.domain.codes import CodeEvent, CodeState, Reason, Restated, Segment, Statement, mint
from handbook.domain.errors import (
    ConflictError,
    ForbiddenError,
    InvalidFieldError,
    NotFoundError,
    StaleVersionError,
    WrongBatchStateError,
)
from handbook.domain.ids import BatchId, StaffId, UnitId
from handbook.domain.label_layout import Layout
from handbook.domain.orders import FILES_STAY
from handbook.domain.reconciliation import AlertKind
from handbook.usecases.choose_layout import choose_layout
from handbook.usecases.end_batch import end_batch
from handbook.usecases.list_layouts import list_layouts
from handbook.usecases.nightly_batches import Night, nightly_batches
from handbook.usecases.report_batch import ReportBatch, ReportedBatch, list_reports, report_batch
from handbook.usecases.retry import TRIES
from handbook.usecases.state_codes import MOST_AT_ONCE
from tests.builders import FORGER, KEY, NOW, OTHER_PRINTER, STATION, context, family, manager, nurse, receipt, vendor
from tests.fakes import FakeCodes, FakeKeys, FakeQueue
from tests.unit.usecases.batch_fakes import BATCH, FakeBatches, FakeFiles, KilledError, generated, order, tend


def ready(quantity: int = 100) -> FakeBatches:
    batches = FakeBatches(order(quantity))
    generated(batches, FakeFiles())
    return batches


def say(
    batches: FakeBatches, actor: Actor, kind: ReportKind, quantity: int, *, codes: FakeCodes | None = None, **facts: Any
) -> ReportedBatch:
    version = batches.stored[BATCH].revision
    facts = {"codes" if name == "named" else name: value for name, value in facts.items()}
    command = replace(ReportBatch(BATCH, kind, quantity, version), **facts)
    return report_batch(
        command,
        context(actor),
        receipt(),
        batches=batches,
        codes=codes or FakeCodes(),
        keys=FakeKeys(),
        queue=FakeQueue(),
    )


def test_printed_shipped_and_received_add_up_to_an_order_that_closes_itself() -> None:
    batches = ready()
    say(batches, vendor(), ReportKind.PRINTED, 99)
    say(batches, vendor(), ReportKind.SPOILED, 1, runs=((7, 7),))
    say(batches, vendor(), ReportKind.SHIPPED, 99)
    told = say(batches, nurse(), ReportKind.RECEIVED, 99)

    assert told.order.numbers.is_complete
    assert told.order.batch == batches.stored[BATCH]
    assert generated(batches, FakeFiles()).state is BatchState.CLOSED


def test_what_does_not_add_up_is_told_at_once() -> None:
    batches = ready()
    told = say(batches, vendor(), ReportKind.PRINTED, 101)
    assert [alert.kind for alert in told.order.numbers.alerts] == [AlertKind.PRINTED_OVER_ORDERED]


def test_spoiled_labels_are_named_by_their_codes_too() -> None:
    batches = ready()
    told = say(batches, vendor(), ReportKind.SPOILED, 3, runs=((1, 2),), named=[mint(50, KEY).lower()])
    assert told.report.runs == ((1, 2), (50, 50))
    assert batches.stored[BATCH].spoiled == ((1, 2), (50, 50))


@pytest.mark.parametrize("text", ["", "not a code", mint(50, FORGER)])
def test_a_code_that_is_none_of_ours_is_named_by_its_place(text: str) -> None:
    batches = ready()
    with pytest.raises(InvalidFieldError) as caught:
        say(batches, vendor(), ReportKind.SPOILED, 2, named=[mint(50, KEY), text])
    assert caught.value.field == "codes.1"
    assert BATCH not in batches.told


def test_a_wrong_number_is_replaced_and_both_stay_in_the_record() -> None:
    batches = ready()
    wrong = say(batches, vendor(), ReportKind.PRINTED, 1000).report
    right = say(batches, vendor(), ReportKind.PRINTED, 100, replaces=wrong.report_id)
    assert right.order.numbers.alerts == ()
    listed = list_reports(BATCH, context(manager()), 10, None, batches=batches).items
    assert [(one.quantity, one.replaced_by) for one in listed] == [(1000, right.report.report_id), (100, None)]


@pytest.mark.parametrize("replaces", ["never-was", "x" * 65])
def test_a_report_that_never_was_cannot_be_replaced(replaces: str) -> None:
    with pytest.raises(InvalidFieldError):
        say(ready(), vendor(), ReportKind.PRINTED, 1, replaces=replaces)


@pytest.mark.parametrize("actor", [vendor(OTHER_PRINTER), manager(), nurse(), family()])
def test_nobody_but_its_vendor_reports_on_printing(actor: Actor) -> None:
    with pytest.raises(NotFoundError):
        say(ready(), actor, ReportKind.PRINTED, 1)


@pytest.mark.parametrize("actor", [vendor(), manager(), nurse(UnitId("station-far")), family()])
def test_nobody_but_the_unit_confirms_a_delivery(actor: Actor) -> None:
    with pytest.raises(NotFoundError):
        say(ready(), actor, ReportKind.RECEIVED, 1)


def test_a_report_on_an_order_that_changed_meanwhile_is_refused() -> None:
    batches = ready()
    say(batches, vendor(), ReportKind.PRINTED, 50)
    with pytest.raises(StaleVersionError):
        say(batches, vendor(), ReportKind.PRINTED, 50, based_on=1)
    assert batches.stored[BATCH].tally.printed == 50


def end(
    batches: FakeBatches,
    event: BatchEvent,
    actor: Actor | None = None,
    based_on: int | None = None,
    codes: FakeCodes | None = None,
) -> FakeQueue:
    queue = FakeQueue()
    version = batches.stored[BATCH].revision
    who = context(actor or manager())
    end_batch(
        BATCH, event, based_on or version, who, receipt(), batches=batches, codes=codes or FakeCodes(), queue=queue
    )
    return queue


def test_a_cancelled_order_gives_out_nothing_and_a_worker_takes_its_files_away() -> None:
    batches, files = FakeBatches(order()), FakeFiles()
    generated(batches, files)
    queue = end(batches, BatchEvent.CANCELLED)
    assert batches.stored[BATCH].state is BatchState.CANCELLED
    assert [message for message, _ in queue.sent] == [{"batch_id": BATCH}]
    generated(batches, files)
    assert files.objects == {}
    assert list(batches.open_ones()) == []


def test_an_order_that_was_shipped_is_closed_and_not_cancelled() -> None:
    batches = ready()
    say(batches, vendor(), ReportKind.SHIPPED, 100)
    with pytest.raises(WrongBatchStateError):
        end(batches, BatchEvent.CANCELLED)
    end(batches, BatchEvent.CLOSED)
    assert batches.stored[BATCH].state is BatchState.CLOSED
    with pytest.raises(WrongBatchStateError):
        say(batches, nurse(), ReportKind.RECEIVED, 1)


@pytest.mark.parametrize("actor", [vendor(), nurse(), family(), manager(UnitId("other"))])
def test_nobody_but_the_unit_that_ordered_ends_an_order(actor: Actor) -> None:
    with pytest.raises(NotFoundError):
        end(ready(), BatchEvent.CANCELLED, actor)


def test_an_order_that_changed_meanwhile_is_not_cancelled() -> None:
    batches = ready()
    say(batches, vendor(), ReportKind.PRINTED, 1)
    with pytest.raises(StaleVersionError):
        end(batches, BatchEvent.CANCELLED, based_on=1)
    assert batches.stored[BATCH].state is BatchState.PRINTED


def test_a_file_that_a_worker_made_meanwhile_stands_in_nobodys_way() -> None:
    batches = ready()
    assert (batches.stored[BATCH].version, batches.stored[BATCH].revision) == (4, 1)
    end(batches, BatchEvent.CANCELLED, based_on=1)
    assert batches.stored[BATCH].state is BatchState.CANCELLED


def test_every_night_unfinished_orders_are_sent_to_a_worker_and_mismatches_counted() -> None:
    unfinished = order()
    quiet = replace(order(), batch_id=BatchId("quiet"), state=BatchState.READY)
    wrong = replace(quiet, batch_id=BatchId("wrong"), tally=replace(quiet.tally, printed=146), state=BatchState.PRINTED)
    batches, queue = FakeBatches(unfinished, quiet, wrong), FakeQueue()

    night = nightly_batches(NOW, batches=batches, queue=queue)

    assert night == Night(looked_at=3, sent=1, mismatched=(BatchId("wrong"),))
    assert queue.sent == [({"batch_id": BATCH}, 0)]


def test_files_that_nobody_printed_expire_and_the_order_tells_so() -> None:
    batches, files = FakeBatches(order()), FakeFiles()
    generated(batches, files)
    night = nightly_batches(NOW + FILES_STAY, batches=batches, queue=(queue := FakeQueue()))
    assert (night.sent, len(queue.sent)) == (1, 1)
    tended = tend(batches, files, now=NOW + FILES_STAY)
    assert tended is not None
    assert (tended.batch.state, files.objects) == (BatchState.EXPIRED, {})
    assert nightly_batches(NOW + FILES_STAY, batches=batches, queue=FakeQueue()).sent == 0


def test_a_worker_that_dies_while_it_takes_files_away_does_it_again() -> None:
    batches, files = FakeBatches(order()), FakeFiles()
    batch = generated(batches, files)
    batches.save(batch.moved(BatchEvent.CANCELLED, NOW, "manager"))
    batches.killed_at = batches.saves + 1
    with pytest.raises(KilledError):
        tend(batches, files)
    batches.killed_at = None
    assert generated(batches, files).files_removed_at == NOW


def test_a_layout_is_named_or_given_and_not_both() -> None:
    assert choose_layout(None, None) == ("a4-35", Layout())
    assert choose_layout("a4-24", None)[1].code_mm == 28
    assert choose_layout(None, {"rows": 1}) == ("custom", Layout(rows=1))
    for layout_id, given, field in (
        ("custom", None, "layout_id"),
        ("a4-35", {"rows": 1}, "layout_id"),
        (None, {"code_mm": 14.65}, "layout.code_mm"),
    ):
        with pytest.raises(InvalidFieldError) as caught:
            choose_layout(layout_id, given)
        assert caught.value.field == field


def test_who_orders_or_prints_sees_the_layouts() -> None:
    for actor in (manager(), vendor()):
        assert next(named.layout_id for named in list_layouts(context(actor))) == "a4-35"
    for actor in (family(), nurse()):
        with pytest.raises(ForbiddenError):
            list_layouts(context(actor))
    assert StaffId("manager") == manager().id


def test_numbers_are_as_of_the_instant_they_are_read() -> None:
    batches = ready()
    batches.bindings[BATCH] = 3
    told = say(batches, vendor(), ReportKind.SHIPPED, 100)
    assert told.order.numbers.bound == 3
    late = nightly_batches(NOW + timedelta(days=15), batches=batches, queue=FakeQueue())
    assert late.mismatched == (BATCH,)


def stock(batches: FakeBatches) -> FakeCodes:
    """Give the codes of the order as one segment that nothing was said of."""
    codes, batch = FakeCodes(), batches.stored[BATCH]
    codes.stock = [Segment(BATCH, batch.first_serial, batch.last_serial, version=1)]
    return codes


def states(codes: FakeCodes) -> list[tuple[int, int, CodeState]]:
    return [(one.first, one.last, one.state) for one in codes.stock]


def test_codes_go_where_their_order_goes_and_spoiled_ones_are_void() -> None:
    batches = ready()
    codes = stock(batches)
    say(batches, vendor(), ReportKind.SPOILED, 1, codes=codes, runs=((7, 7),))
    assert states(codes) == [(1, 6, CodeState.GENERATED), (7, 7, CodeState.VOID), (8, 100, CodeState.GENERATED)]
    for actor, kind, state in (
        (vendor(), ReportKind.PRINTED, CodeState.PRINTED),
        (vendor(), ReportKind.SHIPPED, CodeState.SHIPPED),
        (nurse(), ReportKind.RECEIVED, CodeState.ALLOCATED),
    ):
        say(batches, actor, kind, 99, codes=codes)
        assert states(codes) == [(1, 6, state), (7, 7, CodeState.VOID), (8, 100, state)]
    assert {one.unit_id for one in codes.stock if one.state is CodeState.ALLOCATED} == {STATION}


def test_codes_that_were_handed_to_another_unit_stay_there() -> None:
    batches = ready()
    codes = stock(batches)
    other = UnitId("station-far")
    codes.restate(Statement(CodeEvent.ALLOCATE, BATCH, 1, 10, NOW, "manager", "request", unit_id=other))
    say(batches, nurse(), ReportKind.RECEIVED, 100, codes=codes)
    assert [(one.first, one.last, one.unit_id) for one in codes.stock] == [(1, 10, other), (11, 100, STATION)]


def test_the_codes_of_a_cancelled_order_are_void() -> None:
    batches = ready()
    codes = stock(batches)
    end(batches, BatchEvent.CANCELLED, codes=codes)
    assert [(one.state, one.reason) for one in codes.stock] == [(CodeState.VOID, Reason.CANCELLED)]


@pytest.mark.parametrize("kind", [ReportKind.PRINTED, ReportKind.SPOILED])
def test_what_a_broken_request_left_unsaid_of_codes_a_worker_says_in_its_words(kind: ReportKind) -> None:
    batches = ready()
    whole, runs = stock(batches), ((7, 7),) if kind is ReportKind.SPOILED else ()
    say(batches, vendor(), kind, 1, codes=whole, runs=runs)
    codes = stock(batches)
    tend(batches, FakeFiles(), codes=codes)
    assert codes.statements == whole.statements
    assert [one.actor_id for one in codes.statements] == [vendor().id]
    tend(batches, FakeFiles(), codes=codes)
    assert codes.statements == whole.statements


def test_many_scattered_spoiled_codes_are_void_once_a_worker_came() -> None:
    batches = ready()
    codes = stock(batches)
    runs = tuple((serial, serial) for serial in range(2, 80, 2))
    say(batches, vendor(), ReportKind.SPOILED, len(runs), codes=codes, runs=runs)
    assert sum(one.state is CodeState.VOID for one in codes.stock) == MOST_AT_ONCE
    tend(batches, FakeFiles(), codes=codes)
    assert sum(one.state is CodeState.VOID for one in codes.stock) == len(runs)


class _Busy(FakeCodes):
    """Codes of which somebody binds one just when a worker speaks of its segment."""

    conflicts = 1

    def restate(self, statement: Statement) -> Restated:
        if self.conflicts:
            self.conflicts -= 1
            raise ConflictError
        return super().restate(statement)


def test_a_worker_that_meets_somebody_at_the_codes_says_it_again() -> None:
    batches = ready()
    say(batches, vendor(), ReportKind.SHIPPED, 100)
    codes = _Busy()
    codes.stock = stock(batches).stock

    tended = tend(batches, FakeFiles(), codes=codes)

    assert tended is not None
    assert not tended.overtaken
    assert {one.state for one in codes.stock} == {CodeState.SHIPPED}


def test_a_worker_that_never_gets_to_speak_fails_so_that_its_message_comes_again() -> None:
    batches = ready()
    say(batches, vendor(), ReportKind.SHIPPED, 100)
    codes = _Busy()
    codes.stock, codes.conflicts = stock(batches).stock, TRIES

    with pytest.raises(ConflictError):
        tend(batches, FakeFiles(), codes=codes)
