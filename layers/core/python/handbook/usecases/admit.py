"""Admit an actor to one handbook, or let it look absent."""

from handbook.domain.access import Action, Ground, decide, on_handbook
from handbook.domain.errors import ForbiddenError, NotFoundError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import LONGEST_ID, HandbookId
from handbook.usecases.context import Context
from handbook.usecases.follow import current
from handbook.usecases.ports import AuditLog, Records


def admit(context: Context, action: Action, handbook_id: HandbookId, records: Records) -> tuple[Handbook, Ground]:
    """Read a handbook for an action that will write its own audit entry.

    Rights come with the same read. Of a handbook that was merged into another this is the other, so that telephones
    and printed codes that know the old one still arrive. Raises: NotFoundError when it is absent or not the actor's,
    which look the same; ForbiddenError when the actor may see it, but not do this.
    """
    handbook = current(handbook_id, records) if len(handbook_id) <= LONGEST_ID else None
    ground = on_handbook(context.actor, action, handbook, context.now) if handbook is not None else None
    if handbook is None or ground is None:
        raise refusal(context, action, handbook)
    return handbook, ground


def refusal(
    context: Context, action: Action, handbook: Handbook | None, *, knows: bool = False
) -> NotFoundError | ForbiddenError:
    """Make the error of a refused access, which carries what the access log says of it.

    Who may read the handbook, or `knows` of it otherwise, is told that it is there.
    Guardians leave nothing there: that they may do less than they tried is no news to the family.
    """
    known = decide(context.actor, action, handbook, context.now).standing if handbook is not None else None
    error = ForbiddenError() if known or knows else NotFoundError()
    if known is not Ground.GUARDIAN:
        error.refused = context.refusal(action, handbook.handbook_id if handbook is not None else None)
    return error


def admit_reader(
    context: Context, action: Action, handbook_id: HandbookId, records: Records, audit: AuditLog
) -> Handbook:
    """Read a handbook to show it. Everybody but its guardians leaves an entry in the access log first.

    Raises: NotFoundError, ForbiddenError, as `admit` does.
    """
    handbook, ground = admit(context, action, handbook_id, records)
    if ground is not Ground.GUARDIAN:
        audit.record(context.audit(action, ground, handbook.handbook_id))
    return handbook
