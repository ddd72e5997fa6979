"""What a handbook's family is expected for, and on which days: what reminders go by."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from handbook.domain.calendar import months_after
from handbook.domain.handbook import Handbook
from handbook.domain.reminders.kinds import DOSE, SCHOOL_DOSE, Contact
from handbook.domain.reminders.rules import rules_on
from handbook.domain.rounds import round_contacts
from handbook.usecases.recommend import forecast_of

if TYPE_CHECKING:
    from handbook.domain.immunization import Forecast, Schedule


def contacts_of(handbook: Handbook, found: Forecast, today: date) -> tuple[Contact, ...]:
    """List all contacts of a handbook as of a day, of every subject; `found` is its forecast of that day."""
    if not handbook.in_care:
        return ()
    born, rules = handbook.profile.birth_date, rules_on(today)
    return (
        *dose_contacts(found, months_after(born, rules.school_dose_from_months)),
        *round_contacts(born, {}, rules.round_months, today),
    )


def contacts_on(handbook: Handbook, schedule: Schedule, today: date) -> tuple[Contact, ...]:
    """List all contacts of a handbook as of a day, by a schedule."""
    return contacts_of(handbook, forecast_of(handbook, schedule, today), today)


def dose_contacts(found: Forecast, school_from: date = date.max) -> list[Contact]:
    """List the doses that are recommended and not refused, each on its recommended day.

    Those from the day `school_from` on are given at school.
    """
    from handbook.domain.immunization import DueState  # noqa: PLC0415 - as in recommend.py

    open_states = {DueState.DUE, DueState.UPCOMING, DueState.OVERDUE}
    return [
        Contact(
            DOSE if group.recommended.on < school_from else SCHOOL_DOSE,
            f"{group.group}-{group.dose_number}",
            group.recommended.on,
            group.latest.on if group.latest else None,
        )
        for group in found.groups
        if group.recommended and group.due_state in open_states and group.refused_on is None
    ]
