"""Disputes with their terms and every step, in words."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from handbook.domain.dispute_clocks import clock_of
from handbook.domain.dispute_states import text_of
from handbook.domain.disputes import Complaint, Desk, Dispute, EntryRef, Step, codes_of
from handbook.usecases.open_dispute import OpenDispute
from handbook.web.forms.forecast import TextBody
from handbook.web.forms.named import NamedBody
from handbook.web.requests import etag
from handbook.web.schemas import Body, Identifier, Note, PageBody

Attachments = Annotated[tuple[Identifier, ...], Field(max_length=5, description="Ids of attachments of the handbook")]


class EntryRefBody(Body):
    """One entry of the handbook, by the word of its kind in addresses and its id."""

    kind: Identifier
    entry_id: Identifier

    def ref(self) -> EntryRef:
        """Read the reference."""
        return EntryRef(self.kind, self.entry_id)


class DisputeBody(NamedBody):
    """What is wrong or missing, in the family's words; `about` an entry where there is one."""

    kind: Literal["wrong", "dose_missing", "other"]
    about: EntryRefBody | None = None
    text: Note
    attachment_ids: Attachments = ()

    def command(self) -> OpenDispute:
        """Read the command."""
        return OpenDispute(
            Complaint(self.kind, self.about.ref() if self.about else None), self.text, self.attachment_ids
        )


class DisputeTextBody(Body):
    """What is asked or answered, with photos."""

    text: Note
    attachment_ids: Attachments = ()


class DisputeNoteBody(Body):
    """A word to the other side, if any."""

    text: Note | None = None


class DisputeForwardBody(Body):
    """To which unit and why; without `unit_id` to whoever answers for the child's commune."""

    unit_id: Identifier | None = None
    text: Note


class DisputeExtensionBody(Body):
    """Why more time is needed: a code of /v1/correction-codes, and words."""

    code: Identifier
    text: Note


class DisputeResolutionBody(Body):
    """The entry that was corrected or recorded, or with `outcome` "refused" the reason's code; always words."""

    outcome: Literal["corrected", "refused"]
    entry: EntryRefBody | None = None
    code: Identifier | None = None
    text: Note


class DeskBody(Body):
    """Who is to answer: a unit, or whoever answers for a commune."""

    unit_id: str | None
    commune_code: str | None


class DisputeStepAnswer(Body):
    """One thing that was done."""

    step: str
    side: Literal["family", "unit"]
    at: datetime
    by: str
    text: str | None
    code: str | None
    attachment_ids: list[str]
    entry: EntryRefBody | None
    forwarded_to: DeskBody | None


class DisputeAnswer(Body):
    """A dispute as both sides see it.

    `next_by` is the last day in time for what the unit is to do next, `days_left` counts to it and is negative when it
    has passed; `escalated` says that it has, and that the dispute leads every list. All null or false once it ended.
    """

    dispute_id: str
    handbook_id: str
    kind: str
    kind_text: TextBody
    about: EntryRefBody | None
    state: str
    state_text: TextBody
    responsible: DeskBody
    received_on: date
    acknowledge_by: date
    acknowledged_at: datetime | None
    answer_by: date
    third_party: bool
    extended: bool
    next_by: date | None
    days_left: int | None
    escalated: bool
    clock_id: str
    clock_source: str
    steps: list[DisputeStepAnswer]
    version: int
    etag: str


class DisputePage(PageBody):
    """Disputes; those of a desk with the most urgent first."""

    items: list[DisputeAnswer]


def dispute_answer(dispute: Dispute, today: date) -> dict[str, Any]:
    """Write a dispute as JSON, as of a day."""
    open_ = dispute.is_open
    return {
        "dispute_id": dispute.dispute_id,
        "handbook_id": dispute.handbook_id,
        "kind": dispute.kind,
        "kind_text": codes_of("kinds")[dispute.kind]._asdict(),
        "about": _ref(dispute.about),
        "state": dispute.state.value,
        "state_text": text_of(dispute.state)._asdict(),
        "responsible": _desk(dispute.desk),
        "received_on": dispute.received_on.isoformat(),
        "acknowledge_by": dispute.acknowledge_by.isoformat(),
        "acknowledged_at": dispute.acknowledged_at.isoformat() if dispute.acknowledged_at else None,
        "answer_by": dispute.answer_by.isoformat(),
        "third_party": dispute.third_party,
        "extended": dispute.extended,
        "next_by": dispute.next_by.isoformat() if open_ else None,
        "days_left": dispute.days_left(today) if open_ else None,
        "escalated": dispute.is_overdue(today),
        "clock_id": dispute.clock_id,
        "clock_source": clock_of(dispute.clock_id).source,
        "steps": [_step(step) for step in dispute.steps],
        "version": dispute.version,
        "etag": etag(dispute.version),
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "step": step.step.value,
        "side": step.side,
        "at": step.at.isoformat(),
        "by": step.by,
        "text": step.text,
        "code": step.code,
        "attachment_ids": list(step.attachment_ids),
        "entry": _ref(step.about),
        "forwarded_to": _desk(step.desk) if step.desk else None,
    }


def _ref(ref: EntryRef | None) -> dict[str, str] | None:
    return {"kind": ref.kind, "entry_id": ref.entry_id} if ref else None


def _desk(desk: Desk) -> dict[str, Any]:
    return {"unit_id": desk.unit_id, "commune_code": desk.commune_code}
