"""Write down what a vendor or a receiving unit reports about an order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handbook.domain.access import Action
from handbook.domain.batch_reports import Report, ReportKind, reported
from handbook.domain.errors import HandbookError, InvalidFieldError, StaleVersionError
from handbook.domain.ids import LONGEST_ID, BatchId
from handbook.domain.paging import Page, Position
from handbook.domain.receipts import Receipt
from handbook.domain.serial_runs import Run
from handbook.usecases.context import Context
from handbook.usecases.count_batch import CountedBatch, count_batch
from handbook.usecases.order_batch import ORDER_DELAY_SECONDS
from handbook.usecases.ports import Batches, Codes, Keys, Queue
from handbook.usecases.read_batch import read_batch
from handbook.usecases.read_code import read_code
from handbook.usecases.state_codes import MOST_AT_ONCE, state_codes


@dataclass(frozen=True, slots=True)
class ReportBatch:
    """A quantity of one kind; spoiled labels also by serial numbers or as their codes read."""

    batch_id: BatchId
    kind: ReportKind
    quantity: int
    based_on: int
    runs: tuple[Run, ...] = ()
    codes: Sequence[str] = ()
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class ReportedBatch:
    """The report that was added, and the order as it is with it."""

    report: Report
    order: CountedBatch


def report_batch(
    command: ReportBatch,
    context: Context,
    receipt: Receipt,
    *,
    batches: Batches,
    codes: Codes,
    keys: Keys,
    queue: Queue,
) -> ReportedBatch:
    """Add a report to an order; what it says is spoiled is void from then on.

    Raises: NotFoundError when the order is not the actor's to report on; StaleVersionError when it changed since
    `based_on`; WrongBatchStateError; InvalidFieldError.
    """
    action = Action.RECEIVE_BATCH if command.kind is ReportKind.RECEIVED else Action.REPORT_BATCH
    batch = read_batch(command.batch_id, action, context, batches=batches)
    if batch.revision != command.based_on:
        raise StaleVersionError("If-Match")
    instead_of = _instead_of(command, batches)
    report = Report(
        report_id=f"{command.based_on:06d}",
        kind=command.kind,
        quantity=command.quantity,
        at=context.now,
        by=context.actor.id,
        runs=(*command.runs, *_runs_of(command.codes, keys)),
        replaces=command.replaces,
    )
    changed = replace(reported(batch, report, instead_of), said=context.said)
    result = ReportedBatch(report, count_batch(changed.stored(), context.now, batches=batches))
    # Should this request end before it spoke of the codes, a worker does: its message is on the way already.
    queue.send([{"batch_id": batch.batch_id}], delay_seconds=ORDER_DELAY_SECONDS)
    batches.save_report(changed, report, instead_of, result, receipt)
    state_codes(changed, context.said, codes=codes, most=MOST_AT_ONCE)
    return result


def list_reports(
    batch_id: BatchId, context: Context, limit: int, position: Position | None, *, batches: Batches
) -> Page[Report]:
    """List what was reported about an order, oldest first. Raises: NotFoundError."""
    batch = read_batch(batch_id, Action.READ_BATCH, context, batches=batches)
    return batches.reports(batch.batch_id, limit, position)


def _instead_of(command: ReportBatch, batches: Batches) -> Report | None:
    if command.replaces is None:
        return None
    found = batches.report(command.batch_id, command.replaces) if len(command.replaces) <= LONGEST_ID else None
    if found is None:
        raise InvalidFieldError("replaces")
    return found


def _runs_of(texts: Sequence[str], keys: Keys) -> list[Run]:
    """The serial numbers of codes as printed. Raises InvalidFieldError naming the first that is none of ours."""
    held = keys.all() if texts else {}
    runs = []
    for place, text in enumerate(texts):
        try:
            _, serial = read_code(text, held)
        except HandbookError as error:
            raise InvalidFieldError(f"codes.{place}") from error
        runs.append((serial, serial))
    return runs
