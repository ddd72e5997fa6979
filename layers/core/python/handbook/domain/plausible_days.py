"""Days that can have been: of a birth, of what happens to a child, and of what is put off."""

from datetime import date, timedelta

from handbook.domain.calendar import age_in_days
from handbook.domain.errors import DateBeforeBirthError, DateInFutureError, InvalidFieldError

MAX_GUARDED_AGE_DAYS = 20 * 366
"""Handbooks serve from birth to six years; older dates are slips of the keyboard, not children."""


def check_birth_date(birth_date: date, today: date, name: str = "birth_date") -> None:
    """Refuse births in the future, and those too long ago to be a child's."""
    if birth_date > today:
        raise DateInFutureError(name)
    if age_in_days(birth_date, today) > MAX_GUARDED_AGE_DAYS:
        raise DateBeforeBirthError(name)


LONGEST_VIEW = timedelta(days=20 * 366)
"""No dose of childhood is due later than twenty years after birth."""


def check_end(until: date, after: date, birth_date: date, name: str) -> None:
    """Refuse an end that is no later than its beginning, or so late that a slip in the year wrote it.

    A deferral until then would keep a child from every vaccine. Raises: InvalidFieldError by `name`.
    """
    if until <= after or until - birth_date > LONGEST_VIEW:
        raise InvalidFieldError(name)


def check_event_date(event: date, birth_date: date, today: date, name: str) -> None:
    """Refuse what cannot have happened: before birth, or later than today."""
    if event > today:
        raise DateInFutureError(name)
    if event < birth_date:
        raise DateBeforeBirthError(name)
