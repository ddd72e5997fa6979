"""What the routes of codes and batches take and give."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from handbook.domain.codes import human_readable
from handbook.domain.handbook import Handbook
from handbook.domain.orders import MOST_CODES, Batch
from handbook.usecases.scan_code import Scanned
from handbook.web.schemas import Body, Day, PageBody

Identifier = Annotated[str, StringConstraints(min_length=1, max_length=64)]


class ScannedAnswer(Body):
    """A code of ours. `handbook_id` is null while nothing is bound to it."""

    code: str
    readable: str
    state: str
    handbook_id: str | None
    full_name: str | None
    birth_date: date | None


class BindBody(Body):
    """Binds the code of the path to a handbook."""

    handbook_id: Identifier


class BoundAnswer(Body):
    """A handbook with the codes that now lead to it."""

    handbook_id: str
    code: str
    carriers: list[str]


class OrderBody(Body):
    """An order of printed codes."""

    vendor_id: Identifier
    unit_id: Identifier
    quantity: Annotated[int, Field(strict=True, ge=1, le=MOST_CODES)]
    due_on: Day | None = None


class BatchAnswer(Body):
    """An order and its progress: `codes_done` of `quantity` lie in finished sheets."""

    batch_id: str
    vendor_id: str
    unit_id: str
    ordered_at: datetime
    quantity: int
    first_serial: int
    last_serial: int
    due_on: date | None
    state: str
    codes_done: int


class BatchPage(PageBody):
    """Orders, newest first."""

    items: list[BatchAnswer]


class FileAnswer(Body):
    """One file with a link that works for `expires_in_seconds`; check the digest after download."""

    name: str
    content_type: str
    size_bytes: int
    sha256: str
    codes: int
    url: str
    expires_in_seconds: int


class FileList(Body):
    """Files of a batch, sheets first."""

    items: list[FileAnswer]


def scanned_answer(scanned: Scanned) -> ScannedAnswer:
    """Write what a scan found."""
    handbook = scanned.handbook
    return ScannedAnswer(
        code=scanned.code,
        readable=human_readable(scanned.code),
        state=scanned.state.value,
        handbook_id=handbook.handbook_id if handbook else None,
        full_name=handbook.profile.full_name if handbook else None,
        birth_date=handbook.profile.birth_date if handbook else None,
    )


def bound_answer(handbook: Handbook) -> dict[str, Any]:
    """Write a binding as the JSON that clients and receipts get."""
    return {
        "handbook_id": handbook.handbook_id,
        "code": handbook.own_code,
        "carriers": list(handbook.carriers),
    }


def batch_answer(batch: Batch) -> dict[str, Any]:
    """Write an order as the JSON that clients and receipts get."""
    return {
        "batch_id": batch.batch_id,
        "vendor_id": batch.vendor_id,
        "unit_id": batch.unit_id,
        "ordered_at": batch.ordered_at.isoformat(),
        "quantity": batch.quantity,
        "first_serial": batch.first_serial,
        "last_serial": batch.last_serial,
        "due_on": batch.due_on.isoformat() if batch.due_on else None,
        "state": batch.state.value,
        "codes_done": batch.codes_done,
    }
