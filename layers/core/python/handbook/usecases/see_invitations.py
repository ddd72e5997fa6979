"""List the invitations of a handbook, and take one back."""

from datetime import timedelta

from handbook.domain.access import Action, Ground
from handbook.domain.errors import InvitationOverError, NotFoundError, StaleVersionError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.invitations import Invitation, InvitationState
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.ports import AuditLog, Records
from handbook.usecases.sharing_ports import Invitations

SHOWN_FOR = timedelta(days=30)
"""Older ones are over for weeks; who is bound by them stands in the list of bonds."""


def list_invitations(
    handbook_id: HandbookId, context: Context, *, records: Records, invitations: Invitations, audit: AuditLog
) -> tuple[Invitation, ...]:
    """Give the invitations of the last thirty days, newest first, to whoever may invite.

    Those who adopted a child see what was sent since. Raises: NotFoundError, ForbiddenError.
    """
    handbook, ground = admit(context, Action.INVITE, handbook_id, records)
    if ground is not Ground.GUARDIAN:
        audit.record(context.audit(Action.READ_GUARDIANS, ground, handbook.handbook_id))
    return _shown(handbook, context, invitations)


def revoke_invitation(
    handbook_id: HandbookId,
    invitation_id: str,
    based_on: int,
    context: Context,
    *,
    records: Records,
    invitations: Invitations,
) -> None:
    """End an open invitation, as seen at version `based_on`.

    Raises: NotFoundError, ForbiddenError, InvitationOverError, StaleVersionError.
    """
    handbook, ground = admit(context, Action.REVOKE_INVITATION, handbook_id, records)
    found = next((one for one in _shown(handbook, context, invitations) if one.invitation_id == invitation_id), None)
    if found is None:
        raise NotFoundError
    if found.version != based_on:
        raise StaleVersionError("If-Match")
    if found.state_at(context.now) is not InvitationState.OPEN:
        raise InvitationOverError
    revoked = found.moved(InvitationState.REVOKED, context.actor.id, context.now)
    invitations.revoke(revoked, context.audit(Action.REVOKE_INVITATION, ground, handbook.handbook_id))


def _shown(handbook: Handbook, context: Context, invitations: Invitations) -> tuple[Invitation, ...]:
    from handbook.domain.mothers import adopted_at  # noqa: PLC0415 - of few handbooks

    since = adopted_at(handbook) if context.actor.is_family else None
    found = invitations.since(handbook.partitions, context.now - SHOWN_FOR)
    return tuple(one for one in found if since is None or one.invited_at >= since)
