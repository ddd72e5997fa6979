"""Ordering printed codes, looking at orders, and fetching files through links that expire."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from handbook.domain.access import Action, Actor
from handbook.domain.batch_states import BatchEvent, BatchState
from handbook.domain.errors import FilesGoneError, ForbiddenError, InvalidFieldError, NotFoundError
from handbook.domain.ids import UnitId
from handbook.domain.label_layouts import LAYOUTS
from handbook.domain.orders import FILES_STAY, Batch
from handbook.usecases.fetch_files import LINK_SECONDS, fetch_files
from handbook.usecases.list_batches import list_batches
from handbook.usecases.order_batch import ORDER_DELAY_SECONDS, OrderBatch, order_batch
from handbook.usecases.read_batch import read_batch
from tests.builders import (
    DEPARTMENT,
    FAR_STATION,
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
from tests.fakes import FakeCodes, FakeDirectory, FakeKeys, FakeQueue
from tests.unit.usecases.batch_fakes import BATCH, FakeBatches, FakeFiles, generated, order


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
            keys=FakeKeys(),
            directory=FakeDirectory(),
            queue=self.queue,
            new_id=ids("batch"),
        )


def test_an_order_takes_a_run_of_serials_and_its_message_arrives_after_it() -> None:
    desk = Desk()
    batch = desk.order(manager())
    assert (batch.first_serial, batch.last_serial, batch.state) == (1000, 1499, BatchState.ORDERED)
    assert desk.codes.next_serial == 1500
    assert desk.batches.stored[batch.batch_id] == batch
    assert batch.key_version == 1
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
        read_batch(BATCH, Action.READ_BATCH, context(manager(FAR_STATION)), batches=batches)


def test_vendors_managers_and_receiving_units_list_their_own_orders_and_families_none() -> None:
    batches = FakeBatches(order())
    for actor in (vendor(), manager()):
        assert list_batches(context(actor), 10, None, batches=batches).items == (order(),)
    assert list_batches(context(vendor(OTHER_PRINTER)), 10, None, batches=batches).items == ()
    assert list_batches(context(nurse()), 10, None, batches=batches).items == (order(),)
    assert list_batches(context(nurse(FAR_STATION)), 10, None, batches=batches).items == ()
    with pytest.raises(ForbiddenError):
        list_batches(context(family()), 10, None, batches=batches)


def test_an_order_keeps_the_layout_and_the_key_version_of_its_day() -> None:
    named = LAYOUTS["a4-24"]
    batch = Desk().order(manager(), layout_id=named.layout_id, layout=named.layout, with_svg=True)
    assert (batch.layout_id, batch.layout, batch.with_svg, batch.key_version) == ("a4-24", named.layout, True, 1)


def test_files_are_given_out_until_the_last_instant_of_their_time_and_not_at_its_end() -> None:
    ready = generated(FakeBatches(order()), FakeFiles())
    assert ready.files_until == NOW + FILES_STAY
    batches = FakeBatches(ready)
    last = context(vendor(), NOW + FILES_STAY - timedelta(milliseconds=1))
    assert fetch_files(BATCH, last, batches=batches, files=FakeFiles())
    noted = len(batches.links)
    with pytest.raises(FilesGoneError):
        fetch_files(BATCH, context(vendor(), NOW + FILES_STAY), batches=batches, files=FakeFiles())
    assert len(batches.links) == noted


@pytest.mark.parametrize("event", [BatchEvent.CANCELLED, BatchEvent.EXPIRED])
def test_the_files_of_a_cancelled_order_are_gone_at_once(event: BatchEvent) -> None:
    ready = generated(FakeBatches(order()), FakeFiles())
    ended = ready.moved(event, NOW, "manager")
    assert ended.state in {BatchState.CANCELLED, BatchState.EXPIRED}
    later = NOW + FILES_STAY if event is BatchEvent.EXPIRED else NOW
    with pytest.raises(FilesGoneError):
        fetch_files(BATCH, context(vendor(), later), batches=FakeBatches(ended), files=FakeFiles())
