"""Who did not come, and what came of looking for them."""

from datetime import date, datetime
from typing import Any

from handbook.domain.reminders.defaulters import Finding, Note
from handbook.domain.texts import Language
from handbook.usecases.list_dead_numbers import Unreachable
from handbook.usecases.list_defaulters import Defaulter, Missed
from handbook.web.schemas import Body, Day, PageBody
from handbook.web.schemas import Note as Sentences


class NoteBody(Body):
    """What came of looking for a family on a day."""

    finding: Finding
    on: Day
    text: Sentences | None = None

    def note(self, by: str, at: datetime) -> Note:
        """Make the note of somebody."""
        return Note(self.finding, self.on, by, at, self.text)


class NoteAnswer(Body):
    """A note as it was kept."""

    finding: str
    on: date
    noted_by: str
    noted_at: datetime
    text: str | None


class MissedDoseAnswer(Body):
    """A dose that is missed, by the schedule in force."""

    group: str
    name: str
    dose_number: int | None
    recommended_on: date
    days_overdue: int


class DefaulterAnswer(Body):
    """A child who did not come; `phones` are the guardians' numbers, masked."""

    handbook_id: str
    full_name: str
    birth_date: date
    doses: list[MissedDoseAnswer]
    days_overdue: int
    phones: list[str]
    notes: list[NoteAnswer]


class DefaulterPage(PageBody):
    """Children who did not come, the longest first; a page may be short, and `next` still lead on."""

    items: list[DefaulterAnswer]


class DeadNumberAnswer(Body):
    """A family that no message reaches; `phone` is masked, `full_name` null before the birth."""

    handbook_id: str
    full_name: str | None
    since: datetime
    phone: str


class DeadNumberPage(PageBody):
    """Families that no message reaches, the longest first; a page may be short, and `next` still lead on."""

    items: list[DeadNumberAnswer]


def dead_number_answer(one: Unreachable) -> DeadNumberAnswer:
    """Write a family that no message reaches as JSON."""
    child = one.handbook.child
    return DeadNumberAnswer(
        handbook_id=one.handbook.handbook_id,
        full_name=child.full_name if child else None,
        since=one.since,
        phone=one.phone,
    )


def note_answer(note: Note) -> dict[str, Any]:
    """Write a note as JSON."""
    return {
        "finding": note.finding.value,
        "on": note.on.isoformat(),
        "noted_by": note.noted_by,
        "noted_at": note.noted_at.isoformat(),
        "text": note.text,
    }


def defaulter_answer(one: Defaulter, language: Language) -> dict[str, Any]:
    """Write a child who did not come as JSON, the newest note first."""
    profile = one.handbook.profile
    return {
        "handbook_id": one.handbook.handbook_id,
        "full_name": profile.full_name,
        "birth_date": profile.birth_date.isoformat(),
        "doses": [_dose_answer(missed, language) for missed in one.missed],
        "days_overdue": max(missed.days_overdue for missed in one.missed),
        "phones": list(one.phones),
        "notes": [note_answer(note) for note in reversed(one.noted.notes)] if one.noted else [],
    }


def _dose_answer(missed: Missed, language: Language) -> dict[str, Any]:
    return {
        "group": missed.group,
        "name": missed.name.in_(language),
        "dose_number": missed.dose_number,
        "recommended_on": missed.contact.on.isoformat(),
        "days_overdue": missed.days_overdue,
    }
