"""Invitations to a handbook: somebody is asked by SMS to become guardian, carer or viewer of it, and accepts or not."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal

from handbook.domain.bonds import Bond, Bonds, Proof, guardians_on, strongest
from handbook.domain.calendar import local_date
from handbook.domain.errors import InvalidFieldError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import AccountId, HandbookId, InvitationId, PhoneE164, PhoneIndex
from handbook.domain.life import Happening
from handbook.domain.roles import Role
from handbook.domain.sign_in import Limit

OPEN_FOR = timedelta(days=7)
"""How long an invitation can be accepted: over a weekend and a time without signal, not until a number is another's."""
MOST_OPEN = 5
"""Open invitations of one handbook at once: both parents and the grandparents are fewer."""
PER_HANDBOOK = Limit(timedelta(days=1), 10)
PER_INVITER = Limit(timedelta(days=1), 20)
PER_NUMBER = Limit(timedelta(days=1), 5)
"""Invitations a day; each is an SMS that is paid for, and that somebody gets who did not ask for it."""
PER_SEEKER = Limit(timedelta(hours=1), 30)
"""Tokens that one account may try: a token of 128 bits is not guessed, and nobody has so many of them."""
LONGEST_BOND = timedelta(days=20 * 366)
"""No handbook serves longer (domain.handbook); a later end is a slip in the year."""

type Relation = Literal["mother", "father", "grandparent", "relative", "foster_parent", "station", "other"]
"""How who invites stands to the child; "station" are its staff."""
type StaffReason = Literal[
    "opened_by_station", "no_guardian_left", "number_lost", "court_decision", "family_asks", "other"
]
"""Why staff of the area invite, who are no family."""


_FOR_WANT_OF_ONE = frozenset({"opened_by_station", "no_guardian_left"})


class InvitationState(StrEnum):
    """Where an invitation is; only an open one can be accepted or revoked."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REVOKED = "revoked"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Invitation:
    """That an account of one number may take a role on a handbook, from who invites to who accepts.

    `token_mark` is the keyed hash of the secret in the link, which is kept nowhere. `transfer`: the bond of who invites
    ends when the invitation is accepted. `proof` is the kind of document that staff looked at. `told` is how the SMS
    went, None until that is known. `state` is as stored; see `state_at`.
    """

    invitation_id: InvitationId
    handbook_id: HandbookId
    token_mark: str
    phone: PhoneE164
    phone_index: PhoneIndex
    role: Role
    relation: Relation
    invited_by: str
    by_family: bool
    invited_at: datetime
    until: date | None = None
    transfer: bool = False
    reason: StaffReason | None = None
    proof: Proof | None = None
    state: InvitationState = InvitationState.OPEN
    changed_at: datetime | None = None
    changed_by: str | None = None
    told: str | None = None
    version: int = 1

    @property
    def expires_at(self) -> datetime:
        """The instant from which on it cannot be accepted."""
        return self.invited_at + OPEN_FOR

    def state_at(self, now: datetime) -> InvitationState:
        """Say where the invitation is; one that nobody accepted in time is over without a job."""
        lapsed = self.until is not None and self.until <= local_date(now)
        over = self.state is InvitationState.OPEN and (now >= self.expires_at or lapsed)
        return InvitationState.EXPIRED if over else self.state

    def moved(self, state: InvitationState, by: str, at: datetime) -> "Invitation":
        """Give the invitation after it was accepted or revoked; the next version follows."""
        return replace(self, state=state, changed_by=by, changed_at=at, version=self.version + 1)

    def bond_from(self, today: date) -> Bond:
        """Give the bond that accepting makes."""
        return Bond(self.role, today, self.until)


def check_invitation(role: Role, until: date | None, today: date, *, transfer: bool) -> None:
    """Refuse an end that is over or a slip, and a transfer to anybody but a guardian for good.

    Raises: InvalidFieldError.
    """
    if until is not None and not today < until <= today + LONGEST_BOND:
        raise InvalidFieldError("until")
    if transfer and (role is not Role.GUARDIAN or until is not None):
        raise InvalidFieldError("transfer")


def still_stands(invitation: Invitation, handbook: Handbook, today: date) -> bool:
    """Say whether who invited could still invite, so that nobody comes in by the word of a family of before.

    A guardian has to be one still. An adoption ends what was offered before, by the station to the old family and by
    whoever adopts alike: those who adopted see, and answer for, what was sent since. What the station offered because
    there was no guardian is over once there is one: of two numbers that were typed one was wrong.
    """
    adoptions = (one.recorded_at for one in handbook.life if one.happening is Happening.ADOPTION)
    if any(at >= invitation.invited_at for at in adoptions):
        return False
    if invitation.by_family:
        return AccountId(invitation.invited_by) in guardians_on(handbook.guardians, today)
    return not (invitation.reason in _FOR_WANT_OF_ONE and guardians_on(handbook.guardians, today))


def bonds_after(invitation: Invitation, bonds: Bonds, account_id: AccountId, today: date) -> dict[AccountId, Bond]:
    """Give the bonds once an account has accepted: a stronger one that it holds stays, and a transfer ends the old one.

    Bonds that lapsed by date leave the summary with it; their history is kept beside.
    """
    held = {one: bond for one, bond in bonds.items() if bond.until is None or today < bond.until}
    offered = invitation.bond_from(today)
    standing = held.get(account_id)
    held[account_id] = offered if standing is None or not standing.held_on(today) else strongest(standing, offered)
    if invitation.transfer and invitation.invited_by != account_id:
        held.pop(AccountId(invitation.invited_by), None)
    return held
