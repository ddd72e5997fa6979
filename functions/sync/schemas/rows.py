"""Rows that a client was without signal to send, and what became of each."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import Field, ValidationError

from handbook.web import failures
from handbook.web.failures import Failure
from handbook.web.forms.named import ClientId
from handbook.web.schemas import Body, Identifier

MOST_ROWS = 50
"""Of 300 to 1,200 bytes each, so that they fit 64 KiB; each is a transaction, and all are done in a few seconds."""


class RowBody(Body):
    """One entry of a handbook, or with kind "handbook" a handbook to open; `data` is the body of its single route.

    `kind` is one of handbook, dose, not_given, condition, screening, measurement, findings, milestones, feeding,
    supplement, dental, encounter, mothers_dose. `id` is the client's own, of the entry or of the handbook.
    """

    kind: Identifier
    id: ClientId
    handbook_id: Identifier | None = None
    data: dict[str, Any]


class SyncBody(Body):
    """Rows in any order; what came before changes nothing, however often it is sent. See RowBody for one row."""

    rows: Annotated[
        list[dict[str, Any]],
        Field(min_length=1, max_length=MOST_ROWS, description="Each {kind, id, handbook_id, data}"),
    ]


class RowResult(Body):
    """What became of one row: 201 created, 200 there already; else `problem` as the single route would answer it.

    A 409 `id-taken` holds `kept` and `sent`. Send rows that are 503 again.
    """

    id: str | None
    status: int
    problem: Mapping[str, Any] | None = None


class SyncAnswer(Body):
    """A result for each row, in the order of the rows, and how many were created, there already, and refused."""

    items: list[RowResult]
    created: int
    unchanged: int
    failed: int


def rows_of(sent: Sequence[Mapping[str, Any]]) -> list[RowBody | Failure]:
    """Read rows one by one: one that is no row fails by itself."""
    return [_row(one) for one in sent]


def id_of(sent: Mapping[str, Any]) -> str | None:
    """Give the id that a row was sent with, where it can be repeated."""
    try:
        return RowBody.model_validate({"kind": "x", "data": {}, "id": sent.get("id")}).id
    except ValidationError:
        return None


def _row(sent: Mapping[str, Any]) -> RowBody | Failure:
    try:
        return RowBody.model_validate(sent)
    except ValidationError as error:
        return failures.invalid(error.errors())
