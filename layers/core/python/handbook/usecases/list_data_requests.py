"""List requests about personal data: of a handbook, of an account, or those that wait at a unit and below it."""

from datetime import date

from handbook.domain.access import Action, Ground
from handbook.domain.data_requests import DataRequest
from handbook.domain.ids import HandbookId, UnitId
from handbook.domain.mothers import adopted_at
from handbook.domain.paging import Page, Position
from handbook.domain.request_access import lists
from handbook.domain.request_lists import list_of
from handbook.usecases.admit import admit_reader
from handbook.usecases.context import Context
from handbook.usecases.look_after_unit import looked_after
from handbook.usecases.open_data_request import RequestTools
from handbook.usecases.ports import AuditLog


def list_of_handbook(
    handbook_id: HandbookId,
    context: Context,
    limit: int,
    position: Position | None,
    *,
    tools: RequestTools,
    audit: AuditLog,
) -> Page[DataRequest]:
    """List the requests about a handbook, those that ended among them. Raises: NotFoundError, ForbiddenError."""
    handbook = admit_reader(context, Action.READ_DATA_REQUESTS, handbook_id, tools.records, audit)
    page = tools.requests.of_handbook(handbook.partitions, limit, position)
    since = adopted_at(handbook) if context.actor.is_family else None
    return Page(tuple(one for one in page.items if since is None or one.steps[0].at >= since), page.next)


def list_waiting(
    unit_id: UnitId,
    context: Context,
    due_by: date | None,
    limit: int,
    position: Position | None,
    *,
    tools: RequestTools,
    audit: AuditLog,
) -> Page[DataRequest]:
    """List the open requests of a unit and of what is below it, what is due first at the head; `due_by` none later.

    Of those that the actor's own unit is to answer every handbook gets an entry in its access log first.
    Raises: ForbiddenError, NotFoundError.
    """
    unit = looked_after(unit_id, Action.LIST_DATA_REQUESTS, context, tools.directory)
    page = tools.requests.waiting(list_of(unit), due_by, limit, position)
    shown = dict.fromkeys(one.about.handbook_id for one in page.items if lists(context.actor, one.about.commune_code))
    action = Action.LIST_DATA_REQUESTS
    audit.record_all([context.audit(action, Ground.DATA_REQUEST, one) for one in shown if one is not None])
    return page
