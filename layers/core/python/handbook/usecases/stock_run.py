"""Find the run of unused codes that a manager speaks of, and whether they may."""

from collections.abc import Sequence
from dataclasses import dataclass

from handbook.domain.access import Action
from handbook.domain.codes import CodeEvent, Reason, Segment, Statement
from handbook.domain.errors import InvalidFieldError, NotFoundError
from handbook.domain.ids import LONGEST_ID, BatchId, UnitId
from handbook.domain.orders import MOST_CODES
from handbook.domain.stock_access import StockRights, on_stock
from handbook.usecases.context import Context
from handbook.usecases.ports import Batches, Codes, Keys
from handbook.usecases.read_code import read_code


@dataclass(frozen=True, slots=True)
class NamedRun:
    """A run as people name it: by the first and last code in their hands, or by serial numbers of a batch.

    One code or number alone is a run of one.
    """

    code_from: str | None = None
    code_to: str | None = None
    batch_id: BatchId | None = None
    first_serial: int | None = None
    last_serial: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Serial numbers `first` to `last` of one batch."""

    batch_id: BatchId
    first: int
    last: int


def find_run(named: NamedRun, action: Action, context: Context, *, codes: Codes, batches: Batches, keys: Keys) -> Run:
    """Read a run of at most a million codes that lie in one batch.

    Raises: CodeMalformedError; InvalidFieldError for a run that is named twice, by halves, backwards or too long;
    NotFoundError for codes that nobody ordered, that lie in several batches, or that are not the actor's to decide
    about, which look the same.
    """
    first, last = _ends(named, keys)
    if not 0 <= last - first < MOST_CODES:
        raise InvalidFieldError("code_to" if named.code_from else "last_serial")
    found = codes.segments(first, last)
    batch_id = _only_batch(found, first, last)
    if named.batch_id not in {None, batch_id}:
        raise NotFoundError
    _permit(batch_id, found, action, context, batches)
    return Run(batch_id, first, last)


def statement_of(
    run: Run, event: CodeEvent, context: Context, *, unit_id: UnitId | None = None, reason: Reason | None = None
) -> Statement:
    """Put into words what the actor says of a run."""
    said = context.said
    return Statement(event, run.batch_id, run.first, run.last, said.at, said.actor_id, said.request_id, unit_id, reason)


def _ends(named: NamedRun, keys: Keys) -> tuple[int, int]:
    by_code = named.code_from is not None
    if by_code is (named.first_serial is not None):
        raise InvalidFieldError("code_from")
    if by_code and (named.batch_id is not None or named.last_serial is not None):
        raise InvalidFieldError("batch_id")
    if not by_code and (named.batch_id is None or named.code_to is not None):
        raise InvalidFieldError("batch_id")
    if named.code_from is not None:
        held = keys.all()
        _, first = read_code(named.code_from, held, "code_from")
        return first, read_code(named.code_to, held, "code_to")[1] if named.code_to else first
    first = named.first_serial or 0
    return first, first if named.last_serial is None else named.last_serial


def _only_batch(found: Sequence[Segment], first: int, last: int) -> BatchId:
    covered = sum(segment.common(first, last) for segment in found)
    batches = {segment.batch_id for segment in found}
    if len(batches) != 1 or covered != last - first + 1:
        raise NotFoundError
    return batches.pop()


def _permit(batch_id: BatchId, found: Sequence[Segment], action: Action, context: Context, batches: Batches) -> None:
    batch = batches.get(batch_id) if len(batch_id) <= LONGEST_ID else None
    if batch is None:
        raise NotFoundError
    holders = {segment.unit_id for segment in found}
    if not all(on_stock(context.actor, action, StockRights(batch.ordered_by_unit, unit)) for unit in holders):
        raise NotFoundError
