"""Look at an order of printed codes."""

from handbook.domain.access import Action
from handbook.domain.errors import NotFoundError
from handbook.domain.ids import LONGEST_ID, BatchId
from handbook.domain.orders import Batch
from handbook.domain.stock_access import on_batch
from handbook.usecases.context import Context
from handbook.usecases.ports import Batches


def read_batch(batch_id: BatchId, action: Action, context: Context, *, batches: Batches) -> Batch:
    """Read an order of the actor's own. Raises: NotFoundError when it is absent or somebody else's."""
    batch = batches.get(batch_id) if len(batch_id) <= LONGEST_ID else None
    if batch is None or on_batch(context.actor, action, batch.rights) is None:
        raise NotFoundError
    return batch
