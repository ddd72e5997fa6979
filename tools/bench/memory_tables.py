"""DynamoDB in this process's memory, behind botocore: everything above it is the product's own, and reads are counted.

It knows what the morning's run needs: keys, one index by gsi1, queries by prefix and between, updates, transactions.
Conditions are not looked at: one worker meets nobody.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from math import ceil
from time import process_time
from typing import Any

type Item = dict[str, Any]
type Place = tuple[str, str]

_UNIT_BYTES = 4096


class MemoryTables:
    """Tables by name. `is_kept`: whether what is written stays, or is weighed and dropped.

    `spent_seconds` is what the tables themselves took of this process's core: on AWS that is not ours.
    """

    def __init__(self) -> None:
        self._items: dict[str, dict[str, dict[str, Item]]] = {}
        self._index: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
        self.is_kept = True
        self.counted: Counter[str] = Counter()
        self.spent_seconds = 0.0

    def put(self, table: str, item: Item) -> None:
        """Write an item, and its place in the index."""
        self._items.setdefault(table, {}).setdefault(item["pk"]["S"], {})[item["sk"]["S"]] = item
        if "gsi1pk" in item:
            entries = self._index.setdefault((table, item["gsi1pk"]["S"]), [])
            entries.append((item["gsi1sk"]["S"], item["pk"]["S"], item["sk"]["S"]))

    def settle(self) -> None:
        """Sort the index once everything is written, and count from here."""
        for entries in self._index.values():
            entries.sort()
        self.is_kept = False
        self.counted.clear()
        self.spent_seconds = 0.0

    def answer(self, operation: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Answer one request of a client."""
        began = process_time()
        try:
            return self._answer(operation, parameters)
        finally:
            self.spent_seconds += process_time() - began

    def _answer(self, operation: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        self.counted[operation] += 1
        match operation:
            case "GetItem":
                found = self._get(parameters["TableName"], parameters["Key"])
                self._read([found] if found else [], strong=parameters.get("ConsistentRead", False))
                return {"Item": found} if found else {}
            case "BatchGetItem":
                found = {name: self._batch(name, asked) for name, asked in _asked(parameters)}
                return {"Responses": found, "UnprocessedKeys": {}}
            case "Query":
                return self._query(parameters)
            case "PutItem":
                self._write(parameters["TableName"], parameters["Item"])
            case "UpdateItem":
                return {"Attributes": {}}
            case "TransactWriteItems":
                for write in parameters["TransactItems"]:
                    if "Put" in write:
                        self._write(write["Put"]["TableName"], write["Put"]["Item"])
            case _:
                raise ValueError(f"no canned answer to {operation}")
        return {}

    def _write(self, table: str, item: Item) -> None:
        if self.is_kept:
            self.put(table, item)

    def _get(self, table: str, key: Mapping[str, Any]) -> Item | None:
        return self._items.get(table, {}).get(key["pk"]["S"], {}).get(key["sk"]["S"])

    def _batch(self, table: str, asked: Mapping[str, Any]) -> list[Item]:
        looked_up = [self._get(table, key) for key in asked["Keys"]]
        for one in looked_up:  # what is not there costs as much as a small item
            self._read([one] if one else [], strong=asked.get("ConsistentRead", False))
        return [one for one in looked_up if one]

    def _query(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        values = [value["S"] for _, value in sorted(parameters["ExpressionAttributeValues"].items())]
        table = parameters["TableName"]
        if "IndexName" in parameters:
            entries = self._index.get((table, values[0]), [])
            found = [_keys(entry, values[0]) for entry in entries]
        else:
            partition = self._items.get(table, {}).get(values[0], {})
            keys = sorted(partition)
            between = "BETWEEN" in parameters["KeyConditionExpression"]
            start = bisect_left(keys, values[1])
            end = bisect_right(keys, values[2] if between else values[1] + "\U0010ffff")
            found = [partition[key] for key in keys[start:end]]
        self._read(found, strong=parameters.get("ConsistentRead", False))
        return {"Items": found, "Count": len(found), "ScannedCount": len(found)}

    def _read(self, found: Iterable[Item], *, strong: bool) -> None:
        items = list(found)
        self.counted["items read"] += len(items)
        half_units = max(1, ceil(sum(len(json.dumps(item)) for item in items) / _UNIT_BYTES))
        self.counted["half read units"] += half_units * (2 if strong else 1)


def _asked(parameters: Mapping[str, Any]) -> Iterable[tuple[str, Mapping[str, Any]]]:
    requested: Mapping[str, Mapping[str, Any]] = parameters["RequestItems"]
    return requested.items()


def _keys(entry: tuple[str, str, str], partition: str) -> Item:
    sort_key, pk, sk = entry
    return {"pk": {"S": pk}, "sk": {"S": sk}, "gsi1pk": {"S": partition}, "gsi1sk": {"S": sort_key}}
