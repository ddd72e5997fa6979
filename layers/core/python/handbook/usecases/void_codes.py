"""Make a run of unused codes void: spoiled at the printer, stolen from a van, lost in a flood."""

from dataclasses import dataclass

from handbook.domain.access import Action, by_role
from handbook.domain.codes import CodeEvent, Reason
from handbook.domain.errors import ForbiddenError
from handbook.domain.receipts import Receipt
from handbook.usecases.context import Context
from handbook.usecases.ports import Batches, Codes, Keys
from handbook.usecases.stock_run import NamedRun, Run, find_run, statement_of


@dataclass(frozen=True, slots=True)
class Voided:
    """A void run: `void` codes that nobody used, and the serial numbers of those that were, which stay as they are."""

    run: Run
    reason: Reason
    void: int
    used: tuple[int, ...]


def void_codes(
    named: NamedRun,
    reason: Reason,
    context: Context,
    receipt: Receipt,
    *,
    codes: Codes,
    batches: Batches,
    keys: Keys,
) -> Voided:
    """State that no code of a run may be bound any more; those that were bound are told of and lead on.

    They are made void one by one, with a reason, by who has a right to the handbook. Raises: ForbiddenError; what
    `find_run` raises; ConflictError when another statement was faster.
    """
    if by_role(context.actor, Action.VOID_CODES) is None:
        raise ForbiddenError
    run = find_run(named, Action.VOID_CODES, context, codes=codes, batches=batches, keys=keys)
    result = codes.restate(statement_of(run, CodeEvent.VOID, context, reason=reason))
    # Read after the statement: from then on nobody can bind a code of the run, so none is missing.
    used = tuple(codes.used_between(run.first, run.last))
    voided = Voided(run, reason, result.stated - len(used), used)
    codes.keep(receipt, voided)
    return voided
