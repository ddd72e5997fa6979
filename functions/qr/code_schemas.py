"""What the routes of codes take and give."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from handbook.domain.carriers import Carrier
from handbook.domain.codes import SERIAL_LIMIT, human_readable
from handbook.domain.handbook import Handbook
from handbook.domain.ids import BatchId
from handbook.usecases.allocate_codes import Allocated
from handbook.usecases.bind_code import Bound
from handbook.usecases.scan_code import Scanned
from handbook.usecases.stock_run import NamedRun
from handbook.usecases.void_codes import Voided
from handbook.web.schemas import Body, Identifier

_MOST_LISTED = 100

CodeText = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Serial = Annotated[int, Field(strict=True, ge=0, lt=SERIAL_LIMIT)]
CarrierReason = Literal["lost", "damaged", "stolen", "mistake"]
StockReason = Literal["spoiled", "cancelled", "lost", "damaged", "stolen"]


class ScannedAnswer(Body):
    """A code of ours. `handbook_id` is null while it opens none; `unit_id` is the unit that has an unused one."""

    code: str
    readable: str
    state: str
    handbook_id: str | None
    full_name: str | None
    birth_date: date | None
    unit_id: str | None


class BindBody(Body):
    """Binds the code of the path to a handbook."""

    handbook_id: Identifier


class BoundAnswer(Body):
    """A handbook with the codes that now lead to it. `warnings` tell staff what the lists say otherwise."""

    handbook_id: str
    code: str
    carriers: list[str]
    warnings: list[str]


class VoidBody(Body):
    """Makes the code of the path lead nowhere."""

    reason: CarrierReason


class ReplaceBody(Body):
    """Replaces a code. A printed one by `new_code`, which is bound; the handbook's own one by a fresh one, unnamed."""

    old_code: CodeText
    reason: CarrierReason
    new_code: CodeText | None = None


class CarrierAnswer(Body):
    """A code that leads (`bound`) or led to the handbook. `kind` is own for the one of app and card, else printed."""

    code: str
    readable: str
    kind: str
    state: str
    bound_at: datetime
    ended_at: datetime | None
    reason: str | None
    replaced_by: str | None


class CarriersAnswer(Body):
    """Every code of a handbook, its own one first, then in the order of binding."""

    handbook_id: str
    items: list[CarrierAnswer]


class RunBody(Body):
    """A run of codes: by its first and last code, or by serial numbers of a batch. One alone is a run of one."""

    code_from: CodeText | None = None
    code_to: CodeText | None = None
    batch_id: Identifier | None = None
    first_serial: Serial | None = None
    last_serial: Serial | None = None

    def named(self) -> NamedRun:
        """Give the run as the use cases take it."""
        batch_id = BatchId(self.batch_id) if self.batch_id else None
        return NamedRun(self.code_from, self.code_to, batch_id, self.first_serial, self.last_serial)


class AllocationBody(RunBody):
    """Hands a run of unused codes to a unit."""

    unit_id: Identifier


class AllocationAnswer(Body):
    """A run that a unit has now: `allocated` codes; `void` ones of the run are not among them."""

    batch_id: str
    first_serial: int
    last_serial: int
    unit_id: str
    allocated: int
    void: int


class RunVoidBody(RunBody):
    """Makes a run of unused codes void."""

    reason: StockReason


class RunVoidAnswer(Body):
    """A run of which `void` codes may never be bound. `used` ones were bound before and stay as they are.

    `used_serials` lists the first hundred of them.
    """

    batch_id: str
    first_serial: int
    last_serial: int
    reason: str
    void: int
    used: int
    used_serials: list[int]


def scanned_answer(scanned: Scanned) -> ScannedAnswer:
    """Write what a scan found."""
    handbook = scanned.handbook
    child = handbook.child if handbook else None
    return ScannedAnswer(
        code=scanned.code,
        readable=human_readable(scanned.code),
        state=scanned.state.value,
        handbook_id=handbook.handbook_id if handbook else None,
        full_name=child.full_name if child else None,
        birth_date=child.birth_date if child else None,
        unit_id=scanned.unit_id,
    )


def bound_answer(bound: Bound) -> dict[str, Any]:
    """Write a binding as the JSON that clients and receipts get."""
    return {
        "handbook_id": bound.handbook.handbook_id,
        "code": bound.handbook.own_code,
        "carriers": list(bound.handbook.bound_codes),
        "warnings": [warning.value for warning in bound.warnings],
    }


def carriers_answer(handbook: Handbook) -> dict[str, Any]:
    """Write the codes of a handbook as the JSON that clients and receipts get."""
    return {
        "handbook_id": handbook.handbook_id,
        "items": [_carrier_answer(carrier) for carrier in handbook.all_carriers],
    }


def _carrier_answer(carrier: Carrier) -> dict[str, Any]:
    return {
        "code": carrier.code,
        "readable": human_readable(carrier.code),
        "kind": "own" if carrier.own else "printed",
        "state": carrier.state.value,
        "bound_at": carrier.bound_at.isoformat(),
        "ended_at": carrier.ended_at.isoformat() if carrier.ended_at else None,
        "reason": carrier.reason.value if carrier.reason else None,
        "replaced_by": carrier.replaced_by,
    }


def allocation_answer(allocated: Allocated) -> dict[str, Any]:
    """Write an allocation as the JSON that clients and receipts get."""
    run = allocated.run
    return {
        "batch_id": run.batch_id,
        "first_serial": run.first,
        "last_serial": run.last,
        "unit_id": allocated.unit_id,
        "allocated": allocated.allocated,
        "void": allocated.void,
    }


def run_void_answer(voided: Voided) -> dict[str, Any]:
    """Write a void run as the JSON that clients and receipts get."""
    return {
        "batch_id": voided.run.batch_id,
        "first_serial": voided.run.first,
        "last_serial": voided.run.last,
        "reason": voided.reason.value,
        "void": voided.void,
        "used": len(voided.used),
        "used_serials": list(voided.used[:_MOST_LISTED]),
    }
