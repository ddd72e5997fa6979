"""Look at an invitation by the secret in its link, and accept it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from types import MappingProxyType

from handbook.domain.access import Action, Ground, by_role
from handbook.domain.bonds import Bond, BondEvent, guardians_on
from handbook.domain.errors import (
    ForbiddenError,
    InvitationOverError,
    NotFoundError,
    TooManyRequestsError,
)
from handbook.domain.handbook import Handbook
from handbook.domain.ids import AccountId, HandbookId
from handbook.domain.invitations import (
    PER_SEEKER,
    Invitation,
    InvitationState,
    bonds_after,
    still_stands,
)
from handbook.domain.marks import stands_for
from handbook.domain.receipts import Receipt
from handbook.domain.roles import Role
from handbook.domain.sign_in import seconds_left
from handbook.usecases.context import Context
from handbook.usecases.follow import current
from handbook.usecases.ports import Counters, Directory, IndexOf, Records
from handbook.usecases.sharing_ports import Invitations, TellAccount

LONGEST_TOKEN = 64


@dataclass(frozen=True, slots=True)
class Accepting:
    """What accepting works with; `mark_of` gives the keyed hash of a secret."""

    records: Records
    invitations: Invitations
    directory: Directory
    counters: Counters
    index_of: IndexOf
    mark_of: Callable[[str], str]
    tell: TellAccount


@dataclass(frozen=True, slots=True)
class Accepted:
    """The handbook that somebody came to, and the bond."""

    handbook_id: HandbookId
    bond: Bond


def look_at_invitation(token: str, context: Context, tools: Accepting) -> tuple[Invitation, Handbook]:
    """Give an open invitation to the account of the number that was invited.

    An unknown secret and one of another's number look the same. Raises: ForbiddenError, NotFoundError,
    InvitationOverError, TooManyRequestsError.
    """
    if by_role(context.actor, Action.ACCEPT_INVITATION) is None:
        raise ForbiddenError
    over = tools.counters.count([(f"INVITATION_TRIES#{context.actor.id}", PER_SEEKER)], context.now)
    if over is not None:
        raise TooManyRequestsError(seconds_left(over, context.now))
    found = tools.invitations.of_token(tools.mark_of(token)) if len(token) <= LONGEST_TOKEN else None
    account = tools.directory.account(AccountId(context.actor.id))
    if found is None or account is None or not stands_for(found.phone_index, tools.index_of(account.phone)):
        raise NotFoundError
    handbook = current(found.handbook_id, tools.records)
    if handbook is None or found.state_at(context.now) is not InvitationState.OPEN:
        raise InvitationOverError
    if not still_stands(found, handbook, context.today):
        raise InvitationOverError
    return found, handbook


def accept_invitation(token: str, context: Context, receipt: Receipt, tools: Accepting) -> Accepted:
    """Make the bond that was offered; a transfer ends the bond of who invited in the same transaction.

    The guardians hear of another guardian before it is kept. Raises: as `look_at_invitation` does; ConflictError.
    """
    found, handbook = look_at_invitation(token, context, tools)
    account_id = AccountId(context.actor.id)
    bonds = bonds_after(found, handbook.guardians, account_id, context.today)
    changed = replace(handbook, guardians=MappingProxyType(bonds), profile_version=handbook.profile_version + 1)
    accepted = Accepted(handbook.handbook_id, bonds[account_id])
    if found.role is Role.GUARDIAN:
        for one in guardians_on(handbook.guardians, context.today):
            tools.tell(one)
    tools.invitations.accept(
        found.moved(InvitationState.ACCEPTED, account_id, context.now),
        changed,
        _events(found, handbook, changed, context),
        context.audit(Action.ACCEPT_INVITATION, Ground.INVITATION, handbook.handbook_id),
        receipt,
        accepted,
    )
    return accepted


def _events(found: Invitation, before: Handbook, after: Handbook, context: Context) -> list[BondEvent]:
    account_id = AccountId(context.actor.id)
    began = BondEvent(
        account_id,
        after.guardians[account_id],
        "began",
        context.now,
        context.actor.id,
        proof=found.proof,
        invitation_id=found.invitation_id,
    )
    inviter = AccountId(found.invited_by)
    if not found.transfer or inviter == account_id or inviter not in before.guardians:
        return [began]
    ended = replace(
        began, account_id=inviter, bond=before.guardians[inviter], happened="ended", reason="transferred", proof=None
    )
    return [began, ended]
