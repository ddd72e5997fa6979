"""Requests about personal data with their terms and every step, in words."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from handbook.domain.calendar import iso_utc
from handbook.domain.data_requests import KINDS, DataRequest, RequestKind, RequestStep, codes_of
from handbook.domain.disputes import EntryRef
from handbook.domain.request_clocks import clock_of, clock_on
from handbook.domain.request_states import RequestDeed
from handbook.domain.retention import Retention
from handbook.usecases.open_data_request import RequestSaid
from handbook.usecases.step_data_request import DeedSaid
from handbook.web.forms.forecast import TextBody
from handbook.web.requests import etag
from handbook.web.schemas import Body, Identifier, Note, PageBody

Kind = Literal["access", "correct", "delete", "restrict", "object", "withdraw", "copy"]


class RequestEntryBody(Body):
    """One entry of the handbook, by the word of its kind in addresses and its id."""

    kind: Identifier
    entry_id: Identifier


class DataRequestBody(Body):
    """What is asked for, in one's own words.

    A correction of a handbook opens a dispute about `entry` with the same words, or names one that is there as
    `dispute_id`. A withdrawal may name the `purpose`; to withdraw at once there is a route of its own.
    """

    kind: Kind
    text: Note
    purpose: Identifier | None = None
    dispute_id: Identifier | None = None
    entry: RequestEntryBody | None = None

    def said(self) -> RequestSaid:
        """Read what is asked for."""
        entry = EntryRef(self.entry.kind, self.entry.entry_id) if self.entry else None
        return RequestSaid(self.kind, self.text, self.purpose, self.dispute_id, entry)


class DataRequestStepBody(Body):
    """One step. `code` is a reason of /v1/data-request-codes: of an extension or a refusal."""

    step: Literal["acknowledge", "begin", "extend", "fulfil", "refuse", "take_back", "lift"] = Field(
        description="take_back and lift are the family's, all others who answers'"
    )
    text: Note | None = None
    code: Identifier | None = None

    def said(self, based_on: int) -> DeedSaid:
        """Read what is done."""
        return DeedSaid(RequestDeed(self.step), based_on, self.text, self.code)


class DataRequestStepAnswer(Body):
    """One thing that was done."""

    step: str
    side: Literal["family", "unit"]
    at: datetime
    by: str
    text: str | None
    code: str | None
    code_text: TextBody | None


class RetentionAnswer(Body):
    """By which rule a handbook is kept; `until` is null as long as the time has not begun."""

    rule_id: str
    text: TextBody
    until: date | None


class DataRequestAnswer(Body):
    """A request as both sides see it.

    `next_by` is the last day in time for what is to be done next, `days_left` counts to it and is negative when it has
    passed; `late` says that it has. All null or false once it ended. `answered_by` is the address where an access or a
    copy is had at once; `retention` and `offers` are there for a deletion that the law does not allow.
    """

    request_id: str
    handbook_id: str | None
    account_id: str | None
    commune_code: str | None
    kind: Kind
    kind_text: TextBody
    purpose: str | None
    dispute_id: str | None
    state: str
    state_text: TextBody
    received_on: date
    acknowledge_by: date
    acknowledged_at: datetime | None
    answer_by: date
    third_party: bool
    extended: bool
    next_by: date | None
    days_left: int | None
    late: bool
    clock_id: str
    clock_source: str
    answered_by: str | None
    retention: RetentionAnswer | None
    offers: list[Kind]
    steps: list[DataRequestStepAnswer]
    version: int
    etag: str


class DataRequestPage(PageBody):
    """Requests, in the order of their ids."""

    items: list[DataRequestAnswer]


class WaitingRequestAnswer(Body):
    """An open request in a unit's list. Whose it is, only those see who are to answer it."""

    request_id: str
    handbook_id: str | None
    account_id: str | None
    commune_code: str | None
    province_code: str | None
    kind: Kind
    state: str
    received_on: date
    acknowledged: bool
    answer_by: date
    next_by: date
    days_left: int
    late: bool
    due_tomorrow: bool


class WaitingPage(PageBody):
    """Open requests, what is due first at the head."""

    items: list[WaitingRequestAnswer]


class TermsAnswer(Body):
    """The terms of a kind of request that is received today."""

    kind: Kind
    text: TextBody
    clock_id: str
    acknowledge_working_days: int
    answer_days: int
    third_party_days: int
    extension_days: int
    source: str


