"""List orders of printed codes."""

from handbook.domain.access import Role
from handbook.domain.errors import ForbiddenError
from handbook.domain.orders import Batch
from handbook.domain.paging import Page, Position
from handbook.usecases.context import Context
from handbook.usecases.ports import Batches

_PARTIES = {Role.PRINT_VENDOR, Role.PRINT_MANAGER, Role.HEALTH_WORKER, Role.UNIT_MANAGER}


def list_batches(context: Context, limit: int, position: Position | None, *, batches: Batches) -> Page[Batch]:
    """List the orders of the actor's unit, newest first. Raises: ForbiddenError for everybody else."""
    actor = context.actor
    if actor.role not in _PARTIES or actor.unit_id is None:
        raise ForbiddenError
    return batches.of_party(actor.unit_id, limit, position)
