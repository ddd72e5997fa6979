"""Shares, appointments, referrals and break-glass as JSON."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from handbook.domain.grant_records import GrantRecord, GrantState
from handbook.domain.grants import (
    GrantKind,
    check_appointment,
    check_referral,
    check_share,
    day_of_visit,
    purposes_of,
    start_of,
)
from handbook.domain.ids import UnitId
from handbook.domain.phones import normalise_phone
from handbook.domain.texts import Text
from handbook.usecases.break_glass import Emergency
from handbook.usecases.give_grant import GrantWanted
from handbook.usecases.read_grants import GrantSeen
from handbook.usecases.search_handbooks import ByCode, ByIdentifier, ByPhone
from handbook.web.forms.forecast import TextBody
from handbook.web.forms.search import IdentifierSought
from handbook.web.requests import etag
from handbook.web.schemas import Body, Day, Identifier, Note, PageBody, Whole


class ShareBody(Body):
    """With which unit, for what (a code of /v1/sharing-codes), and the first and last day, a year at most."""

    unit_id: Identifier
    purpose: Identifier
    since: Day | None = None
    until: Day

    def wanted(self, today: date) -> GrantWanted:
        """Read what is wanted. Raises: InvalidFieldError."""
        since = self.since or today
        check_share(since, self.until, today)
        ends = start_of(self.until) + timedelta(days=1)
        return GrantWanted(GrantKind.SHARE, UnitId(self.unit_id), self.purpose, start_of(since), ends)


class AppointmentBody(Body):
    """At which unit, on which day and for what; the unit sees the handbook on that day and the day after."""

    unit_id: Identifier
    on: Day
    purpose: Identifier

    def wanted(self, today: date) -> GrantWanted:
        """Read what is wanted. Raises: InvalidFieldError."""
        check_appointment(self.on, today)
        return GrantWanted(GrantKind.APPOINTMENT, UnitId(self.unit_id), self.purpose, *day_of_visit(self.on))


class ReferralBody(Body):
    """To which unit and why: a code, words if any, and for how many days the unit sees the handbook."""

    unit_id: Identifier
    purpose: Identifier
    days: Whole = 30
    text: Note | None = None

    def wanted(self, now: datetime) -> GrantWanted:
        """Read what is wanted. Raises: InvalidFieldError."""
        check_referral(self.days)
        until = now + timedelta(days=self.days)
        return GrantWanted(GrantKind.REFERRAL, UnitId(self.unit_id), self.purpose, now, until, self.text)


class BreakGlassBody(Body):
    """What is in hand, in exactly one way; the day of birth where it leads to several; and why it cannot wait.

    It travels in a body, so that nothing personal stands in a URL and nobody asks by ids.
    """

    code: Identifier | None = None
    identifier: IdentifierSought | None = None
    phone: Annotated[str, Field(min_length=9, max_length=30)] | None = None
    birth_date: Day | None = None
    reason: Identifier
    text: Note

    @model_validator(mode="after")
    def _one_way(self) -> "BreakGlassBody":
        if sum(value is not None for value in (self.code, self.identifier, self.phone)) != 1:
            raise ValueError("one of code, identifier and phone is in hand")
        return self

    def emergency(self) -> Emergency:
        """Read what is in hand. Raises: PhoneNotVietnameseError."""
        return Emergency(self._sought(), self.birth_date, self.reason, self.text)

    def _sought(self) -> ByCode | ByIdentifier | ByPhone:
        if self.code is not None:
            return ByCode(self.code)
        if self.identifier is not None:
            return ByIdentifier(self.identifier.system, self.identifier.value)
        return ByPhone(normalise_phone(self.phone or ""))


class GrantAnswer(Body):
    """A right as both sides see it, from the instant `since` to before `until`.

    `state` is coming, held, lapsed or ended: before its time, by an adoption or a merge. `staff_id` is there where one
    person has it. `full_name` and `birth_date` are there in lists of units, while the unit may know whose it is.
    """

    grant_id: str
    handbook_id: str | None
    kind: str
    purpose: str
    purpose_text: TextBody
    text: str | None
    unit_id: str
    staff_id: str | None
    since: datetime
    until: datetime
    state: str
    given_at: datetime
    given_by: Literal["family", "unit"]
    given_by_unit: str | None
    ended_at: datetime | None
    ended_by: Literal["family", "unit"] | None
    full_name: str | None = None
    birth_date: date | None = None
    version: int
    etag: str


class GrantPage(PageBody):
    """Rights; those that ended stay."""

    items: list[GrantAnswer]


class BrokenGlass(Body):
    """That somebody of the unit opened a handbook in an emergency: who, when and by which reason; not whose it is."""

    staff_id: str | None
    at: datetime
    until: datetime
    reason: str
    reason_text: TextBody


class BrokenGlassPage(PageBody):
    """Uses of break-glass, the newest first."""

    items: list[BrokenGlass]


class SharingCode(Body):
    """A code with its text in both languages."""

    code: str
    vi: str
    en: str


class SharingCodes(Body):
    """Purposes of shares and appointments, reasons of referrals and of break-glass."""

    share: list[SharingCode]
    appointment: list[SharingCode]
    referral: list[SharingCode]
    break_glass: list[SharingCode]


def grant_answer(record: GrantRecord, state: GrantState) -> dict[str, Any]:
    """Write a right as JSON."""
    grant = record.grant
    return {
        "grant_id": grant.grant_id,
        "handbook_id": record.handbook_id,
        "kind": grant.kind.value,
        "purpose": grant.purpose,
        "purpose_text": _text(grant.kind, grant.purpose),
        "text": record.text,
        "unit_id": grant.unit_id,
        "staff_id": grant.staff_id,
        "since": grant.since.isoformat(),
        "until": grant.until.isoformat(),
        "state": state.value,
        "given_at": record.given_at.isoformat(),
        "given_by": record.side,
        "given_by_unit": record.given_by_unit,
        "ended_at": record.ended_at.isoformat() if record.ended_at else None,
        "ended_by": record.ended_side,
        "version": record.version,
        "etag": etag(record.version),
    }


def seen_answer(seen: GrantSeen) -> dict[str, Any]:
    """Write a right of a unit's list as JSON: whose it is only while the unit may know that."""
    form = grant_answer(seen.record, seen.state)
    if seen.handbook is None:
        return {**form, "handbook_id": None, "text": None}
    child = seen.handbook.child
    known = {"full_name": child.full_name, "birth_date": child.birth_date.isoformat()} if child else {}
    return {**form, **known}


def broken_glass(record: GrantRecord) -> dict[str, Any]:
    """Write a use of break-glass as JSON, without whose handbook it was."""
    grant = record.grant
    return {
        "staff_id": grant.staff_id,
        "at": record.given_at.isoformat(),
        "until": grant.until.isoformat(),
        "reason": grant.purpose,
        "reason_text": _text(grant.kind, grant.purpose),
    }


def sharing_codes() -> dict[str, Any]:
    """Write every list of codes as JSON."""
    return {kind.value: _listed(purposes_of(kind)) for kind in GrantKind}


def _text(kind: GrantKind, code: str) -> dict[str, str]:
    # A code that a later list leaves out still stands in old rights.
    return purposes_of(kind).get(code, Text(code, code))._asdict()


def _listed(codes: Mapping[str, Text]) -> list[dict[str, str]]:
    return [{"code": code, **text._asdict()} for code, text in codes.items()]
