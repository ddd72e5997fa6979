"""The life of a dispute as one machine: which step leads from which state to which, and whose step it is.

A question to the family does not stop the clock, and a dispute that was forwarded keeps it: the law gives neither.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

from handbook.domain.errors import WrongDisputeStateError
from handbook.domain.texts import Text
from handbook.reference.corrections import load_document


class DisputeState(StrEnum):
    """Where a dispute stands; the last three are its end."""

    SUBMITTED = "submitted"
    ACKNOWLEDGED = "acknowledged"
    ASKED = "asked"
    RESOLVED = "resolved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class DisputeStep(StrEnum):
    """What can be done to a dispute."""

    SUBMIT = "submit"
    ACKNOWLEDGE = "acknowledge"
    ASK = "ask"
    REPLY = "reply"
    EXTEND = "extend"
    FORWARD = "forward"
    RESOLVE = "resolve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


type Side = Literal["family", "unit"]

_S, _D = DisputeState, DisputeStep
_ENDS = {_D.RESOLVE: _S.RESOLVED, _D.REFUSE: _S.REFUSED, _D.WITHDRAW: _S.WITHDRAWN}

TRANSITIONS: Mapping[DisputeState, Mapping[DisputeStep, DisputeState]] = {
    _S.SUBMITTED: {
        _D.ACKNOWLEDGE: _S.ACKNOWLEDGED,
        _D.ASK: _S.ASKED,
        _D.EXTEND: _S.ACKNOWLEDGED,
        _D.FORWARD: _S.SUBMITTED,
        **_ENDS,
    },
    _S.ACKNOWLEDGED: {
        _D.ASK: _S.ASKED,
        _D.REPLY: _S.ACKNOWLEDGED,
        _D.EXTEND: _S.ACKNOWLEDGED,
        _D.FORWARD: _S.ACKNOWLEDGED,
        **_ENDS,
    },
    _S.ASKED: {
        _D.REPLY: _S.ACKNOWLEDGED,
        _D.EXTEND: _S.ASKED,
        _D.FORWARD: _S.ASKED,
        **_ENDS,
    },
    _S.RESOLVED: {},
    _S.REFUSED: {},
    _S.WITHDRAWN: {},
}
SIDES: Mapping[DisputeStep, Side] = {
    step: "family" if step in {_D.SUBMIT, _D.REPLY, _D.WITHDRAW} else "unit" for step in DisputeStep
}


def after(state: DisputeState, step: DisputeStep) -> DisputeState:
    """The state that a step leads to. Raises: WrongDisputeStateError when it cannot be taken there."""
    found = TRANSITIONS[state].get(step)
    if found is None:
        raise WrongDisputeStateError
    return found


def is_open(state: DisputeState) -> bool:
    """Say whether anything can still be done."""
    return bool(TRANSITIONS[state])


def text_of(state: DisputeState) -> Text:
    """Give the state in words."""
    return next(Text(one["vi"], one["en"]) for one in load_document("disputes")["states"] if one["code"] == state)
