"""Cancel an order, or close it."""

from dataclasses import replace

from handbook.domain.access import Action
from handbook.domain.batch_states import BatchEvent
from handbook.domain.errors import StaleVersionError
from handbook.domain.ids import BatchId
from handbook.domain.receipts import Receipt
from handbook.usecases.context import Context
from handbook.usecases.count_batch import CountedBatch, count_batch
from handbook.usecases.order_batch import ORDER_DELAY_SECONDS
from handbook.usecases.ports import Batches, Codes, Queue
from handbook.usecases.read_batch import read_batch
from handbook.usecases.state_codes import MOST_AT_ONCE, state_codes


def end_batch(
    batch_id: BatchId,
    event: BatchEvent,
    based_on: int,
    context: Context,
    receipt: Receipt,
    *,
    batches: Batches,
    codes: Codes,
    queue: Queue,
) -> CountedBatch:
    """Let CANCELLED or CLOSED happen to an order; a worker then takes its files away.

    Cancelled, its codes are void and its files are not given out from now on. Closed, what does not add up stays
    written with it. Raises: NotFoundError; StaleVersionError when it changed since `based_on`; WrongBatchStateError:
    once labels were shipped an order is closed, and before that it is cancelled.
    """
    batch = read_batch(batch_id, Action.END_BATCH, context, batches=batches)
    if batch.revision != based_on:
        raise StaleVersionError("If-Match")
    moved = batch.moved(event, context.now, context.actor.id)
    ended = replace(moved, revision=based_on + 1, said=context.said)
    result = count_batch(ended.stored(), context.now, batches=batches)
    queue.send([{"batch_id": batch_id}], delay_seconds=ORDER_DELAY_SECONDS)
    batches.save_end(ended, result, receipt)
    state_codes(ended, context.said, codes=codes, most=MOST_AT_ONCE)
    return result
