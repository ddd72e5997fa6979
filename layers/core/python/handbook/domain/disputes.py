"""What a family says is wrong or missing in a handbook, and what became of it; every step is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, NewType

from handbook.domain.calendar import local_date
from handbook.domain.dispute_clocks import clock_of, clock_on
from handbook.domain.dispute_states import DisputeState, DisputeStep, Side, after, is_open
from handbook.domain.errors import InvalidFieldError, TooManyStepsError, WrongDisputeStateError
from handbook.domain.ids import CommuneCode, HandbookId, UnitId
from handbook.domain.texts import Text
from handbook.reference.corrections import load_document

DisputeId = NewType("DisputeId", str)
type DisputeKind = Literal["wrong", "dose_missing", "other"]

MOST_STEPS = 60
"""A month of questions and answers twice a day; with texts of 500 signs one item keeps them."""
MOST_OPEN = 20
"""Open at once in one handbook: more are slips or spite, and would bury the others."""


@dataclass(frozen=True, slots=True)
class EntryRef:
    """One entry of a handbook: the word of its kind in addresses, and its id."""

    kind: str
    entry_id: str


@dataclass(frozen=True, slots=True)
class Desk:
    """Who is responsible: a unit, or whoever answers for a commune. One of the two is set."""

    unit_id: UnitId | None = None
    commune_code: CommuneCode | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done: by whom, when, and what was said. `code` is a reason of the list for this step."""

    step: DisputeStep
    at: datetime
    by: str
    side: Side
    text: str | None = None
    code: str | None = None
    attachment_ids: tuple[str, ...] = ()
    about: EntryRef | None = None
    desk: Desk | None = None


@dataclass(frozen=True, slots=True)
class Dispute:
    """A dispute with all its steps, the first of which says what it is about.

    `acknowledge_by` and `answer_by` are the last days in time, by the clock that was in force on receipt.
    """

    dispute_id: DisputeId
    handbook_id: HandbookId
    kind: DisputeKind
    desk: Desk
    state: DisputeState
    received_on: date
    clock_id: str
    acknowledge_by: date
    answer_by: date
    steps: tuple[Step, ...]
    about: EntryRef | None = None
    acknowledged_at: datetime | None = None
    third_party: bool = False
    extended: bool = False
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Say whether anybody still waits for an answer."""
        return is_open(self.state)

    @property
    def next_by(self) -> date:
        """The day by which the unit is to do something: acknowledge first, then answer."""
        return self.answer_by if self.acknowledged_at else min(self.acknowledge_by, self.answer_by)

    def days_left(self, today: date) -> int:
        """Count the days to `next_by`; 0 on that day, negative when it has passed."""
        return (self.next_by - today).days

    def is_overdue(self, today: date) -> bool:
        """Say whether the unit let a term pass that still runs."""
        return self.is_open and self.days_left(today) < 0


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is disputed: something wrong or missing, about one entry or none."""

    kind: DisputeKind
    about: EntryRef | None = None


def submitted(dispute_id: DisputeId, handbook_id: HandbookId, complaint: Complaint, desk: Desk, first: Step) -> Dispute:
    """Open a dispute with its first step; the clock begins with the local day of receipt."""
    received_on = local_date(first.at)
    clock = clock_on(received_on)
    return Dispute(
        dispute_id=dispute_id,
        handbook_id=handbook_id,
        kind=complaint.kind,
        about=complaint.about,
        desk=desk,
        state=DisputeState.SUBMITTED,
        received_on=received_on,
        clock_id=clock.clock_id,
        acknowledge_by=clock.acknowledge_by(received_on),
        answer_by=clock.answer_by(received_on),
        steps=(first,),
    )


def taken(dispute: Dispute, step: Step) -> Dispute:
    """Give the dispute after one more step, at its next version.

    Raises: WrongDisputeStateError where the state does not allow the step or a term was extended so before;
    InvalidFieldError for a code that is none of this step's; TooManyStepsError.
    """
    state = after(dispute.state, step.step)
    if len(dispute.steps) >= MOST_STEPS and is_open(state):
        raise TooManyStepsError
    _check_code(step)
    changed = replace(dispute, state=state, steps=(*dispute.steps, step), version=dispute.version + 1)
    if step.side == "unit" and step.step is not DisputeStep.FORWARD and dispute.acknowledged_at is None:
        changed = replace(changed, acknowledged_at=step.at)
    if step.step is DisputeStep.FORWARD and step.desk is not None:
        return replace(changed, desk=step.desk)
    return _extended(changed, step) if step.step is DisputeStep.EXTEND else changed


def _extended(dispute: Dispute, step: Step) -> Dispute:
    third_party = dispute.third_party or step.code == "third_party"
    extended = dispute.extended or step.code != "third_party"
    if (third_party, extended) == (dispute.third_party, dispute.extended):
        raise WrongDisputeStateError
    # What is late already is not made timely afterwards.
    if local_date(step.at) > dispute.answer_by:
        raise WrongDisputeStateError
    answer_by = clock_of(dispute.clock_id).answer_by(dispute.received_on, third_party=third_party, extended=extended)
    return replace(dispute, third_party=third_party, extended=extended, answer_by=answer_by)


_CODES: Mapping[DisputeStep, str] = {DisputeStep.EXTEND: "extensions", DisputeStep.REFUSE: "refusals"}


def _check_code(step: Step) -> None:
    name = _CODES.get(step.step)
    if name is not None and step.code not in codes_of(name):
        raise InvalidFieldError("code")


def codes_of(name: str) -> dict[str, Text]:
    """Give a list of codes with their sentences: "kinds", "states", "refusals" or "extensions"."""
    return {one["code"]: Text(one["vi"], one["en"]) for one in load_document("disputes")[name]}
