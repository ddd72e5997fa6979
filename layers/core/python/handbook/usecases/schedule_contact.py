"""Keep the next day on which a handbook's family is to be told something."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from handbook.domain.handbook import Handbook
from handbook.usecases.recommend import forecast_of

if TYPE_CHECKING:
    from handbook.domain.immunization import Forecast, Schedule

# What reminders go by is imported when it is asked for, as the engine is: see recommend.py.


def with_next_contact(handbook: Handbook, schedule: Schedule, today: date) -> Handbook:
    """Derive the next contact from the forecast; the due index follows it through the table's stream."""
    return with_contact_after(handbook, forecast_of(handbook, schedule, today), today)


def with_contact_after(handbook: Handbook, found: Forecast, today: date) -> Handbook:
    """Derive the next contact, and the day of defaulting, from a forecast of this very handbook as of `today`.

    The next contact may lie as far back as a morning looks: a message that waits for tomorrow, or that a run missed,
    is not lost because the handbook was changed in between.
    """
    from handbook.domain.reminders.defaulting import defaults_on  # noqa: PLC0415
    from handbook.domain.reminders.rules import rules_on  # noqa: PLC0415
    from handbook.domain.reminders.touches import next_touch  # noqa: PLC0415
    from handbook.usecases.contacts import contacts_of  # noqa: PLC0415

    contacts, rules = contacts_of(handbook, found, today), rules_on(today)
    touch = next_touch(contacts, today - timedelta(days=rules.catch_up_days), rules)
    return replace(handbook, next_contact_on=touch.on if touch else None, defaults_on=defaults_on(contacts, rules))
