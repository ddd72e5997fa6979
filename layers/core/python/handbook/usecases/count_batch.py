"""Look at an order together with its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handbook.domain.orders import Batch
from handbook.domain.reconciliation import Reconciliation, reconcile
from handbook.usecases.ports import Batches


@dataclass(frozen=True, slots=True)
class CountedBatch:
    """An order and its numbers side by side, as they were at one instant."""

    batch: Batch
    numbers: Reconciliation


def count_batch(batch: Batch, now: datetime, *, batches: Batches) -> CountedBatch:
    """Count what is bound of an order, and compare its numbers."""
    return count_batches((batch,), now, batches=batches)[0]


def count_batches(some: Sequence[Batch], now: datetime, *, batches: Batches) -> tuple[CountedBatch, ...]:
    """Do the same for a page of orders, in one read."""
    bound = batches.bound([batch.batch_id for batch in some])
    return tuple(CountedBatch(batch, reconcile(batch, bound[batch.batch_id], now)) for batch in some)
