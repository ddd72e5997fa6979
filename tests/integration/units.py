"""What requests to DynamoDB consume, reckoned from what crossed the wire.

Emulators answer ConsumedCapacity with constants. These are AWS's published rules ("Capacity unit consumption",
"DynamoDB item sizes and formats", "Transactions: capacity"): reads by 4 KB, strongly consistent 1 and eventually
consistent one half, a query as a whole and a batch item by item; writes in a transaction by 1 KB, twice. Writes to
indexes are counted at one unit twice for each key that is new there; a key that goes is counted with the change.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from handbook.storage.tables import connection

_INDEX_KEYS = (("gsi1pk", "gsi1sk"), ("gsi2pk", "gsi2sk"), ("pk", "seq"))


@dataclass(slots=True)
class Consumed:
    """Requests, and the units they consumed."""

    requests: list[str] = field(default_factory=list)
    read: float = 0
    written: float = 0


@contextmanager
def metered() -> Iterator[Consumed]:
    """Count what is consumed inside."""
    consumed, sent = Consumed(), []
    events = connection().client.meta.events

    def before(params: Any, **_: Any) -> None:
        sent.append(json.loads(params["body"]))

    def after(parsed: Any, model: Any, **_: Any) -> None:
        _count(consumed, model.name, sent.pop(), parsed)

    events.register("before-call.dynamodb.*", before)
    events.register("after-call.dynamodb.*", after)
    try:
        yield consumed
    finally:
        events.unregister("before-call.dynamodb.*", before)
        events.unregister("after-call.dynamodb.*", after)


def size(item: Mapping[str, Any]) -> int:
    """Give the bytes of an item as AWS counts them: names and values."""
    return sum(len(name.encode()) + _value(value) for name, value in item.items())


def _value(value: Mapping[str, Any]) -> int:
    ((kind, held),) = value.items()
    if kind == "S":
        return len(held.encode())
    if kind == "N":
        return min(21, ceil(len(held.strip("-0.")) / 2) + 1)
    if kind == "B":
        return len(held) * 3 // 4 if isinstance(held, str) else len(held)
    return 1


def _count(consumed: Consumed, operation: str, sent: Mapping[str, Any], parsed: Mapping[str, Any]) -> None:
    consumed.requests.append(operation)
    each = 1.0 if sent.get("ConsistentRead") else 0.5
    if operation == "GetItem":
        consumed.read += each * max(1, ceil(size(parsed.get("Item", {})) / 4096))
    elif operation == "Query":
        consumed.read += each * max(1, ceil(sum(map(size, parsed["Items"])) / 4096))
    elif operation == "BatchGetItem":
        for table, found in parsed["Responses"].items():
            strong = 1.0 if sent["RequestItems"][table].get("ConsistentRead") else 0.5
            consumed.read += sum(strong * max(1, ceil(size(item) / 4096)) for item in found)
    elif operation == "TransactWriteItems":
        consumed.written += sum(_write(next(iter(one.values()))) for one in sent["TransactItems"])
    elif operation == "PutItem":
        consumed.written += max(1, ceil(size(sent["Item"]) / 1024))


def _write(action: Mapping[str, Any]) -> int:
    item = action.get("Item", {})
    # A summary keeps its index keys; what is new is in each index that it has the keys of.
    is_summary = item.get("sk", {}).get("S") == "SUMMARY" and item.get("version", {}).get("N") != "1"
    indexes = 0 if is_summary else sum(all(name in item for name in names) for names in _INDEX_KEYS)
    return 2 * (max(1, ceil(size(item) / 1024)) + indexes)
