"""Order printed codes."""

from dataclasses import dataclass
from datetime import date

from handbook.domain.access import Action, by_role
from handbook.domain.directory import UnitKind
from handbook.domain.errors import ForbiddenError, InvalidFieldError
from handbook.domain.ids import BatchId, UnitId
from handbook.domain.label_layout import Layout
from handbook.domain.label_layouts import DEFAULT_LAYOUT
from handbook.domain.orders import Batch
from handbook.domain.receipts import Receipt
from handbook.usecases.context import Context
from handbook.usecases.ports import Batches, Codes, Directory, Keys, NewId, Queue

ORDER_DELAY_SECONDS = 15


@dataclass(frozen=True, slots=True)
class OrderBatch:
    """How many codes, printed by whom and how, for which unit, until when."""

    vendor_id: UnitId
    unit_id: UnitId
    quantity: int
    due_on: date | None = None
    layout_id: str = DEFAULT_LAYOUT
    layout: Layout = Layout()  # noqa: RUF009 - frozen
    with_svg: bool = False


def order_batch(
    command: OrderBatch,
    context: Context,
    receipt: Receipt,
    *,
    batches: Batches,
    codes: Codes,
    keys: Keys,
    directory: Directory,
    queue: Queue,
    new_id: NewId,
) -> Batch:
    """Take a run of serial numbers and send the order to the generator.

    Raises: ForbiddenError; InvalidFieldError for an unknown vendor or unit, labels that would go to a vendor, or a due
    date that has passed.
    """
    actor = context.actor
    if by_role(actor, Action.ORDER_BATCH) is None or actor.unit_id is None:
        raise ForbiddenError
    _check(command, context, directory)
    batch = Batch(
        batch_id=BatchId(new_id()),
        vendor_id=command.vendor_id,
        unit_id=command.unit_id,
        ordered_by=actor.id,
        ordered_by_unit=actor.unit_id,
        ordered_at=context.now,
        quantity=command.quantity,
        first_serial=codes.reserve(command.quantity),
        due_on=command.due_on,
        layout_id=command.layout_id,
        layout=command.layout,
        with_svg=command.with_svg,
        key_version=keys.current().version,
    )
    # The message goes first and arrives later than any write can take: a crash in between leaves a message without
    # an order, which the generator drops, and never an order that nobody generates.
    queue.send([{"batch_id": batch.batch_id}], delay_seconds=ORDER_DELAY_SECONDS)
    batches.add(batch, receipt)
    return batch.stored()


def _check(command: OrderBatch, context: Context, directory: Directory) -> None:
    vendor = directory.unit(command.vendor_id)
    if vendor is None or vendor.kind is not UnitKind.PRINT_VENDOR:
        raise InvalidFieldError("vendor_id")
    unit = directory.unit(command.unit_id)
    if unit is None or unit.kind is UnitKind.PRINT_VENDOR:  # nobody there could confirm a delivery
        raise InvalidFieldError("unit_id")
    if command.due_on is not None and command.due_on < context.today:
        raise InvalidFieldError("due_on")