class ReasonAnswer(Body):
    """A reason in words."""

    code: str
    text: TextBody


class DataRequestCodes(Body):
    """The kinds of requests with their terms, and the reasons of extensions and refusals."""

    kinds: list[TermsAnswer]
    extensions: list[ReasonAnswer]
    refusals: list[ReasonAnswer]


def codes_answer(today: date) -> dict[str, Any]:
    """Write the kinds with the terms of a day, and the reasons."""
    return {
        "kinds": [_terms(kind, today) for kind in KINDS],
        **{name: _reasons(name) for name in ("extensions", "refusals")},
    }


def _terms(kind: RequestKind, today: date) -> dict[str, Any]:
    clock = clock_on(kind, today)
    names = ("clock_id", "acknowledge_working_days", "answer_days", "third_party_days", "extension_days", "source")
    return {"kind": kind, "text": codes_of("kinds")[kind]._asdict(), **{name: getattr(clock, name) for name in names}}


def _reasons(name: str) -> list[dict[str, Any]]:
    return [{"code": code, "text": text._asdict()} for code, text in codes_of(name).items()]


def request_answer(request: DataRequest, today: date, retention: Retention | None = None) -> dict[str, Any]:
    """Write a request as JSON, as of a day."""
    open_, kind = request.is_open, request.wish.kind
    return {
        "request_id": request.request_id,
        "handbook_id": request.about.handbook_id,
        "account_id": request.about.account_id,
        "commune_code": request.about.commune_code,
        "kind": kind,
        "kind_text": codes_of("kinds")[kind]._asdict(),
        "purpose": request.wish.purpose,
        "dispute_id": request.wish.dispute_id,
        "state": request.state.value,
        "state_text": codes_of("states")[request.state]._asdict(),
        "received_on": request.received_on.isoformat(),
        "acknowledge_by": request.acknowledge_by.isoformat(),
        "acknowledged_at": iso_utc(request.acknowledged_at) if request.acknowledged_at else None,
        "answer_by": request.answer_by.isoformat(),
        "third_party": request.third_party,
        "extended": request.extended,
        "next_by": request.next_by.isoformat() if open_ else None,
        "days_left": request.days_left(today) if open_ else None,
        "late": request.is_late(today),
        "clock_id": request.clock_id,
        "clock_source": clock_of(kind, request.clock_id).source,
        "answered_by": _address(request),
        "retention": _retention(retention),
        "offers": ["restrict"] if retention else [],
        "steps": [_step(step) for step in request.steps],
        "version": request.version,
        "etag": etag(request.version),
    }


def _address(request: DataRequest) -> str | None:
    about, own_data = request.about, request.wish.kind in {"access", "copy"}
    return f"/v1/handbooks/{about.handbook_id}/exports" if about.handbook_id and own_data else None


def _retention(kept: Retention | None) -> dict[str, Any] | None:
    if kept is None:
        return None
    until = kept.until.isoformat() if kept.until else None
    return {"rule_id": kept.rule_id, "text": kept.text._asdict(), "until": until}


def _step(step: RequestStep) -> dict[str, Any]:
    reasons = {**codes_of("extensions"), **codes_of("refusals")}
    return {
        "step": step.deed.value,
        "side": step.side,
        "at": iso_utc(step.at),
        "by": step.by,
        "text": step.text,
        "code": step.code,
        "code_text": reasons[step.code]._asdict() if step.code in reasons else None,
    }


def waiting_answer(request: DataRequest, today: date, *, own: bool) -> dict[str, Any]:
    """Write an open request for a unit's list; whose it is, where the unit is to answer it (`own`)."""
    about, days_left = request.about, request.days_left(today)
    return {
        "request_id": request.request_id,
        "handbook_id": about.handbook_id if own else None,
        "account_id": about.account_id if own else None,
        "commune_code": about.commune_code,
        "province_code": about.province_code,
        "kind": request.wish.kind,
        "state": request.state.value,
        "received_on": request.received_on.isoformat(),
        "acknowledged": request.acknowledged_at is not None,
        "answer_by": request.answer_by.isoformat(),
        "next_by": request.next_by.isoformat(),
        "days_left": days_left,
        "late": request.is_late(today),
        "due_tomorrow": days_left == 1,
    }
