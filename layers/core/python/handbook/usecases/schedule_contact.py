"""Keep the next day on which a handbook's family is to be told something."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from handbook.domain.handbook import Handbook
from handbook.domain.reminders import next_touch
from handbook.usecases.recommend import forecast_of, recommended_dates

if TYPE_CHECKING:
    from handbook.domain.immunization import Forecast, Schedule


def next_contact_on(found: Forecast, today: date) -> date | None:
    """Give the first day from today on which the family is to be told something, None when there is none."""
    touch = next_touch(recommended_dates(found), today)
    return touch.on if touch else None


def with_next_contact(handbook: Handbook, schedule: Schedule, today: date) -> Handbook:
    """Derive the next contact from the forecast; the due index follows it through the table's stream."""
    return with_contact_after(handbook, forecast_of(handbook, schedule, today), today)


def with_contact_after(handbook: Handbook, found: Forecast, today: date) -> Handbook:
    """Derive the next contact from a forecast that was made of this very handbook, as of `today`."""
    return replace(handbook, next_contact_on=next_contact_on(found, today))
