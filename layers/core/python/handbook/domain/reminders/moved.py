"""Who was told of a vaccination session that is not held on that day any more."""

from collections.abc import Iterable, Sequence
from datetime import date

from handbook.domain.reminders.kinds import Contact, Kind
from handbook.domain.reminders.messages import COUNTED, Message
from handbook.domain.reminders.touches import Touch
from handbook.domain.sessions.days import session_days
from handbook.domain.sessions.plans import SessionPlan


def moved_touches(
    told: Iterable[Message], contacts: Iterable[Contact], plans: Sequence[SessionPlan], today: date
) -> list[Touch]:
    """List what has to be said anew: the newest message about something still open named a session that is gone.

    A session that is over is no news, and one that is told anew names the next.
    """
    still_open = {contact.what for contact in contacts}
    newest: dict[tuple[date, str], Message] = {}
    for message in sorted(told, key=lambda one: one.claimed_at):
        if message.state in COUNTED:
            newest[message.recommended_on, message.subject] = message
    return [
        Touch(today, Kind.MOVED, one.recommended_on, one.subject, still, one.session_on)
        for one in newest.values()
        if (still := tuple(what for what in one.whats if what in still_open))
        and one.session_on is not None
        and one.session_on >= today
        and not session_days(plans, one.session_on, one.session_on)
    ]
