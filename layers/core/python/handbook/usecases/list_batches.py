"""List orders of printed codes."""

from handbook.domain.access import Action, by_role
from handbook.domain.errors import ForbiddenError
from handbook.domain.orders import Batch
from handbook.domain.paging import Page, Position
from handbook.usecases.context import Context
from handbook.usecases.ports import Batches


def list_batches(context: Context, limit: int, position: Position | None, *, batches: Batches) -> Page[Batch]:
    """List the orders of the actor's unit, newest first. Raises: ForbiddenError for everybody else."""
    actor = context.actor
    if by_role(actor, Action.LIST_BATCHES) is None or actor.unit_id is None:
        raise ForbiddenError
    return batches.of_party(actor.unit_id, limit, position)
