"""What an order's state says about those of its codes that nobody used yet."""

from collections.abc import Iterator, Sequence

from handbook.domain.batch_states import BatchState
from handbook.domain.codes import CodeEvent, CodeState, Reason, Segment, Statement
from handbook.domain.codes.states import after
from handbook.domain.orders import Batch, Said

_EVENTS = {
    BatchState.PRINTED: CodeEvent.PRINT,
    BatchState.SHIPPED: CodeEvent.SHIP,
    BatchState.RECEIVED: CodeEvent.ALLOCATE,
    BatchState.CLOSED: CodeEvent.ALLOCATE,
    BatchState.CANCELLED: CodeEvent.VOID,
}


def due_statements(batch: Batch, segments: Sequence[Segment], said: Said) -> Iterator[Statement]:
    """What is still to be said of an order's codes, given what was said before; nothing once all was.

    Spoiled codes are void; the rest is as far as the order. A code that was handed to a unit stays with that unit,
    whatever the order says.
    """
    for first, last in batch.spoiled:
        for segment in segments:
            if segment.common(first, last) and after(segment.state, CodeEvent.VOID):
                begin, end = max(first, segment.first), min(last, segment.last)
                yield _statement(batch, CodeEvent.VOID, begin, end, said, Reason.SPOILED)
    event = _EVENTS.get(batch.state)
    for segment in segments:
        handed_out = segment.state is CodeState.ALLOCATED and event is CodeEvent.ALLOCATE
        if event is not None and after(segment.state, event) and not handed_out:
            yield _statement(batch, event, segment.first, segment.last, said, Reason.CANCELLED)


def _statement(batch: Batch, event: CodeEvent, first: int, last: int, said: Said, reason: Reason) -> Statement:
    return Statement(
        event=event,
        batch_id=batch.batch_id,
        first=first,
        last=last,
        at=said.at,
        actor_id=said.actor_id,
        request_id=said.request_id,
        unit_id=batch.unit_id if event is CodeEvent.ALLOCATE else None,
        reason=reason if event is CodeEvent.VOID else None,
    )
