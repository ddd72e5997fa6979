"""What the routes of orders, vendors and layouts take and give."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from handbook.domain.batch_files import planned_files
from handbook.domain.label_layouts import NamedLayout
from handbook.domain.orders import MOST_CODES
from handbook.domain.reconciliation import Reconciliation
from handbook.usecases.count_batch import CountedBatch
from handbook.usecases.list_vendors import Vendor
from handbook.web.requests import etag
from handbook.web.schemas import Body, Day, Flag, Identifier, PageBody

Millimetres = Annotated[float, Field(ge=0, le=5080, allow_inf_nan=False)]
Count = Annotated[int, Field(strict=True, ge=1, le=100)]


class LayoutBody(Body):
    """A sheet of equal labels; lengths in millimetres. What is left out is as on the A4 sheet of 35 labels."""

    sheet_width_mm: Millimetres = 210
    sheet_height_mm: Millimetres = 297
    label_width_mm: Millimetres = 34
    label_height_mm: Millimetres = 34
    columns: Count = 5
    rows: Count = 7
    margin_left_mm: Millimetres = 12
    margin_top_mm: Millimetres = 17.5
    column_gap_mm: Millimetres = 4
    row_gap_mm: Millimetres = 4
    bleed_mm: Millimetres = 2
    crop_mark_mm: Millimetres = 4
    code_mm: Annotated[Millimetres, Field(description="Side of the symbol with its quiet zone of four modules")] = 22
    with_text: Flag = True


class LayoutAnswer(Body):
    """A layout that an order can name; `module_mm` is the printed side of one module."""

    layout_id: str
    title_vi: str
    title_en: str
    labels_per_sheet: int
    module_mm: float
    layout: LayoutBody


class LayoutList(Body):
    """Layouts that an order can name; any other is given in full."""

    items: list[LayoutAnswer]


class AccountAnswer(Body):
    """Somebody who signs in for a vendor."""

    username: str
    full_name: str


class VendorAnswer(Body):
    """A print vendor. Without accounts nobody could fetch its files."""

    vendor_id: str
    name: str
    accounts: list[AccountAnswer]


class VendorPage(PageBody):
    """Print vendors."""

    items: list[VendorAnswer]


class OrderBody(Body):
    """An order of printed codes: with the name of a layout, or with a layout in full."""

    vendor_id: Identifier
    unit_id: Identifier
    quantity: Annotated[int, Field(strict=True, ge=1, le=MOST_CODES)]
    due_on: Day | None = None
    layout_id: Identifier | None = None
    layout: LayoutBody | None = None
    with_svg: Annotated[Flag, Field(description="Also a ZIP of one SVG picture for each code")] = False


class StepAnswer(Body):
    """When an order came into a state; `by` is a user name, or `system`."""

    state: str
    at: datetime
    by: str


class MismatchAnswer(Body):
    """What does not add up, and by how many labels."""

    kind: str
    labels: int


class NumbersAnswer(Body):
    """The numbers of an order side by side. A difference is no fault while labels are on their way; an alert is."""

    ordered: int
    generated: int
    printed: int
    spoiled: int
    shipped: int
    received: int
    bound: int
    unprinted: int
    unshipped: int
    in_transit: int
    unbound: int
    alerts: list[MismatchAnswer]


class BatchAnswer(Body):
    """An order: who, what, how far (`codes_done` of `quantity` lie in finished sheets), and its numbers."""

    batch_id: str
    etag: str
    vendor_id: str
    unit_id: str
    ordered_at: datetime
    quantity: int
    first_serial: int
    last_serial: int
    due_on: date | None
    layout_id: str
    layout: LayoutBody
    state: str
    codes_done: int
    files_done: int
    files_total: int
    percent_done: int
    files_until: datetime | None
    numbers: NumbersAnswer
    steps: list[StepAnswer]


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
    """Files of a batch, in the order of their making."""

    items: list[FileAnswer]


def layout_answer(named: NamedLayout) -> LayoutAnswer:
    """Write a layout that has a name."""
    return LayoutAnswer(
        layout_id=named.layout_id,
        title_vi=named.vi,
        title_en=named.en,
        labels_per_sheet=named.layout.labels_per_sheet,
        module_mm=round(named.layout.module_mm, 3),
        layout=LayoutBody(**asdict(named.layout)),
    )


def vendor_answer(vendor: Vendor) -> VendorAnswer:
    """Write a vendor with its accounts."""
    accounts = [AccountAnswer(username=one.staff_id, full_name=one.full_name) for one in vendor.accounts]
    return VendorAnswer(vendor_id=vendor.unit.unit_id, name=vendor.unit.name, accounts=accounts)


def numbers_answer(numbers: Reconciliation) -> dict[str, Any]:
    """Write the numbers of an order."""
    counts = {name: getattr(numbers, name) for name in NumbersAnswer.model_fields if name != "alerts"}
    return {**counts, "alerts": [{"kind": one.kind.value, "labels": one.labels} for one in numbers.alerts]}


def batch_answer(counted: CountedBatch) -> Mapping[str, Any]:
    """Write an order as the JSON that clients and receipts get."""
    batch = counted.batch
    files_total = len(planned_files(batch))
    return {
        "batch_id": batch.batch_id,
        "etag": etag(batch.revision),
        "vendor_id": batch.vendor_id,
        "unit_id": batch.unit_id,
        "ordered_at": batch.ordered_at.isoformat(),
        "quantity": batch.quantity,
        "first_serial": batch.first_serial,
        "last_serial": batch.last_serial,
        "due_on": batch.due_on.isoformat() if batch.due_on else None,
        "layout_id": batch.layout_id,
        "layout": asdict(batch.layout),
        "state": batch.state.value,
        "codes_done": batch.codes_done,
        "files_done": len(batch.files),
        "files_total": files_total,
        "percent_done": 100 * len(batch.files) // files_total,
        "files_until": batch.files_until.isoformat() if batch.files_until else None,
        "numbers": numbers_answer(counted.numbers),
        "steps": [{"state": step.state.value, "at": step.at.isoformat(), "by": step.by} for step in batch.steps],
    }
