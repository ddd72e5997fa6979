"""Ordering printed codes and making their sheets: a worker may die anywhere, and nothing is made or noted twice."""

from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest

from handbook.domain.access import Action, Actor
from handbook.domain.errors import ConflictError, ForbiddenError, InvalidFieldError, NotFoundError
from handbook.domain.ids import BatchId, UnitId
from handbook.domain.orders import Batch, BatchState, FinishedFile
from handbook.pictures.label_layout import Layout
from handbook.usecases.fetch_files import LINK_SECONDS, fetch_files
from handbook.usecases.generate_batch import generate_batch
from handbook.usecases.list_batches import list_batches
from handbook.usecases.order_batch import ORDER_DELAY_SECONDS, OrderBatch, order_batch
from handbook.usecases.read_batch import read_batch
from tests.builders import (
    DEPARTMENT,
    KEY,
    NOW,
    OTHER_PRINTER,
    PRINTER,
    STATION,
    TODAY,
    context,
    family,
    ids,
    manager,
    nurse,
    receipt,
    vendor,
)
from tests.fakes import FakeCodes, FakeDirectory, FakeQueue
from tests.unit.usecases.batch_fakes import FakeBatches, FakeFiles, KilledError, times_written

BATCH = BatchId("batch-00-1")
FULL_FILE = 9_975
"""Codes of a full file: as many whole sheets of 35 as ten thousand codes fill."""


def order(quantity: int = 145, **facts: Any) -> Batch:
    batch = Batch(BATCH, PRINTER, STATION, "manager", DEPARTMENT, NOW, quantity, first_serial=1, version=1)
    return replace(batch, **facts)


def half_done() -> Batch:
    """An order of two files whose first, full one was noted before; the second holds five codes."""
    first = FinishedFile("batches/x/1.pdf", "20261120-batch-00-0001.pdf", "application/pdf", 1, "digest", FULL_FILE)
    return order(FULL_FILE + 5, state=BatchState.GENERATING, files=(first,), version=2)


def generated(batches: FakeBatches, files: FakeFiles, told: list[Batch] | None = None) -> Batch | None:
    return generate_batch(
        BATCH,
        batches=batches,
        files=files,
        key=KEY,
        host="SOMEVABE.VN",
        layout=Layout(),
        progress=(told if told is not None else []).append,
    )


def test_a_batch_becomes_sheets_and_a_manifest_with_size_and_digest() -> None:
    batches, files = FakeBatches(order()), FakeFiles()
    batch = generated(batches, files)
    assert batch == batches.stored[BATCH]
    assert batch is not None
    assert (batch.state, batch.codes_done) == (BatchState.READY, 145)
    assert [(file.name, file.codes, file.content_type) for file in batch.files] == [
        ("20261120-batch-00-0001.pdf", 145, "application/pdf"),
        ("20261120-batch-00-manifest.csv", 0, "text/csv; charset=utf-8"),
    ]
    for file in batch.files:
        data = files.objects[file.key]
        assert (file.size_bytes, file.sha256) == (len(data), sha256(data).hexdigest())
        assert files.kinds[file.key] == file.content_type


@pytest.mark.parametrize("batch", [order(), half_done()])
def test_the_manifest_lists_every_code_once_over_all_files(batch: Batch) -> None:
    files = FakeFiles()
    generated(FakeBatches(batch), files)
    manifest = next(data for name, data in files.objects.items() if name.endswith(".csv")).decode()
    lines = manifest.splitlines()[1:]
    assert len(lines) == len(set(lines)) == batch.quantity


def test_progress_is_told_after_each_file_that_was_noted() -> None:
    told: list[Batch] = []
    generated(FakeBatches(order()), FakeFiles(), told)
    assert [(batch.state, batch.codes_done) for batch in told] == [
        (BatchState.GENERATING, 145),
        (BatchState.READY, 145),
    ]


def test_a_file_that_was_noted_before_is_not_made_again() -> None:
    files = FakeFiles()
    batch = generated(FakeBatches(half_done()), files)
    assert batch is not None
    assert [file.codes for file in batch.files] == [FULL_FILE, 5, 0]
    assert [name.rpartition("/")[2] for name in files.written] == [
        "20261120-batch-00-0002.pdf",
        "20261120-batch-00-manifest.csv",
    ]


@pytest.mark.parametrize("begun", [order(), half_done()])
@pytest.mark.parametrize("killed_at", [1, 2])
def test_a_worker_that_is_killed_goes_on_where_it_stopped_with_the_same_bytes(begun: Batch, killed_at: int) -> None:
    whole = FakeFiles()
    expected = generated(FakeBatches(begun), whole)
    batches, files = FakeBatches(begun), FakeFiles()
    batches.killed_at = killed_at
    with pytest.raises(KilledError):
        generated(batches, files)
    assert len(batches.stored[BATCH].files) == len(begun.files) + killed_at - 1
    batches.killed_at = None
    assert generated(batches, files) == expected
    assert files.objects == whole.objects
    # Only the file that was made and not yet noted is made again.
    assert sorted(times_written(files)) == [1, 2]


def test_a_message_that_comes_twice_makes_nothing_twice() -> None:
    batches, files = FakeBatches(order()), FakeFiles()
    first = generated(batches, files)
    assert generated(batches, files) == first
    assert set(times_written(files)) == {1}
    assert batches.saves == 2


