"""What a handbook's family is expected for, and on which days: what reminders go by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from handbook.domain.calendar import months_after
from handbook.domain.care_plan import CareKind, care_due
from handbook.domain.handbook import Handbook
from handbook.domain.life import ENDS
from handbook.domain.reminders.kinds import ANTENATAL, CHECK_UP, DOSE, SCHOOL_DOSE, Contact
from handbook.domain.reminders.rules import rules_on
from handbook.domain.rounds import round_contacts
from handbook.usecases.encounter_days import care_case_of
from handbook.usecases.recommend import forecast_of

if TYPE_CHECKING:
    from handbook.domain.immunization import Forecast, Schedule


def contacts_of(handbook: Handbook, found: Forecast, today: date) -> tuple[Contact, ...]:
    """List all contacts of a handbook as of a day, of every subject; `found` is its forecast of that day.

    The one place that says what a family is expected for. Nothing is, once the life that the handbook is of has ended,
    or when another handbook speaks for it.
    """
    if handbook.state in ENDS or handbook.merged_into is not None:
        return ()
    return (*_of_child(handbook, found, today), *care_contacts(handbook, today))


def _of_child(handbook: Handbook, found: Forecast, today: date) -> list[Contact]:
    if handbook.child is None:
        return []
    born, rules, given = handbook.child.birth_date, rules_on(today), _given(handbook)
    doses = dose_contacts(found, months_after(born, rules.school_dose_from_months))
    return [*doses, *round_contacts(born, given, rules.round_months, today)]


def _given(handbook: Handbook) -> dict[str, list[date]]:
    given: dict[str, list[date]] = {}
    for one in handbook.courses:
        given.setdefault(one.course, []).append(one.on)
    return given


def care_contacts(handbook: Handbook, today: date) -> list[Contact]:
    """List the visits of mother and child that the plan of care still asks for, each on its due day.

    Who may not know of the mother is not reminded of her visits.
    """
    case = care_case_of(handbook, mother=not handbook.mother_hidden)
    return [
        Contact(_SUBJECTS[item.kind], f"{item.kind}-{item.code}", item.due_on, item.last_day)
        for item in care_due(case, handbook.care_contacts, today)
    ]


_SUBJECTS: Mapping[CareKind, str] = {
    "antenatal": ANTENATAL,
    "postpartum": ANTENATAL,
    "newborn": CHECK_UP,
    "child_checkup": CHECK_UP,
}
"""A family has one switch for the mother's visits and one for the child's."""


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
