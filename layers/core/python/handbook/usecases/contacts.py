"""What a handbook's family is expected for, and on which days: what reminders go by."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from handbook.domain.handbook import Handbook
from handbook.domain.reminders.kinds import DOSE, Contact

if TYPE_CHECKING:
    from handbook.domain.immunization import Forecast


def contacts_of(handbook: Handbook, found: Forecast, today: date) -> tuple[Contact, ...]:
    """List all contacts of a handbook as of a day, of every subject; `found` is its forecast of that day."""
    return tuple(dose_contacts(found))


def dose_contacts(found: Forecast) -> list[Contact]:
    """List the doses that are recommended and not refused, each on its recommended day."""
    from handbook.domain.immunization import DueState  # noqa: PLC0415 - as in recommend.py

    open_states = {DueState.DUE, DueState.UPCOMING, DueState.OVERDUE}
    return [
        Contact(DOSE, f"{group.group}-{group.dose_number}", group.recommended.on)
        for group in found.groups
        if group.recommended and group.due_state in open_states and group.refused_on is None
    ]
