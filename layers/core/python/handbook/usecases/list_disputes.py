"""List what is disputed: in one handbook, or waiting for one desk."""

from handbook.domain.access import Action, Ground, by_role
from handbook.domain.disputes import Desk, Dispute
from handbook.domain.errors import ForbiddenError, NotFoundError
from handbook.domain.ids import CommuneCode
from handbook.domain.paging import Page, Position
from handbook.usecases.context import Context
from handbook.usecases.ports import AuditLog, Disputes


def list_disputes(
    context: Context,
    commune_code: CommuneCode | None,
    limit: int,
    position: Position | None,
    *,
    disputes: Disputes,
    audit: AuditLog,
) -> Page[Dispute]:
    """List the open disputes that the actor's unit is to answer, or with a commune of its area those of the commune.

    Those of units that were merged into the actor's are the actor's to answer, and stand among them. The most urgent
    come first, so that what is overdue leads. Every handbook among them gets an entry in its access log first.
    Raises: ForbiddenError, NotFoundError for a commune of somebody else's.
    """
    if by_role(context.actor, Action.LIST_DISPUTES) is None or context.actor.unit_id is None:
        raise ForbiddenError
    if commune_code is not None and commune_code not in context.actor.communes:
        raise NotFoundError
    units = (context.actor.unit_id, *sorted(context.actor.merged))
    desks = [Desk(commune_code=commune_code)] if commune_code else [Desk(unit_id=one) for one in units]
    page = disputes.of_desks(desks, limit, position)
    handbooks = dict.fromkeys(one.handbook_id for one in page.items)
    audit.record_all([context.audit(Action.LIST_DISPUTES, Ground.DISPUTE, one) for one in handbooks])
    return page
