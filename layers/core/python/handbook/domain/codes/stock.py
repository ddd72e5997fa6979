"""The state of codes that nobody used: statements about runs of serial numbers, so that stock costs nothing a code.

Every serial number of a batch lies in exactly one segment. A statement about some of them cuts segments at its ends
and restates what lies between; of two statements about the same numbers the later one holds, except that no number
goes back to an earlier state and none that is void comes back.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from handbook.domain.codes.states import CodeEvent, CodeState, Reason, after
from handbook.domain.ids import BatchId, UnitId


@dataclass(frozen=True, slots=True)
class Segment:
    """The serial numbers `first` to `last` of one batch, all in one state; `unit_id` has them, once allocated."""

    batch_id: BatchId
    first: int
    last: int
    state: CodeState = CodeState.GENERATED
    unit_id: UnitId | None = None
    reason: Reason | None = None
    version: int | None = None

    def common(self, first: int, last: int) -> int:
        """How many of the serial numbers `first` to `last` lie in it."""
        return max(0, min(self.last, last) - max(self.first, first) + 1)


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody says of the serial numbers `first` to `last` of a batch, and when.

    `unit_id` belongs to ALLOCATE, `reason` to VOID. Raises ValueError for a run that ends before it begins.
    """

    event: CodeEvent
    batch_id: BatchId
    first: int
    last: int
    at: datetime
    actor_id: str
    request_id: str
    unit_id: UnitId | None = None
    reason: Reason | None = None

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a run of serial numbers ends after it begins")


@dataclass(frozen=True, slots=True)
class Restated:
    """How many codes are as a statement says, and how many could not be: void ones, or another batch's."""

    stated: int = 0
    refused: int = 0


def restate(segment: Segment, statement: Statement) -> tuple[Segment, ...]:
    """The pieces, in order, that a segment falls into under a statement; itself where nothing changes."""
    changed = _changed(segment, statement)
    first, last = max(segment.first, statement.first), min(segment.last, statement.last)
    if changed == segment or first > last:
        return (segment,)
    pieces = (
        replace(segment, last=first - 1, version=None),
        replace(changed, first=first, last=last, version=None),
        replace(segment, first=last + 1, version=None),
    )
    # A segment is kept under its last serial number: the piece that ends it takes its place, and its version.
    return tuple(
        replace(piece, version=segment.version) if piece.last == segment.last else piece
        for piece in pieces
        if piece.first <= piece.last
    )


def stands(segment: Segment, statement: Statement) -> bool:
    """Say whether a segment is as a statement says, or further on its way."""
    if segment.batch_id != statement.batch_id:
        return False
    if statement.event is CodeEvent.VOID:
        return segment.state is CodeState.VOID
    if statement.event is CodeEvent.ALLOCATE:
        return segment.state is CodeState.ALLOCATED and segment.unit_id == statement.unit_id
    return segment.state is not CodeState.VOID and after(segment.state, statement.event) is None


def _changed(segment: Segment, statement: Statement) -> Segment:
    state = after(segment.state, statement.event)
    if state is None or segment.batch_id != statement.batch_id:
        return segment
    return replace(
        segment, state=state, unit_id=statement.unit_id or segment.unit_id, reason=statement.reason or segment.reason
    )
