"""Rows of a batch: each is recorded as its single route would, and none costs another."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError
from pydantic import ValidationError

from functions.sync.schemas.rows import RowBody
from handbook import bootstrap
from handbook.domain.errors import HandbookError, IdTakenError, InvalidFieldError
from handbook.domain.ids import HandbookId
from handbook.domain.receipts import Receipt
from handbook.domain.texts import Language
from handbook.usecases.context import Context
from handbook.usecases.retry import on_conflict
from handbook.web import failures
from handbook.web.conflicts import kept_version
from handbook.web.failures import Failure
from handbook.web.opening import OPENING, open_row
from handbook.web.problems import PROBLEMS, body_of
from handbook.web.recorders import RECORDABLE, recorder_of
from handbook.web.refusals import noted

CREATED, UNCHANGED = 201, 200


@dataclass(frozen=True, slots=True)
class Batch:
    """Who sends rows, in which language the answers are, and whether there is time for one more."""

    context: Context
    language: Language
    has_time: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a row: the status that its single route would answer, and the problem where it failed."""

    status: int
    problem: Mapping[str, object] | None = None


def record_rows(rows: Sequence[RowBody | Failure], batch: Batch) -> list[Result]:
    """Record rows and give their results in the order of the rows.

    Handbooks are opened first, so that a row may come before the one that opens its handbook. Rows for which the time
    of the request did not suffice are 503: sent again, they alone are new.
    """
    used = _used(row for row in rows if isinstance(row, RowBody))
    results: dict[int, Result] = {}
    for number in sorted(range(len(rows)), key=lambda place: not _opens(rows[place])):
        row = rows[number]
        if isinstance(row, Failure):
            results[number] = _failed(row, batch)
            continue
        own = replace(batch, context=replace(batch.context, request_id=f"{batch.context.request_id}.{number}"))
        results[number] = _recorded(row, own, known=_identity(row) in used)
        used.add(_identity(row))
    return [results[number] for number in range(len(rows))]


def _opens(row: RowBody | Failure) -> bool:
    return isinstance(row, RowBody) and row.kind == OPENING


def _identity(row: RowBody) -> tuple[HandbookId, str]:
    return HandbookId(row.id if row.kind == OPENING else row.handbook_id or ""), row.id


def _used(rows: Iterator[RowBody]) -> set[tuple[HandbookId, str]]:
    return bootstrap.records().used_ids({_identity(row) for row in rows if all(_identity(row))})


def _recorded(row: RowBody, batch: Batch, *, known: bool) -> Result:
    if not batch.has_time():
        return _failed(Failure(PROBLEMS["unavailable"]), batch)
    try:
        known = on_conflict(lambda: _record(row, batch.context)) or known
    except IdTakenError as error:
        both = {} if error.kept is None else {"kept": kept_version(error.kept, lambda: batch.context), "sent": row.data}
        return _failed(failures.expected(error), batch, both)
    except HandbookError as error:
        return _failed(failures.expected(noted(error)), batch)
    except (ValidationError, RequestValidationError) as error:
        return _failed(failures.invalid(error.errors()), batch)
    except Exception as error:  # a fault of ours in one row is no reason to lose the others
        return _failed(failures.unexpected(error), batch)
    return Result(UNCHANGED if known else CREATED)


def _record(row: RowBody, context: Context) -> bool:
    """Record a row; say whether it was recorded before, also by another name of a handbook that was merged since."""
    if "id" in row.data:
        raise InvalidFieldError("data.id")
    said = {**row.data, "id": row.id}
    if row.kind == OPENING:
        if row.handbook_id not in {None, row.id}:
            raise InvalidFieldError("handbook_id")
        open_row(said, context)
        return False
    if row.kind not in RECORDABLE:
        raise InvalidFieldError("kind")
    if row.handbook_id is None:
        raise InvalidFieldError("handbook_id")
    recorder = recorder_of(row.kind)
    body = recorder.body.model_validate(said)
    receipt = Receipt(context.actor.id, "", "", b"", context.now, render=lambda _: {}, named=body.named(recorder.kind))
    return recorder.record(HandbookId(row.handbook_id), body, context, receipt).earlier is not None


def _failed(failure: Failure, batch: Batch, more: Mapping[str, Any] | None = None) -> Result:
    problem = body_of(failure.problem, batch.language, batch.context.request_id, failure.faults)
    return Result(failure.problem.status, {**problem, **(more or {})})
