"""Every night: look at all orders that are not ended, and send those to a worker that have something due."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Protocol

from handbook.domain.batch_work import due_work
from handbook.domain.ids import BatchId
from handbook.domain.orders import Batch
from handbook.domain.reconciliation import reconcile
from handbook.usecases.ports import Queue

_AT_ONCE = 50


class OpenBatches(Protocol):
    """See storage.batches.Batches."""

    def open_ones(self) -> Iterator[Batch]: ...
    def bound(self, batch_ids: Sequence[BatchId]) -> Mapping[BatchId, int]: ...


@dataclass(frozen=True, slots=True)
class Night:
    """What was found: orders looked at, those sent to a worker, and those whose numbers do not add up."""

    looked_at: int
    sent: int
    mismatched: tuple[BatchId, ...]


def nightly_batches(now: datetime, *, batches: OpenBatches, queue: Queue) -> Night:
    """Send every open order with something due to a worker; doing so twice is harmless. Raises: UnavailableError."""
    looked_at, sent, mismatched = 0, 0, []
    for some in batched(batches.open_ones(), _AT_ONCE, strict=False):
        bound = batches.bound([batch.batch_id for batch in some])
        for batch in some:
            looked_at += 1
            if due_work(batch, bound[batch.batch_id], now):
                queue.send([{"batch_id": batch.batch_id}])
                sent += 1
            if reconcile(batch, bound[batch.batch_id], now).alerts:
                mismatched.append(batch.batch_id)
    return Night(looked_at, sent, tuple(mismatched))
