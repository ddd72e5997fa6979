"""The life of a data subject's request as one machine: which step leads from which state to which, and whose it is."""

from collections.abc import Mapping
from enum import StrEnum

from handbook.domain.dispute_states import Side
from handbook.domain.privacy_errors import WrongRequestStateError


class RequestState(StrEnum):
    """Where a request stands. Fulfilled, refused and taken back are its ends; a restriction can be lifted after."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    IN_WORK = "in_work"
    EXTENDED = "extended"
    FULFILLED = "fulfilled"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"
    LIFTED = "lifted"


class RequestDeed(StrEnum):
    """What can be done about a request."""

    SUBMIT = "submit"
    ACKNOWLEDGE = "acknowledge"
    BEGIN = "begin"
    EXTEND = "extend"
    FULFIL = "fulfil"
    REFUSE = "refuse"
    TAKE_BACK = "take_back"
    LIFT = "lift"


_S, _D = RequestState, RequestDeed
_ENDS = {_D.FULFIL: _S.FULFILLED, _D.REFUSE: _S.REFUSED, _D.TAKE_BACK: _S.TAKEN_BACK}

TRANSITIONS: Mapping[RequestState, Mapping[RequestDeed, RequestState]] = {
    _S.RECEIVED: {_D.ACKNOWLEDGE: _S.ACKNOWLEDGED, _D.BEGIN: _S.IN_WORK, _D.EXTEND: _S.EXTENDED, **_ENDS},
    _S.ACKNOWLEDGED: {_D.BEGIN: _S.IN_WORK, _D.EXTEND: _S.EXTENDED, **_ENDS},
    _S.IN_WORK: {_D.EXTEND: _S.EXTENDED, **_ENDS},
    _S.EXTENDED: {_D.BEGIN: _S.IN_WORK, _D.EXTEND: _S.EXTENDED, **_ENDS},
    _S.FULFILLED: {_D.LIFT: _S.LIFTED},
    _S.REFUSED: {},
    _S.TAKEN_BACK: {},
    _S.LIFTED: {},
}
SIDES: Mapping[RequestDeed, Side] = {
    deed: "family" if deed in {_D.SUBMIT, _D.TAKE_BACK, _D.LIFT} else "unit" for deed in RequestDeed
}
_OPEN = frozenset({_S.RECEIVED, _S.ACKNOWLEDGED, _S.IN_WORK, _S.EXTENDED})


def after(state: RequestState, deed: RequestDeed) -> RequestState:
    """The state that a step leads to. Raises: WrongRequestStateError when it cannot be taken there."""
    found = TRANSITIONS[state].get(deed)
    if found is None:
        raise WrongRequestStateError
    return found


def is_open(state: RequestState) -> bool:
    """Say whether somebody still waits for an answer."""
    return state in _OPEN
