"""The life of an order of printed codes as one machine: which event leads from which state to which.

What people report is taken even when a step before it was forgotten (a station has the box in its hands, whatever the
vendor wrote down); that numbers then do not add up is told by domain/reconciliation.py, not by refusing them.
"""

from collections.abc import Mapping
from enum import StrEnum


class BatchState(StrEnum):
    """Where an order stands, named after the furthest that any of its labels has come."""

    ORDERED = "ordered"
    GENERATING = "generating"
    READY = "ready"  # all files lie in the bucket
    EXPIRED = "expired"  # nobody printed in time: the files are gone, the codes are not
    PRINTED = "printed"
    SHIPPED = "shipped"
    RECEIVED = "received"
    CLOSED = "closed"  # the print manager looked at the numbers and is done
    CANCELLED = "cancelled"  # its codes are void


class BatchEvent(StrEnum):
    """What can happen to an order."""

    FILE_MADE = "file_made"
    ALL_MADE = "all_made"
    SPOILED = "spoiled"
    PRINTED = "printed"
    SHIPPED = "shipped"
    RECEIVED = "received"
    EXPIRED = "expired"
    CLOSED = "closed"
    CANCELLED = "cancelled"


_S, _E = BatchState, BatchEvent
_REPORTED = {_E.PRINTED: _S.PRINTED, _E.SHIPPED: _S.SHIPPED, _E.RECEIVED: _S.RECEIVED}

TRANSITIONS: Mapping[BatchState, Mapping[BatchEvent, BatchState]] = {
    _S.ORDERED: {_E.FILE_MADE: _S.GENERATING, _E.CANCELLED: _S.CANCELLED},
    _S.GENERATING: {_E.FILE_MADE: _S.GENERATING, _E.ALL_MADE: _S.READY, _E.CANCELLED: _S.CANCELLED},
    _S.READY: {**_REPORTED, _E.SPOILED: _S.READY, _E.EXPIRED: _S.EXPIRED, _E.CANCELLED: _S.CANCELLED},
    # A vendor that fetched the files in time may have printed them and told nobody.
    _S.EXPIRED: {**_REPORTED, _E.SPOILED: _S.EXPIRED, _E.CANCELLED: _S.CANCELLED},
    _S.PRINTED: {**_REPORTED, _E.SPOILED: _S.PRINTED, _E.CANCELLED: _S.CANCELLED},
    # From here on labels are on the road: they are voided by their serial numbers, the order is not cancelled.
    _S.SHIPPED: {
        _E.PRINTED: _S.SHIPPED,
        _E.SPOILED: _S.SHIPPED,
        _E.SHIPPED: _S.SHIPPED,
        _E.RECEIVED: _S.RECEIVED,
        _E.CLOSED: _S.CLOSED,
    },
    _S.RECEIVED: {
        _E.PRINTED: _S.RECEIVED,
        _E.SPOILED: _S.RECEIVED,
        _E.SHIPPED: _S.RECEIVED,
        _E.RECEIVED: _S.RECEIVED,
        _E.CLOSED: _S.CLOSED,
    },
    _S.CLOSED: {},
    _S.CANCELLED: {},
}


def after(state: BatchState, event: BatchEvent) -> BatchState | None:
    """The state that an event leads to; None when the event cannot be in that state."""
    return TRANSITIONS[state].get(event)
