"""Write down what came of looking for a family that did not come."""

from __future__ import annotations

from typing import Protocol

from handbook.domain.access import Action
from handbook.domain.audit import AuditEntry
from handbook.domain.encounters.confidential import check_text
from handbook.domain.errors import InvalidFieldError
from handbook.domain.ids import HandbookId
from handbook.domain.receipts import Receipt
from handbook.domain.reminders.defaulters import MOST_NOTES, Note, Noted, check_note
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.ports import Records


class Notes(Protocol):
    """See storage.defaulters.Defaulters."""

    def noted(self, handbook_id: HandbookId) -> Noted: ...
    def add_note(self, note: Note, before: Noted, entry: AuditEntry, receipt: Receipt) -> None: ...


def note_defaulter(
    handbook_id: HandbookId, note: Note, context: Context, receipt: Receipt, *, records: Records, notes: Notes
) -> Note:
    """Add a note to a handbook's place on the worklist; the record itself stays as it is.

    A refusal that is to end the reminders is recorded as a refusal. Raises: NotFoundError, ForbiddenError,
    DateInFutureError; InvalidFieldError for a day before anybody was reminded, and when there are too many notes.
    """
    handbook, ground = admit(context, Action.NOTE_DEFAULTER, handbook_id, records)
    check_note(note, context.today)
    check_text(note.text, "text")
    before = notes.noted(handbook.handbook_id)
    if len(before.notes) >= MOST_NOTES:
        raise InvalidFieldError("finding")
    access = context.audit(Action.NOTE_DEFAULTER, ground, handbook.handbook_id)
    notes.add_note(note, before, access, receipt)
    return note
