"""Say of an order's codes what the order says."""

from itertools import islice

from handbook.domain.batch_codes import due_statements
from handbook.domain.orders import Batch, Said
from handbook.usecases.ports import Codes

MOST_AT_ONCE = 20
"""Statements within one request, some 20 ms each; a worker, who is told of every report, says the rest."""


def state_codes(batch: Batch, said: Said, *, codes: Codes, most: int | None = None) -> None:
    """Void what is spoiled or cancelled and move the rest along with its order, a write for each run of codes.

    Said again, it changes nothing. Raises: ConflictError when somebody else spoke of the same codes meanwhile.
    """
    segments = codes.segments(batch.first_serial, batch.last_serial)
    for statement in islice(due_statements(batch, segments, said), most):
        codes.restate(statement)
