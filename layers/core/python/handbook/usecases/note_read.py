"""The app says that a message was read, so that no SMS follows."""

from handbook.domain.access import Action, by_role
from handbook.domain.errors import ForbiddenError, NotFoundError
from handbook.domain.reminders.messages import State
from handbook.usecases.context import Context
from handbook.usecases.ports import Texts


def note_read(context: Context, reference: str, *, texts: Texts) -> None:
    """Note that the actor read a message in the app; the same again changes nothing.

    A message that went by SMS, or to somebody else, is as unknown as one that never was.
    Raises: ForbiddenError for staff, NotFoundError, UnavailableError.
    """
    if by_role(context.actor, Action.OWN_DEVICES) is None:
        raise ForbiddenError
    text = texts.get(reference)
    if text is None or text.account_id != context.actor.id or text.channel != "app":
        raise NotFoundError
    texts.settle(text, State.READ)
