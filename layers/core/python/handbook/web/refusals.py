"""What an actor is told who has no right, once that is counted and written down."""

from handbook import bootstrap
from handbook.domain.audit import Refusal
from handbook.domain.errors import HandbookError, TooManyRequestsError


def noted(error: HandbookError) -> HandbookError:
    """Count a refusal and write it down, before anything is answered.

    Gives the error to answer: the same; TooManyRequestsError for whoever was refused too often, whatever was asked for,
    so that foreign and absent stay alike; UnavailableError when it could not be written down.
    """
    if not isinstance(error.refused, Refusal):
        return error
    try:
        return _counted(error.refused) or error
    except HandbookError as failure:
        return failure


def _counted(refusal: Refusal) -> TooManyRequestsError | None:
    from handbook.domain.refusals import PER_ACTOR, is_told  # noqa: PLC0415 - most requests are allowed
    from handbook.domain.sign_in import seconds_left  # noqa: PLC0415

    over = bootstrap.counters().tally(f"REFUSED#{refusal.actor.id}", PER_ACTOR, refusal.at) - PER_ACTOR.most
    if over <= 0:
        bootstrap.audit_log().refuse(refusal)
        return None
    if is_told(over):
        bootstrap.audit_log().refuse(refusal, PER_ACTOR.most + over)
    return TooManyRequestsError(seconds_left(PER_ACTOR, refusal.at))
