"""From which day on a child is on the unit's list of those who did not come."""

from collections.abc import Iterable
from datetime import date, timedelta

from handbook.domain.reminders.kinds import DOSE, SCHOOL_DOSE, Contact
from handbook.domain.reminders.rules import Rules

_VACCINATIONS = frozenset({DOSE, SCHOOL_DOSE})


def missed_by(contacts: Iterable[Contact], on: date, rules: Rules) -> list[Contact]:
    """List the vaccinations that are missed by a day, for long enough that somebody should look; earliest first.

    A dose for which it is too late by then is no longer to be caught up on.
    """
    limit = timedelta(days=rules.defaulter_after_days)
    found = [one for one in contacts if one.subject in _VACCINATIONS and one.on + limit <= on and _sensible(one, on)]
    return sorted(found, key=lambda one: (one.on, one.what))


def defaults_on(contacts: Iterable[Contact], rules: Rules) -> date | None:
    """Give the first day on which something is missed for so long, past or to come; None where nothing ever is."""
    limit = timedelta(days=rules.defaulter_after_days)
    days = (one.on + limit for one in contacts if one.subject in _VACCINATIONS and _sensible(one, one.on + limit))
    return min(days, default=None)


def _sensible(contact: Contact, on: date) -> bool:
    return contact.until is None or on <= contact.until
