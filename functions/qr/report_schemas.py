"""What the routes of reports about an order take and give."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from functions.qr.batch_schemas import BatchAnswer, batch_answer
from functions.qr.code_schemas import CodeText, Serial
from handbook.domain.batch_reports import MOST_RUNS, Report
from handbook.domain.orders import MOST_CODES
from handbook.usecases.report_batch import ReportedBatch
from handbook.web.schemas import Body, Identifier, PageBody

Quantity = Annotated[int, Field(strict=True, ge=0, le=MOST_CODES)]


class SerialRange(Body):
    """Serial numbers from the first to the last, both included."""

    first_serial: Serial
    last_serial: Serial


class ReportBody(Body):
    """What a vendor reports. Spoiled labels are named: by serial ranges as in the margin, or by the codes on them."""

    kind: Literal["printed", "spoiled", "shipped"]
    quantity: Annotated[Quantity, Field(description="Labels of this report, not of all so far")]
    ranges: Annotated[list[SerialRange], Field(max_length=MOST_RUNS, default_factory=list)]
    codes: Annotated[list[CodeText], Field(max_length=MOST_RUNS, default_factory=list)]
    replaces: Annotated[Identifier | None, Field(description="The report whose quantity was wrong")] = None


class ReceiptBody(Body):
    """What a unit confirms to have received."""

    quantity: Annotated[Quantity, Field(description="Labels of this delivery, not of all so far")]
    replaces: Annotated[Identifier | None, Field(description="The receipt whose quantity was wrong")] = None


class ReportAnswer(Body):
    """One report. `replaced_by` names the report that took the place of a wrong one."""

    report_id: str
    kind: str
    quantity: int
    ranges: list[SerialRange]
    at: datetime
    by: str
    replaces: str | None
    replaced_by: str | None


class ReportedAnswer(Body):
    """The report that was added, and the order as it is now."""

    report: ReportAnswer
    batch: BatchAnswer


class ReportPage(PageBody):
    """Reports, oldest first."""

    items: list[ReportAnswer]


def report_answer(report: Report) -> dict[str, Any]:
    """Write a report."""
    return {
        "report_id": report.report_id,
        "kind": report.kind.value,
        "quantity": report.quantity,
        "ranges": [{"first_serial": first, "last_serial": last} for first, last in report.runs],
        "at": report.at.isoformat(),
        "by": report.by,
        "replaces": report.replaces,
        "replaced_by": report.replaced_by,
    }


def reported_answer(reported: ReportedBatch) -> Mapping[str, Any]:
    """Write a report and its order as the JSON that clients and receipts get."""
    return {"report": report_answer(reported.report), "batch": batch_answer(reported.order)}
