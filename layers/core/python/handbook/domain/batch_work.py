"""What a worker has to do for an order, decided from the order alone: the queue only says which one to look at."""

from datetime import datetime
from enum import StrEnum

from handbook.domain.batch_states import BatchState
from handbook.domain.orders import Batch
from handbook.domain.reconciliation import reconcile


class Work(StrEnum):
    """One thing that a worker does."""

    GENERATE = "generate"
    REMOVE_FILES = "remove_files"
    CLOSE = "close"


def due_work(batch: Batch, bound: int, now: datetime) -> Work | None:
    """Say what is to be done for an order now; None when nothing is."""
    if batch.state in {BatchState.ORDERED, BatchState.GENERATING}:
        return Work.GENERATE
    if batch.files_removed_at is None and batch.files_until is not None and now >= batch.files_until:
        return Work.REMOVE_FILES
    if batch.state is BatchState.RECEIVED and reconcile(batch, bound, now).is_complete:
        return Work.CLOSE
    return None


def is_open(batch: Batch) -> bool:
    """Say whether a worker or the nightly look may still have to do with an order."""
    ended = batch.state in {BatchState.CLOSED, BatchState.CANCELLED}
    return not ended or batch.files_removed_at is None
