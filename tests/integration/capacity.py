"""What readings cost, by DynamoDB's published rules from what travelled: moto answers with constants of its own.

Amazon DynamoDB Developer Guide, "DynamoDB read and write operations": a query pays for all it reads together, in steps
of 4 KB; a batch pays for each item by itself; an eventually consistent reading pays half.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from math import ceil
from typing import Any

from handbook.storage.tables import connection

_STEP = 4096


class Cost:
    """Read units of the readings so far."""

    def __init__(self) -> None:
        self.read_units = 0.0

    def note(self, model: Any, parsed: Mapping[str, Any], consistent: bool) -> None:
        share = 1.0 if consistent else 0.5
        if model.name == "Query":
            assert parsed["ScannedCount"] == parsed["Count"], "a filter would read what it does not give"
            self.read_units += share * max(1, ceil(sum(map(_size, parsed["Items"])) / _STEP))
        if model.name == "BatchGetItem":
            items = (item for found in parsed["Responses"].values() for item in found)
            self.read_units += share * sum(ceil(_size(item) / _STEP) for item in items)


def _size(item: Mapping[str, Mapping[str, Any]]) -> int:
    return sum(len(name.encode()) + _bytes(next(iter(value.values()))) for name, value in item.items())


def _bytes(value: Any) -> int:
    return len(value) if isinstance(value, bytes) else len(str(value).encode())


@contextmanager
def counted() -> Iterator[Cost]:
    """Count the units that eventually consistent readings inside cost."""
    cost = Cost()

    def note(model: Any, parsed: Mapping[str, Any], **_rest: Any) -> None:
        cost.note(model, parsed, consistent=False)

    events = connection().client.meta.events
    events.register("after-call.dynamodb", note)
    try:
        yield cost
    finally:
        events.unregister("after-call.dynamodb", note)
