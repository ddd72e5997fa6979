"""How an order of codes is written down."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from handbook.domain.calendar import from_iso_utc, iso_utc
from handbook.domain.ids import BatchId, UnitId
from handbook.domain.orders import Batch, BatchState, FinishedFile


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
        "state": batch.state,
        "files": [asdict(file) for file in batch.files],
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
        state=BatchState(form["state"]),
        files=tuple(FinishedFile(**file) for file in form["files"]),
        version=version,
    )
