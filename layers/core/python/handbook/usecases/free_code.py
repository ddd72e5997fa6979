"""Decide whether a code is free to be bound, and what stands in the way."""

from enum import StrEnum

from handbook.domain.access import Actor
from handbook.domain.carriers import CodeUse
from handbook.domain.codes import CodeEvent, CodeState, Segment
from handbook.domain.codes.states import after
from handbook.domain.errors import (
    CodeBoundElsewhereError,
    CodeEndedError,
    CodeNotShippedError,
    CodeUnavailableError,
    NotFoundError,
)
from handbook.usecases.ports import Codes


class BindWarning(StrEnum):
    """What staff may want to know of a code that they bound all the same: a book in the hand weighs more than lists."""

    NOT_RECEIVED = "not-received"
    ALLOCATED_ELSEWHERE = "allocated-elsewhere"


def free_segment(serial: int, use: CodeUse | None, actor: Actor, codes: Codes, field: str) -> Segment:
    """Give the segment of a code that may be bound now.

    Raises: NotFoundError when nobody ordered it. To staff: CodeBoundElsewhereError, CodeEndedError or
    CodeNotShippedError; to a family CodeUnavailableError for all three.
    """
    segment = codes.segment(serial) if use is None else None
    refusal = _refusal(use, segment)
    if refusal is not None:
        raise (CodeUnavailableError if actor.is_family else refusal)(field)
    if segment is None:
        raise NotFoundError(field)
    return segment


def warnings_of(segment: Segment, actor: Actor) -> tuple[BindWarning, ...]:
    """Say what staff should know of a code that they bind; families are told nothing of where books lie."""
    if actor.is_family:
        return ()
    if segment.state is not CodeState.ALLOCATED:
        return (BindWarning.NOT_RECEIVED,)
    return (BindWarning.ALLOCATED_ELSEWHERE,) if segment.unit_id != actor.unit_id else ()


def _refusal(use: CodeUse | None, segment: Segment | None) -> type[CodeUnavailableError] | None:
    state = use.state if use else segment.state if segment else None
    if state is None or after(state, CodeEvent.BIND):
        return None
    if state is CodeState.BOUND:
        return CodeBoundElsewhereError
    return CodeEndedError if state in {CodeState.VOID, CodeState.REPLACED} else CodeNotShippedError
