"""Invite somebody to a handbook by a link that is sent to one number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from handbook.domain.access import Action, Ground
from handbook.domain.bonds import Proof, guardians_on, would_be_left
from handbook.domain.errors import (
    InvalidFieldError,
    NotBornYetError,
    TooManyInvitationsError,
    TooManyRequestsError,
)
from handbook.domain.handbook import Handbook
from handbook.domain.ids import AccountId, HandbookId, InvitationId, PhoneE164
from handbook.domain.invitations import (
    MOST_OPEN,
    OPEN_FOR,
    PER_HANDBOOK,
    PER_INVITER,
    PER_NUMBER,
    Invitation,
    InvitationState,
    Relation,
    StaffReason,
    check_invitation,
)
from handbook.domain.marks import stands_for
from handbook.domain.receipts import Receipt
from handbook.domain.roles import Role
from handbook.domain.sign_in import seconds_left
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.ports import Counters, Directory, IndexOf, NewId, Records
from handbook.usecases.sharing_ports import Invitations, SendLink, TellAccount


@dataclass(frozen=True, slots=True)
class Invite:
    """Whom to invite as what: `relation` is how who invites stands to the child; staff say why instead.

    For a guardian staff also say what kind of document they looked at (`proof`).
    """

    phone: PhoneE164
    role: Role
    relation: Relation | None = None
    until: date | None = None
    transfer: bool = False
    mother_shared: bool = False
    reason: StaffReason | None = None
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Inviting:
    """What inviting works with. `new_token` makes a secret of 128 bits, `mark_of` its keyed hash."""

    records: Records
    invitations: Invitations
    directory: Directory
    counters: Counters
    index_of: IndexOf
    new_id: NewId
    new_token: Callable[[], str]
    mark_of: Callable[[str], str]
    send_link: SendLink
    tell: TellAccount


def invite(handbook_id: HandbookId, command: Invite, context: Context, receipt: Receipt, tools: Inviting) -> Invitation:
    """Send the link of an invitation and write it down; the secret in it is kept nowhere.

    Guardians may, and the staff of the area with a reason, for a guardian with a document too: those who are guardians
    hear of that, and can take it back. All messages go out before anything is kept: what is lost after, a retry sends
    again with another link. Raises: NotFoundError, ForbiddenError, InvalidFieldError,
    NotBornYetError, TooManyInvitationsError, TooManyRequestsError, ConflictError, UnavailableError.
    """
    handbook, ground = admit(context, Action.INVITE, handbook_id, tools.records)
    if command.transfer:
        admit(context, Action.TRANSFER_GUARDIANSHIP, handbook_id, tools.records)
        _check_transfer(handbook, command, context)
    token = tools.new_token()
    invitation = _invitation(handbook, command, ground, context, token, tools)
    _check_no_longer(handbook, command, context)
    check_invitation(command.role, command.until, context.today, transfer=command.transfer)
    _check_not_own(invitation, context, tools)
    _limit(invitation, handbook, context, tools)
    sent = replace(invitation, told=tools.send_link(invitation.phone, token))
    if command.role is Role.GUARDIAN and not invitation.by_family:
        for one in guardians_on(handbook.guardians, context.today):
            tools.tell(one)
    tools.invitations.add(sent, context.audit(Action.INVITE, ground, handbook.handbook_id), receipt, sent)
    return sent


def _check_no_longer(handbook: Handbook, command: Invite, context: Context) -> None:
    """Refuse to give for longer than one has oneself: who guards until a day makes no guardian for good."""
    own = handbook.guardians.get(AccountId(context.actor.id)) if context.actor.is_family else None
    if own is not None and own.until is not None and (command.until is None or command.until > own.until):
        raise InvalidFieldError("until")


def _check_transfer(handbook: Handbook, command: Invite, context: Context) -> None:
    """Refuse to hand a pregnancy over, and the mother's part of a handbook unless it is said that it goes along.

    Where another guardian stays, nobody comes to see what that one does not answer for.
    """
    if handbook.child is None:
        raise NotBornYetError
    alone = not would_be_left(handbook.guardians, AccountId(context.actor.id), context.today)
    if alone and not handbook.mother_hidden and not command.mother_shared:
        raise InvalidFieldError("mother_shared")


def _invitation(
    handbook: Handbook, command: Invite, ground: Ground, context: Context, token: str, tools: Inviting
) -> Invitation:
    by_family = ground is Ground.GUARDIAN
    _check_ground(command, by_family=by_family)
    relation = command.relation if by_family else "station"
    if relation is None or (by_family and relation == "station"):
        raise InvalidFieldError("relation")
    return Invitation(
        invitation_id=InvitationId(tools.new_id()),
        handbook_id=handbook.handbook_id,
        token_mark=tools.mark_of(token),
        phone=command.phone,
        phone_index=tools.index_of(command.phone),
        role=command.role,
        relation=relation,
        invited_by=context.actor.id,
        by_family=by_family,
        invited_at=context.now,
        until=command.until,
        transfer=command.transfer,
        reason=command.reason,
        proof=command.proof,
    )


def _check_ground(command: Invite, *, by_family: bool) -> None:
    """Staff say why, and what they looked at before they let somebody become guardian; families say neither."""
    if by_family is (command.reason is not None):
        raise InvalidFieldError("reason")
    needed = not by_family and command.role is Role.GUARDIAN
    if (needed and command.proof is None) or (by_family and command.proof is not None):
        raise InvalidFieldError("proof")


def _check_not_own(invitation: Invitation, context: Context, tools: Inviting) -> None:
    own = tools.directory.account(AccountId(context.actor.id)) if invitation.by_family else None
    if own is not None and stands_for(invitation.phone_index, tools.index_of(own.phone)):
        raise InvalidFieldError("phone")


def _limit(invitation: Invitation, handbook: Handbook, context: Context, tools: Inviting) -> None:
    recent = tools.invitations.since(handbook.partitions, context.now - OPEN_FOR)
    if sum(one.state_at(context.now) is InvitationState.OPEN for one in recent) >= MOST_OPEN:
        raise TooManyInvitationsError
    over = tools.counters.count(
        [
            (f"INVITED_TO#{handbook.handbook_id}", PER_HANDBOOK),
            (f"INVITED_BY#{context.actor.id}", PER_INVITER),
            (f"INVITED#{invitation.phone_index}", PER_NUMBER),
        ],
        context.now,
    )
    if over is not None:
        raise TooManyRequestsError(seconds_left(over, context.now))
