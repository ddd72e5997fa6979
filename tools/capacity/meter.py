"""Listens on the wire to DynamoDB and reckons what each request consumes.

The images before and after a write are read by a client of the meter's own, which nobody else hears: it works with
whatever answers as DynamoDB does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tools.capacity.rules import (
    EVENTUAL,
    STRONG,
    TRANSACTIONAL,
    Index,
    WireItem,
    get_units,
    query_units,
    refused_units,
    write_units,
)

if TYPE_CHECKING:
    from botocore.model import OperationModel
    from mypy_boto3_dynamodb import DynamoDBClient

_WRITES = {"PutItem": "Put", "UpdateItem": "Update", "DeleteItem": "Delete"}
_TRANSACTION_FACTOR = 2
_SHORTENED_BY = ("ProjectionExpression", "Select", "FilterExpression")
"""What makes an answer shorter than what was read for it."""


type Wire = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """One request, what it consumed, and how it asked."""

    operation: str
    read: float = 0
    written: float = 0
    strong: bool | None = None
    """Whether a reading was strongly consistent; None for a writing."""
    limit: int | None = None
    """The most items that a query asked for."""
    count: int = 0
    """Items that it asked for by key, or found, or wrote."""
    index: str = ""
    table: str = ""


@dataclass(slots=True)
class Consumed:
    """Requests, in the order in which they were made."""

    made: list[Request] = field(default_factory=list)

    @property
    def requests(self) -> list[str]:
        """Their operations."""
        return [one.operation for one in self.made]

    @property
    def read(self) -> float:
        """Read units of all."""
        return sum(one.read for one in self.made)

    @property
    def written(self) -> float:
        """Write units of all."""
        return sum(one.written for one in self.made)


class _Write:
    """One item that a request writes, as it was before."""

    def __init__(self, meter: Meter, kind: str, said: Wire) -> None:
        self.kind, self.table, self.said = kind, said["TableName"], said
        keys = meter.keys_of(self.table)
        self.key = said.get("Key") or {name: said["Item"][name] for name in keys}
        self.before = meter.look_up(self.table, self.key)

    def after(self, meter: Meter) -> WireItem | None:
        if self.kind in {"Delete", "ConditionCheck"}:
            return None if self.kind == "Delete" else self.before
        return self.said["Item"] if self.kind == "Put" else meter.look_up(self.table, self.key)


class Meter:
    """Reckons with one client's requests; `side` is another client of the same tables."""

    def __init__(self, side: DynamoDBClient) -> None:
        self.consumed = Consumed()
        self._side: Any = side
        self._tables: dict[str, Mapping[str, Any]] = {}

    @contextmanager
    def on(self, client: DynamoDBClient) -> Iterator[Consumed]:
        """Count what a client's requests consume inside."""
        events = client.meta.events
        events.register("before-call.dynamodb", self._before)
        events.register("after-call.dynamodb", self._after)
        try:
            yield self.consumed
        finally:
            events.unregister("before-call.dynamodb", self._before)
            events.unregister("after-call.dynamodb", self._after)

    def look_up(self, table: str, key: WireItem) -> WireItem | None:
        """Read an item as it is now, unheard."""
        item: WireItem | None = self._side.get_item(TableName=table, Key=key, ConsistentRead=True).get("Item")
        return item

    def keys_of(self, table: str) -> tuple[str, ...]:
        """Give the names of a table's keys."""
        return tuple(one["AttributeName"] for one in self._described(table)["KeySchema"])

    def indexes_of(self, table: str) -> list[Index]:
        """Give the indexes of a table."""
        made = self._described(table)
        found = [*made.get("GlobalSecondaryIndexes", ()), *made.get("LocalSecondaryIndexes", ())]
        return [_index(one, self.keys_of(table)) for one in found]

    def _described(self, table: str) -> Mapping[str, Any]:
        if table not in self._tables:
            self._tables[table] = self._side.describe_table(TableName=table)["Table"]
        return self._tables[table]

    def _before(self, model: OperationModel, params: Mapping[str, Any], context: dict[str, Any], **_: object) -> None:
        sent = json.loads(params["body"])
        context[f"metered {id(self)}"] = sent, [_Write(self, kind, said) for kind, said in _writes_of(model.name, sent)]

    def _after(self, model: OperationModel, parsed: Mapping[str, Any], context: dict[str, Any], **_: object) -> None:
        sent, writes = context.pop(f"metered {id(self)}")
        if "Error" in parsed:
            self.consumed.made.append(_refused(model.name, writes))
        elif writes:
            self.consumed.made.append(self._written(model.name, writes))
        elif model.name in _READINGS:
            self.consumed.made.append(_READINGS[model.name](self, sent, parsed))
        else:
            raise NotImplementedError(model.name)

    def _written(self, operation: str, writes: Sequence[_Write]) -> Request:
        factor = _TRANSACTION_FACTOR if operation == "TransactWriteItems" else 1
        images = [(one.before, one.after(self), self.indexes_of(one.table)) for one in writes]
        units = sum(write_units(before, after, indexes, factor) for before, after, indexes in images)
        return Request(operation, written=units, count=len(writes), table=writes[0].table)

    def _got(self, sent: Wire, parsed: Wire) -> Request:
        strong, table = bool(sent.get("ConsistentRead")), sent["TableName"]
        # A projection shortens the answer and not the reading.
        item = self.look_up(table, sent["Key"]) if "ProjectionExpression" in sent else parsed.get("Item")
        units = get_units(item, STRONG if strong else EVENTUAL)
        return Request("GetItem", units, strong=strong, count=1, table=table)

    def _queried(self, sent: Wire, parsed: Wire) -> Request:
        strong = bool(sent.get("ConsistentRead"))
        items = parsed.get("Items", ())
        if any(part in sent for part in _SHORTENED_BY):
            items = self._read_whole(sent)
        units = query_units(items, STRONG if strong else EVENTUAL)
        index, limit = sent.get("IndexName", ""), sent.get("Limit")
        return Request("Query", units, 0, strong, limit, len(items), index, sent["TableName"])

    def _read_whole(self, sent: Mapping[str, Any]) -> Sequence[WireItem]:
        asked = {name: value for name, value in sent.items() if name not in _SHORTENED_BY}
        condition = sent["KeyConditionExpression"]
        for part in ("ExpressionAttributeNames", "ExpressionAttributeValues"):
            named = {name: value for name, value in sent.get(part, {}).items() if name in condition}
            asked[part] = named
        asked = {name: value for name, value in asked.items() if value not in ({}, None)}
        found: Sequence[WireItem] = self._side.query(**asked)["Items"]
        return found

    def _got_together(self, sent: Wire, parsed: Wire) -> Request:
        units, count, strong = 0.0, 0, False
        for table, asked in sent["RequestItems"].items():
            strong = bool(asked.get("ConsistentRead"))
            left = len(parsed.get("UnprocessedKeys", {}).get(table, {}).get("Keys", ()))
            items: Sequence[WireItem] = parsed["Responses"].get(table, ())
            if "ProjectionExpression" in asked:
                items = [item for key in asked["Keys"] if (item := self.look_up(table, key)) is not None]
            gone = len(asked["Keys"]) - left - len(items)
            each = STRONG if strong else EVENTUAL
            units += sum(get_units(item, each) for item in items) + gone * get_units(None, each)
            count += len(asked["Keys"]) - left
        return Request("BatchGetItem", units, strong=strong, count=count, table=",".join(sent["RequestItems"]))

    def _got_at_once(self, sent: Wire, _parsed: Wire) -> Request:
        gets = [one["Get"] for one in sent["TransactItems"]]
        units = sum(get_units(self.look_up(get["TableName"], get["Key"]), TRANSACTIONAL) for get in gets)
        return Request("TransactGetItems", units, strong=True, count=len(gets), table=gets[0]["TableName"])

    def _described_again(self, _sent: Wire, _parsed: Wire) -> Request:
        return Request("DescribeTable")


