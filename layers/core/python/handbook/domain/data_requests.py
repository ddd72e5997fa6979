"""What somebody asks about their personal data, and what became of it: the rights of Law 91/2025/QH15, with clocks."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, NewType, get_args

from handbook.domain.calendar import local_date
from handbook.domain.dispute_states import Side
from handbook.domain.errors import InvalidFieldError, TooManyStepsError
from handbook.domain.ids import AccountId, CommuneCode, HandbookId, ProvinceCode
from handbook.domain.privacy_errors import WrongRequestStateError
from handbook.domain.request_clocks import clock_of, clock_on
from handbook.domain.request_states import RequestDeed, RequestState, after, is_open
from handbook.domain.texts import Text
from handbook.reference.privacy import load_document

RequestId = NewType("RequestId", str)
type RequestKind = Literal["access", "correct", "delete", "restrict", "object", "withdraw", "copy"]
KINDS: tuple[RequestKind, ...] = get_args(RequestKind.__value__)

MOST_STEPS = 20
"""Both extensions and every other step, with room; one item keeps them."""
MOST_OPEN = 20
"""Open at once for one handbook or account: more are slips or spite, and would bury the others."""


@dataclass(frozen=True, slots=True)
class RequestStep:
    """One thing that was done: by whom, when, what was said. `code` is a reason of the list for this step."""

    deed: RequestDeed
    at: datetime
    by: str
    side: Side
    text: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class About:
    """Whose data a request is about: those of a handbook, with its place, or of an account. One of the two is set."""

    handbook_id: HandbookId | None = None
    commune_code: CommuneCode | None = None
    province_code: ProvinceCode | None = None
    account_id: AccountId | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for; `purpose` names the consent that is withdrawn, `dispute_id` the dispute that corrects."""

    kind: RequestKind
    purpose: str | None = None
    dispute_id: str | None = None


@dataclass(frozen=True, slots=True)
class DataRequest:
    """A request with all its steps, the first of which says what is asked for.

    `acknowledge_by` and `answer_by` are the last days in time, by the clock that was in force on receipt.
    """

    request_id: RequestId
    about: About
    wish: Wish
    state: RequestState
    received_on: date
    clock_id: str
    acknowledge_by: date
    answer_by: date
    steps: tuple[RequestStep, ...]
    acknowledged_at: datetime | None = None
    third_party: bool = False
    extended: bool = False
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Say whether somebody still waits for an answer."""
        return is_open(self.state)

    @property
    def restricts(self) -> bool:
        """Say whether a handbook is restricted by it."""
        return self.wish.kind == "restrict" and self.state is RequestState.FULFILLED

    @property
    def next_by(self) -> date:
        """The day by which something is to be done: acknowledge first, then answer."""
        return self.answer_by if self.acknowledged_at else min(self.acknowledge_by, self.answer_by)

    def days_left(self, today: date) -> int:
        """Count the days to `next_by`; 0 on that day, negative when it has passed."""
        return (self.next_by - today).days

    def is_late(self, today: date) -> bool:
        """Say whether a term passed that still runs."""
        return self.is_open and self.days_left(today) < 0


def received(request_id: RequestId, about: About, wish: Wish, first: RequestStep) -> DataRequest:
    """Take a request with its first step; the clock begins with the local day of receipt."""
    received_on = local_date(first.at)
    clock = clock_on(wish.kind, received_on)
    return DataRequest(
        request_id=request_id,
        about=about,
        wish=wish,
        state=RequestState.RECEIVED,
        received_on=received_on,
        clock_id=clock.clock_id,
        acknowledge_by=clock.acknowledge_by(received_on),
        answer_by=clock.answer_by(received_on),
        steps=(first,),
    )


def taken(request: DataRequest, step: RequestStep) -> DataRequest:
    """Give the request after one more step, at its next version.

    Raises: WrongRequestStateError where the state does not allow the step, a term was extended so before or has passed,
    or what is to be lifted is no restriction; InvalidFieldError ("code"); TooManyStepsError.
    """
    state = after(request.state, step.deed)
    if step.deed is RequestDeed.LIFT and request.wish.kind != "restrict":
        raise WrongRequestStateError
    if len(request.steps) >= MOST_STEPS and is_open(state):
        raise TooManyStepsError
    _check_code(step)
    changed = replace(request, state=state, steps=(*request.steps, step), version=request.version + 1)
    if step.side == "unit" and request.acknowledged_at is None:
        changed = replace(changed, acknowledged_at=step.at)
    return _extended(changed, step) if step.deed is RequestDeed.EXTEND else changed


def _extended(request: DataRequest, step: RequestStep) -> DataRequest:
    third_party = request.third_party or step.code == "third_party"
    extended = request.extended or step.code != "third_party"
    said_before = (third_party, extended) == (request.third_party, request.extended)
    # What is late already is not made timely afterwards.
    if said_before or local_date(step.at) > request.answer_by:
        raise WrongRequestStateError
    clock = clock_of(request.wish.kind, request.clock_id)
    answer_by = clock.answer_by(request.received_on, third_party=third_party, extended=extended)
    return replace(request, third_party=third_party, extended=extended, answer_by=answer_by)


_CODES: Mapping[RequestDeed, str] = {RequestDeed.EXTEND: "extensions", RequestDeed.REFUSE: "refusals"}


def _check_code(step: RequestStep) -> None:
    name = _CODES.get(step.deed)
    if name is not None and step.code not in codes_of(name):
        raise InvalidFieldError("code")


def codes_of(name: str) -> dict[str, Text]:
    """Give a list of codes with their sentences: "kinds", "states", "refusals" or "extensions"."""
    return {one["code"]: Text(one["vi"], one["en"]) for one in load_document("requests")[name]}
