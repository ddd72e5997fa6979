"""The messages that a handbook's recommended days call for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handbook.domain.reminders.kinds import DOSE, Contact, Kind
from handbook.domain.reminders.rules import Rules


@dataclass(frozen=True, slots=True)
class Touch:
    """One message about one recommended day and subject; `whats` are the contacts it speaks of.

    `moved_from` is the session that is gone, where that is what the message tells.
    """

    on: date
    kind: Kind
    recommended_on: date
    subject: str = DOSE
    whats: tuple[str, ...] = ()
    moved_from: date | None = None

    @property
    def occurrence(self) -> str:
        """Name of this message among all of a handbook: sending it twice would carry the same name twice."""
        subject = "" if self.subject == DOSE else f"#{self.subject}"
        moved = f"-{self.moved_from.isoformat()}" if self.moved_from else ""
        return f"{self.recommended_on.isoformat()}{subject}#{self.kind.value}{moved}"


def touches(contacts: Iterable[Contact], rules: Rules, since: date = date.min) -> list[Touch]:
    """List every message that contacts call for on or after a day, in the order of days.

    Contacts of one day and subject are one. Nobody is told of a contact for which it is too late on the day of the
    message.
    """
    alike: dict[tuple[date, str], list[Contact]] = {}
    for contact in contacts:
        alike.setdefault((contact.on, contact.subject), []).append(contact)
    found = [
        Touch(on, offset.kind, day, subject, tuple(sorted(contact.what for contact in sensible)))
        for (day, subject), together in alike.items()
        for offset in rules.offsets.get(subject, ())
        for on in [day + timedelta(days=offset.days)]
        if on >= since
        and (sensible := [contact for contact in together if contact.until is None or on <= contact.until])
    ]
    return sorted(found, key=lambda touch: (touch.on, touch.recommended_on, touch.subject))


def next_touch(contacts: Iterable[Contact], since: date, rules: Rules) -> Touch | None:
    """Give the first message on or after a day, None when nothing more is to be said."""
    planned = list(contacts)
    days = (
        (on, contact.on, contact.subject)
        for contact in planned
        for offset in rules.offsets.get(contact.subject, ())
        for on in [contact.on + timedelta(days=offset.days)]
        if on >= since and (contact.until is None or on <= contact.until)
    )
    first = min(days, default=None)
    alike = (one for one in planned if first and (one.on, one.subject) == first[1:])
    return next(iter(touches(alike, rules, since)), None)


def next_among(planned: Sequence[Touch], since: date) -> Touch | None:
    """Give the first of messages in the order of days on or after a day."""
    return next((touch for touch in planned if touch.on >= since), None)


def current_touches(contacts: Iterable[Contact], today: date, rules: Rules) -> list[Touch]:
    """List the messages that are due today or were missed in the last days.

    Of several about one recommended day the last counts: who is told that a dose is late need not hear that it is due.
    """
    return current_among(touches(contacts, rules), today, rules)


def current_among(planned: Iterable[Touch], today: date, rules: Rules) -> list[Touch]:
    """List those of planned messages that are due today or were missed in the last days."""
    start = today - timedelta(days=rules.catch_up_days)
    due = [touch for touch in planned if start <= touch.on <= today]
    return list({(touch.recommended_on, touch.subject): touch for touch in due}.values())