_READINGS = {
    "GetItem": Meter._got,
    "Query": Meter._queried,
    "BatchGetItem": Meter._got_together,
    "TransactGetItems": Meter._got_at_once,
    "DescribeTable": Meter._described_again,
}


def _writes_of(operation: str, sent: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if operation in _WRITES:
        yield _WRITES[operation], sent
    elif operation == "TransactWriteItems":
        for one in sent["TransactItems"]:
            yield from one.items()
    elif operation == "BatchWriteItem":
        for table, asked in sent["RequestItems"].items():
            for one in asked:
                ((kind, said),) = one.items()
                yield kind.removesuffix("Request"), {"TableName": table, **said}


def _refused(operation: str, writes: Sequence[_Write]) -> Request:
    factor = _TRANSACTION_FACTOR if operation == "TransactWriteItems" else 1
    units = sum(refused_units(one.before, factor) for one in writes)
    return Request(operation, written=units, count=len(writes), table=writes[0].table if writes else "")


def _index(described: Mapping[str, Any], keys_of_table: Sequence[str]) -> Index:
    keys = dict.fromkeys([*(one["AttributeName"] for one in described["KeySchema"]), *keys_of_table])
    projection = described["Projection"]
    named = frozenset(projection.get("NonKeyAttributes", ()))
    return Index(tuple(keys), None if projection["ProjectionType"] == "ALL" else named)
