"""What a vendor and a receiving unit report about an order, and what it does to the order."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from handbook.domain.batch_states import BatchEvent
from handbook.domain.errors import InvalidFieldError
from handbook.domain.orders import Batch, Tally
from handbook.domain.serial_runs import Run, merged, size

MOST_RUNS = 500
"""Runs of spoiled serial numbers of an order, so that it stays one small item; a press spoils sheets, not odd codes."""


class ReportKind(StrEnum):
    """What happened to labels."""

    PRINTED = "printed"  # good ones; spoiled ones are named apart
    SPOILED = "spoiled"
    SHIPPED = "shipped"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class Report:
    """A quantity that somebody answers for. Spoiled labels are named by their runs of serial numbers.

    `report_id` is the revision of the order that it was based on: one report comes after each.
    `replaces` names the report of the same kind whose quantity was wrong; both stay in the record.
    """

    report_id: str
    kind: ReportKind
    quantity: int
    at: datetime
    by: str
    runs: tuple[Run, ...] = ()
    replaces: str | None = None
    replaced_by: str | None = None


def reported(batch: Batch, report: Report, instead_of: Report | None = None) -> Batch:
    """Add a report to an order, in the place of an earlier one when it corrects that.

    Raises: WrongBatchStateError; InvalidFieldError for spoiled serial numbers that are not of the order, are too
    scattered, or are not as many as the quantity says, and for a correction of what cannot be corrected.
    """
    moved = batch.moved(BatchEvent(report.kind.value), report.at, report.by)
    if report.kind is ReportKind.SPOILED:
        changed = replace(moved, spoiled=_spoiled(batch, report))
    else:
        added = report.quantity - _taken_back(report, instead_of)
        changed = replace(moved, tally=_counted(moved.tally, report, added))
    printed_at = (batch.all_printed_at or report.at) if changed.is_printed else None
    return replace(changed, all_printed_at=printed_at, revision=batch.revision + 1)


def _taken_back(report: Report, instead_of: Report | None) -> int:
    if instead_of is None:
        if report.quantity < 1:
            raise InvalidFieldError("quantity")
        return 0
    if instead_of.kind is not report.kind or instead_of.replaced_by is not None:
        raise InvalidFieldError("replaces")
    return instead_of.quantity


def _counted(tally: Tally, report: Report, added: int) -> Tally:
    match report.kind:
        case ReportKind.PRINTED:
            return replace(tally, printed=tally.printed + added)
        case ReportKind.SHIPPED:
            return replace(tally, shipped=tally.shipped + added, shipped_at=report.at)
        case _:
            return replace(tally, received=tally.received + added, received_at=report.at)


def _spoiled(batch: Batch, report: Report) -> tuple[Run, ...]:
    """What is void is void for good, so that a report of spoiled labels is never taken back."""
    if report.replaces is not None:
        raise InvalidFieldError("replaces")
    if any(last < first for first, last in report.runs):
        raise InvalidFieldError("ranges")
    runs = merged(report.runs)
    if not runs or runs[0][0] < batch.first_serial or runs[-1][1] > batch.last_serial:
        raise InvalidFieldError("ranges")
    if size(runs) != report.quantity:
        raise InvalidFieldError("quantity")
    spoiled = merged((*batch.spoiled, *runs))
    if len(spoiled) > MOST_RUNS:
        raise InvalidFieldError("ranges")
    return spoiled
