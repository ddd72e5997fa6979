"""How many codes of each order are bound to handbooks, counted in the transaction that binds one."""

from collections.abc import Mapping, Sequence

from pynamodb.attributes import NumberAttribute
from pynamodb.transactions import TransactWrite

from handbook.domain.ids import BatchId
from handbook.storage.codes_table import CodesTableItem, batch_key
from handbook.storage.tables import translated

_COUNT = "BOUND"


class BoundItem(CodesTableItem):
    """The codes of one order that were ever bound."""

    bound = NumberAttribute()


def count_one(batch_id: BatchId, writes: TransactWrite) -> None:
    """Count one more when the transaction is written. Two at once collide, and one of them is tried again."""
    writes.update(BoundItem(batch_key(batch_id), _COUNT), actions=[BoundItem.bound.add(1)])


def counts(batch_ids: Sequence[BatchId]) -> Mapping[BatchId, int]:
    """Read the counts of at most a hundred orders."""
    with translated():
        found = {
            item.pk: int(item.bound) for item in BoundItem.batch_get([(batch_key(one), _COUNT) for one in batch_ids])
        }
    return {batch_id: found.get(batch_key(batch_id), 0) for batch_id in batch_ids}
