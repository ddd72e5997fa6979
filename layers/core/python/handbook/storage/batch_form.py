"""How an order of codes, and what is reported about it, is written down."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from handbook.domain.batch_reports import Report, ReportKind
from handbook.domain.batch_states import BatchState
from handbook.domain.calendar import from_iso_utc, iso_utc
from handbook.domain.ids import BatchId, UnitId
from handbook.domain.label_layout import Layout
from handbook.domain.orders import Batch, FinishedFile, Said, Step, Tally

_COUNTS = ("printed", "shipped", "received")


def listed_at(batch: Batch) -> str:
    """Place of an order in lists: its time, then its id."""
    return f"{iso_utc(batch.ordered_at)}#{batch.batch_id}"


def order_form(batch: Batch) -> dict[str, Any]:
    """Write an order."""
    return {
        "vendor": batch.vendor_id,
        "unit": batch.unit_id,
        "by": batch.ordered_by,
        "by_unit": batch.ordered_by_unit,
        "at": iso_utc(batch.ordered_at),
        "quantity": batch.quantity,
        "first": batch.first_serial,
        "due": batch.due_on.isoformat() if batch.due_on else None,
        "layout_id": batch.layout_id,
        "layout": asdict(batch.layout),
        "svg": batch.with_svg,
        "key": batch.key_version,
        "state": batch.state,
        "files": [asdict(file) for file in batch.files],
        "removed": _instant(batch.files_removed_at),
        "steps": [[step.state, iso_utc(step.at), step.by] for step in batch.steps],
        "tally": {name: getattr(batch.tally, name) for name in _COUNTS},
        "shipped_at": _instant(batch.tally.shipped_at),
        "received_at": _instant(batch.tally.received_at),
        "spoiled": [list(run) for run in batch.spoiled],
        "all_printed_at": _instant(batch.all_printed_at),
        "revision": batch.revision,
        "said": [iso_utc(batch.said.at), batch.said.actor_id, batch.said.request_id] if batch.said else None,
    }


def batch_from(batch_id: BatchId, form: Mapping[str, Any], version: int | None) -> Batch:
    """Read what `order_form` wrote."""
    return Batch(
        batch_id=batch_id,
        vendor_id=UnitId(form["vendor"]),
        unit_id=UnitId(form["unit"]),
        ordered_by=form["by"],
        ordered_by_unit=UnitId(form["by_unit"]),
        ordered_at=from_iso_utc(form["at"]),
        quantity=form["quantity"],
        first_serial=form["first"],
        due_on=date.fromisoformat(form["due"]) if form["due"] else None,
        layout_id=form["layout_id"],
        layout=Layout(**form["layout"]),
        with_svg=form["svg"],
        key_version=form["key"],
        state=BatchState(form["state"]),
        files=tuple(FinishedFile(**file) for file in form["files"]),
        files_removed_at=_from_instant(form["removed"]),
        steps=tuple(Step(BatchState(state), from_iso_utc(at), by) for state, at, by in form["steps"]),
        tally=Tally(
            **form["tally"],
            shipped_at=_from_instant(form["shipped_at"]),
            received_at=_from_instant(form["received_at"]),
        ),
        spoiled=tuple((first, last) for first, last in form["spoiled"]),
        all_printed_at=_from_instant(form["all_printed_at"]),
        revision=form["revision"],
        said=_said(form.get("said")),
        version=version,
    )


def report_form(report: Report) -> dict[str, Any]:
    """Write a report."""
    return {
        "kind": report.kind,
        "quantity": report.quantity,
        "at": iso_utc(report.at),
        "by": report.by,
        "runs": [list(run) for run in report.runs],
        "replaces": report.replaces,
        "replaced_by": report.replaced_by,
    }


def report_from(report_id: str, form: Mapping[str, Any]) -> Report:
    """Read what `report_form` wrote."""
    return Report(
        report_id=report_id,
        kind=ReportKind(form["kind"]),
        quantity=form["quantity"],
        at=from_iso_utc(form["at"]),
        by=form["by"],
        runs=tuple((first, last) for first, last in form["runs"]),
        replaces=form["replaces"],
        replaced_by=form["replaced_by"],
    )


def _said(form: Sequence[str] | None) -> Said | None:
    """Nothing in orders from before it was kept, or that nobody did anything to."""
    return Said(from_iso_utc(form[0]), form[1], form[2]) if form else None


def _instant(instant: datetime | None) -> str | None:
    return iso_utc(instant) if instant else None


def _from_instant(text: str | None) -> datetime | None:
    return from_iso_utc(text) if text else None
