"""Rights that somebody gave a unit on one handbook for a while: shares, appointments, referrals, break-glass.

Those that hold or are to hold stand on the handbook's summary, so that a decision needs no further read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from handbook.domain.calendar import VIETNAM
from handbook.domain.errors import InvalidFieldError, TooManyGrantsError
from handbook.domain.ids import GrantId, StaffId, UnitId
from handbook.domain.texts import Text
from handbook.reference.grants import load_document


class GrantKind(StrEnum):
    """How a right came about."""

    SHARE = "share"
    APPOINTMENT = "appointment"
    REFERRAL = "referral"
    BREAK_GLASS = "break_glass"


LONGEST_SHARE = timedelta(days=365)
"""A family is asked anew each school year; what it forgot ends by itself."""
LONGEST_REFERRAL = timedelta(days=30)
"""A referral that nobody followed in a month is made afresh."""
BREAK_GLASS_SPAN = timedelta(hours=4)
"""An emergency until the family can be asked."""
FARTHEST_APPOINTMENT = timedelta(days=366)
"""The next check-up of a healthy child is a year away at most."""
SHORTEST_REASON = 10
"""Signs of the words that stand beside the code of a break-glass: enough for "cấp cứu sốc"."""
MOST_GRANTS = 40
"""At once on one handbook: more units than a family deals with in a year."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A right of a unit, or of one member of its staff, from `since` to before `until`; `purpose` is a code.

    `by_family`: a guardian gave it, so that it ends with the family's own rights.
    """

    grant_id: GrantId
    kind: GrantKind
    unit_id: UnitId
    purpose: str
    since: datetime
    until: datetime
    staff_id: StaffId | None = None
    by_family: bool = False

    def held_at(self, now: datetime) -> bool:
        """Say whether the right holds at an instant."""
        return self.since <= now < self.until


def day_of_visit(day: date) -> tuple[datetime, datetime]:
    """Give the span of an appointment: the day in Vietnam, and the day after for the paperwork."""
    begins = datetime.combine(day, time(), VIETNAM)
    return begins, begins + timedelta(days=2)


def start_of(day: date) -> datetime:
    """Give the instant at which a day begins in Vietnam."""
    return datetime.combine(day, time(), VIETNAM)


def purposes_of(kind: GrantKind) -> dict[str, Text]:
    """Give the sentences of the purposes or reasons for a kind of right, by code."""
    return {one["code"]: Text(one["vi"], one["en"]) for one in load_document("codes")[kind.value]}


def check_purpose(kind: GrantKind, code: str, field: str) -> None:
    """Refuse a code that is no purpose of this kind. Raises: InvalidFieldError by `field`."""
    if code not in purposes_of(kind):
        raise InvalidFieldError(field)


def check_share(since: date, until: date, today: date) -> None:
    """Refuse a share that began before today, ends before it begins, or outlasts a year; both days belong to it.

    Raises: InvalidFieldError ("since", "until").
    """
    if since < today or since - today > LONGEST_SHARE:
        raise InvalidFieldError("since")
    if until < since or until - since > LONGEST_SHARE:
        raise InvalidFieldError("until")


def check_appointment(day: date, today: date) -> None:
    """Refuse a visit on a day that is over, or more than a year away. Raises: InvalidFieldError ("on")."""
    if day < today or day - today > FARTHEST_APPOINTMENT:
        raise InvalidFieldError("on")


def check_referral(days: int) -> None:
    """Refuse a referral for no day, or for more than thirty. Raises: InvalidFieldError ("days")."""
    if not 0 < days <= LONGEST_REFERRAL.days:
        raise InvalidFieldError("days")


def with_grant(grants: Iterable[Grant], grant: Grant, now: datetime) -> tuple[Grant, ...]:
    """Add a right, and drop those that lapsed. The limit never stands between a patient and an emergency.

    Raises: TooManyGrantsError.
    """
    kept = unlapsed(grants, now)
    if grant.kind is not GrantKind.BREAK_GLASS and len(kept) >= MOST_GRANTS:
        raise TooManyGrantsError
    return (*kept, grant)


def without_grant(grants: Iterable[Grant], grant_id: GrantId, now: datetime) -> tuple[Grant, ...]:
    """Leave out a right that ended, and those that lapsed."""
    return tuple(one for one in unlapsed(grants, now) if one.grant_id != grant_id)


def unlapsed(grants: Iterable[Grant], now: datetime) -> tuple[Grant, ...]:
    """Give the rights that hold or are to hold."""
    return tuple(one for one in grants if now < one.until)
