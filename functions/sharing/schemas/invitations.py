"""Invitations as JSON."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from handbook.domain.bonds import Proof
from handbook.domain.calendar import iso_day
from handbook.domain.handbook import Handbook
from handbook.domain.invitations import Invitation, Relation, StaffReason
from handbook.domain.names import given_name
from handbook.domain.phones import masked, normalise_phone
from handbook.domain.roles import Role
from handbook.usecases.accept_invitation import Accepted
from handbook.usecases.invite import Invite
from handbook.web.requests import etag
from handbook.web.schemas import Body, Day, Flag, PageBody

type BondRole = Literal["guardian", "carer", "viewer"]


class BondInvitationBody(Body):
    """Whom to invite as what, until before which day.

    A guardian says how it stands to the child (`relation`), staff of the area why they invite (`reason`), and before
    they invite a guardian what kind of document they looked at (`proof`). `transfer`
    hands the own guardianship over; `mother_shared` says that what is the mother's goes along where nobody who sees it
    now stays guardian.
    """

    phone: Annotated[str, Field(min_length=9, max_length=30)]
    role: BondRole
    relation: Relation | None = None
    until: Day | None = None
    transfer: Flag = False
    mother_shared: Flag = False
    reason: StaffReason | None = None
    proof: Proof | None = None

    def command(self) -> Invite:
        """Read it. Raises: PhoneNotVietnameseError."""
        return Invite(
            normalise_phone(self.phone),
            Role(self.role),
            relation=self.relation,
            until=self.until,
            transfer=self.transfer,
            mother_shared=self.mother_shared,
            reason=self.reason,
            proof=self.proof,
        )


class InvitationAnswer(Body):
    """An invitation as those see it who may invite; nobody sees its secret again."""

    invitation_id: str
    etag: str
    state: Literal["open", "accepted", "revoked", "expired"]
    phone: str = Field(description="Masked")
    role: BondRole
    relation: Relation
    until: date | None
    transfer: bool
    reason: StaffReason | None
    proof: Proof | None = Field(description="The kind of document that staff looked at")
    invited_by: str
    invited_at: datetime
    expires_at: datetime
    changed_by: str | None = Field(description="Who accepted or revoked it")
    changed_at: datetime | None
    told: str | None = Field(description="sms, or unsure or nobody where no message may have gone out; null: not known")


class InvitationPage(PageBody):
    """The invitations of thirty days, newest first, all on one page."""

    items: list[InvitationAnswer]


class TokenBody(Body):
    """The secret in the link, in a body so that it stands in no log of addresses."""

    token: Annotated[str, Field(min_length=1, max_length=64)]


class OfferAnswer(Body):
    """What somebody is invited to, before accepting: no more than who invites, to which child, as what."""

    given_name: str | None = Field(description="The child's; null in a pregnancy")
    relation: Relation = Field(description="How who invites stands to the child")
    role: BondRole
    until: date | None
    transfer: bool
    expires_at: datetime


class AcceptedAnswer(Body):
    """The handbook that somebody came to, as what, and until before which day."""

    handbook_id: str
    role: BondRole
    since: date | None
    until: date | None


def invitation_answer(one: Invitation, now: datetime) -> dict[str, Any]:
    """Write an invitation as JSON."""
    return {
        "invitation_id": one.invitation_id,
        "etag": etag(one.version),
        "state": one.state_at(now).value,
        "phone": masked(one.phone),
        "role": one.role.value,
        "relation": one.relation,
        "until": iso_day(one.until),
        "transfer": one.transfer,
        "reason": one.reason,
        "proof": one.proof,
        "invited_by": one.invited_by,
        "invited_at": one.invited_at.isoformat(),
        "expires_at": one.expires_at.isoformat(),
        "changed_by": one.changed_by,
        "changed_at": one.changed_at.isoformat() if one.changed_at else None,
        "told": one.told,
    }


def invitation_page(found: Iterable[Invitation], now: datetime) -> InvitationPage:
    """Write invitations as JSON."""
    return InvitationPage.model_validate({"items": [invitation_answer(one, now) for one in found]})


def offer_answer(invitation: Invitation, handbook: Handbook) -> OfferAnswer:
    """Write what somebody is invited to."""
    child = handbook.child
    return OfferAnswer.model_validate(
        {
            "given_name": given_name(child.full_name) if child else None,
            "relation": invitation.relation,
            "role": invitation.role.value,
            "until": iso_day(invitation.until),
            "transfer": invitation.transfer,
            "expires_at": invitation.expires_at.isoformat(),
        }
    )


def accepted_answer(accepted: Accepted) -> dict[str, Any]:
    """Write a bond that somebody accepted as JSON."""
    bond = accepted.bond
    return {
        "handbook_id": accepted.handbook_id,
        "role": bond.role.value,
        "since": iso_day(bond.since),
        "until": iso_day(bond.until),
    }
