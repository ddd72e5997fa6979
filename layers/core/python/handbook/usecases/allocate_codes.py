"""Hand a run of unused codes to a unit."""

from dataclasses import dataclass

from handbook.domain.access import Action, by_role
from handbook.domain.codes import CodeEvent
from handbook.domain.directory import UnitKind
from handbook.domain.errors import CodesVoidError, ForbiddenError, InvalidFieldError
from handbook.domain.ids import UnitId
from handbook.domain.receipts import Receipt
from handbook.usecases.context import Context
from handbook.usecases.ports import Batches, Codes, Directory, Keys
from handbook.usecases.stock_run import NamedRun, Run, find_run, statement_of


@dataclass(frozen=True, slots=True)
class Allocated:
    """A run that a unit has now: how many codes, and how many of the run are void."""

    run: Run
    unit_id: UnitId
    allocated: int
    void: int


def allocate_codes(
    named: NamedRun,
    unit_id: UnitId,
    context: Context,
    receipt: Receipt,
    *,
    codes: Codes,
    batches: Batches,
    directory: Directory,
    keys: Keys,
) -> Allocated:
    """State that a unit has the codes of a run, whatever was said of them before; the later statement holds.

    The print manager who ordered them says so, or the manager of the unit that has them. Void codes stay void. No code
    is written singly. Raises: ForbiddenError; InvalidFieldError for the unit; CodesVoidError when all are void; what
    `find_run` raises; ConflictError when another statement was faster.
    """
    if by_role(context.actor, Action.ALLOCATE_CODES) is None:
        raise ForbiddenError
    run = find_run(named, Action.ALLOCATE_CODES, context, codes=codes, batches=batches, keys=keys)
    target = directory.unit(unit_id)
    if target is None or target.kind is UnitKind.PRINT_VENDOR:
        raise InvalidFieldError("unit_id")
    result = codes.restate(statement_of(run, CodeEvent.ALLOCATE, context, unit_id=unit_id))
    if not result.stated:
        raise CodesVoidError
    allocated = Allocated(run, unit_id, result.stated, result.refused)
    codes.keep(receipt, allocated)
    return allocated