def test_of_two_workers_at_once_the_slower_one_stops_and_notes_nothing() -> None:
    class Overtaken(FakeBatches):
        def get(self, batch_id: BatchId) -> Batch | None:
            found = super().get(batch_id)
            self.stored[batch_id] = order(version=2)
            return found

    batches = Overtaken(order())
    with pytest.raises(ConflictError):
        generated(batches, FakeFiles())
    assert batches.stored[BATCH].files == ()


def test_a_message_without_an_order_is_dropped() -> None:
    files = FakeFiles()
    assert generated(FakeBatches(), files) is None
    assert files.written == []


class Desk:
    """A manager's desk: what an order touches."""

    def __init__(self) -> None:
        self.batches, self.codes, self.queue = FakeBatches(), FakeCodes(next_serial=1000), FakeQueue()

    def order(self, actor: Actor, **facts: Any) -> Batch:
        command = OrderBatch(PRINTER, STATION, 500, TODAY)
        return order_batch(
            replace(command, **facts),
            context(actor),
            receipt(),
            batches=self.batches,
            codes=self.codes,
            directory=FakeDirectory(),
            queue=self.queue,
            new_id=ids("batch"),
        )


def test_an_order_takes_a_run_of_serials_and_its_message_arrives_after_it() -> None:
    desk = Desk()
    batch = desk.order(manager())
    assert (batch.first_serial, batch.last_serial, batch.state) == (1000, 1499, BatchState.ORDERED)
    assert desk.codes.next_serial == 1500
    assert desk.batches.stored[batch.batch_id] == replace(batch, version=1)
    assert desk.queue.sent == [({"batch_id": batch.batch_id}, ORDER_DELAY_SECONDS)]
    assert (batch.ordered_by, batch.ordered_by_unit, batch.vendor_id) == ("manager", DEPARTMENT, PRINTER)


def test_two_orders_never_share_a_serial() -> None:
    desk = Desk()
    first = desk.order(manager())
    desk.batches.stored.clear()
    assert desk.order(manager()).first_serial == first.last_serial + 1


@pytest.mark.parametrize("actor", [family(), nurse(), vendor()])
def test_only_print_managers_order(actor: Actor) -> None:
    desk = Desk()
    with pytest.raises(ForbiddenError):
        desk.order(actor)
    assert (desk.codes.calls, desk.queue.sent) == ([], [])


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"vendor_id": STATION}, "vendor_id"),
        ({"vendor_id": UnitId("nobody")}, "vendor_id"),
        ({"unit_id": UnitId("nobody")}, "unit_id"),
        ({"due_on": TODAY - timedelta(days=1)}, "due_on"),
    ],
)
def test_an_order_that_cannot_be_takes_no_serials(facts: dict[str, UnitId | date], field: str) -> None:
    desk = Desk()
    with pytest.raises(InvalidFieldError) as caught:
        desk.order(manager(), **facts)
    assert caught.value.field == field
    assert (desk.codes.calls, desk.queue.sent, desk.batches.stored) == ([], [], {})


@pytest.mark.parametrize("due_on", [None, TODAY])
def test_an_order_may_be_due_today_or_whenever(due_on: date | None) -> None:
    assert Desk().order(manager(), due_on=due_on).due_on == due_on


def test_a_vendor_gets_links_for_a_quarter_of_an_hour_after_the_issue_was_noted() -> None:
    batches, files = FakeBatches(order()), FakeFiles()
    ready = generated(batches, files)
    assert ready is not None
    links = fetch_files(BATCH, context(vendor()), batches=batches, files=files)
    assert [link.file for link in links] == list(ready.files)
    assert {link.expires_in_seconds for link in links} == {LINK_SECONDS} == {900}
    assert links[0].url == f"https://files.example/{ready.files[0].key}?as={ready.files[0].name}&for=900"
    assert batches.links == [(BATCH, "vendor", f"{NOW.isoformat()}#request-1")]


@pytest.mark.parametrize("actor", [vendor(OTHER_PRINTER), manager(), nurse(), family()])
def test_nobody_but_the_vendor_gets_links_and_no_issue_is_noted(actor: Actor) -> None:
    batches = FakeBatches(order())
    with pytest.raises(NotFoundError):
        fetch_files(BATCH, context(actor), batches=batches, files=FakeFiles())
    assert batches.links == []


def test_the_ordering_unit_sees_progress_and_a_stranger_nothing() -> None:
    batches = FakeBatches(order())
    assert read_batch(BATCH, Action.READ_BATCH, context(manager()), batches=batches) == order()
    with pytest.raises(NotFoundError):
        read_batch(BATCH, Action.READ_BATCH, context(manager(STATION)), batches=batches)


def test_vendors_and_managers_list_their_units_orders_and_others_list_none() -> None:
    batches = FakeBatches(order())
    for actor in (vendor(), manager()):
        assert list_batches(context(actor), 10, None, batches=batches).items == (order(),)
    assert list_batches(context(vendor(OTHER_PRINTER)), 10, None, batches=batches).items == ()
    for actor in (family(), nurse()):
        with pytest.raises(ForbiddenError):
            list_batches(context(actor), 10, None, batches=batches)
