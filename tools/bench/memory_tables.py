"""DynamoDB in this process's memory, behind botocore: everything above it is the product's own, and reads are counted.

It knows what the morning's run and the growth of cost need: keys, the indexes gsi1 and gsi2, queries by prefix and
between, pages, updates, transactions. Conditions are not looked at: one worker meets nobody.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from time import process_time
from typing import Any

from tools.capacity.rules import write_steps

type Item = dict[str, Any]
type Place = tuple[str, str]

_UNIT_BYTES = 4096
_IN_TRANSACTION = 2
_INDEXES = ("gsi1", "gsi2")


class MemoryTables:
    """Tables by name. `is_kept`: whether what is written stays, or is weighed and dropped.

    `spent_seconds` is what the tables themselves took of this process's core: on AWS that is not ours.
    """

    def __init__(self) -> None:
        self._items: dict[str, dict[str, dict[str, Item]]] = {}
        self._index: dict[tuple[str, str, str], list[tuple[str, str, str]]] = {}
        self.is_kept = True
        self.counted: Counter[str] = Counter()
        self.spent_seconds = 0.0

    def put(self, table: str, item: Item) -> None:
        """Write an item, and its places in the indexes."""
        self._items.setdefault(table, {}).setdefault(item["pk"]["S"], {})[item["sk"]["S"]] = item
        for name in _INDEXES:
            if f"{name}pk" in item:
                entries = self._index.setdefault((table, name, item[f"{name}pk"]["S"]), [])
                entries.append((item[f"{name}sk"]["S"], item["pk"]["S"], item["sk"]["S"]))

    def settle(self) -> None:
        """Sort the indexes once everything is written, and count from here."""
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
                self.counted["write units"] += 1
                return {"Attributes": {}}
            case "TransactWriteItems":
                for write in parameters["TransactItems"]:
                    ((kind, said),) = write.items()
                    self._write(said["TableName"], said["Item"] if kind == "Put" else None, _IN_TRANSACTION)
            case _:
                raise ValueError(f"no canned answer to {operation}")
        return {}

    def _write(self, table: str, item: Item | None, factor: int = 1) -> None:
        # An update weighs what it writes at the least; what indexes carry of it is not reckoned here.
        self.counted["write units"] += factor * write_steps(item)
        if self.is_kept and item is not None:
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
        between = "BETWEEN" in parameters["KeyConditionExpression"]
        if "IndexName" in parameters:
            name = parameters["IndexName"]
            entries = self._index.get((table, name, values[0]), [])
            start, end = _span(values[1:], [entry[0] for entry in entries], between=between)
            found = [_keys(name, entry, values[0]) for entry in entries[start:end]]
        else:
            partition = self._items.get(table, {}).get(values[0], {})
            keys = sorted(partition)
            start, end = _span(values[1:], keys, between=between)
            found = [partition[key] for key in keys[start:end]]
        found = _behind(parameters.get("ExclusiveStartKey"), found)
        page = found[: parameters.get("Limit", len(found))]
        self._read(page, strong=parameters.get("ConsistentRead", False))
        more = {"LastEvaluatedKey": _key_of(page[-1])} if len(page) < len(found) else {}
        return {"Items": page, "Count": len(page), "ScannedCount": len(page), **more}

    def _read(self, found: Iterable[Item], *, strong: bool) -> None:
        items = list(found)
        self.counted["items read"] += len(items)
        half_units = max(1, ceil(sum(len(json.dumps(item)) for item in items) / _UNIT_BYTES))
        self.counted["half read units"] += half_units * (2 if strong else 1)


def _asked(parameters: Mapping[str, Any]) -> Iterable[tuple[str, Mapping[str, Any]]]:
    requested: Mapping[str, Mapping[str, Any]] = parameters["RequestItems"]
    return requested.items()


def _span(limits: Sequence[str], keys: Sequence[str], *, between: bool) -> tuple[int, int]:
    """Where the sort keys of a query lie: between two, from a prefix on, or all."""
    if not limits:
        return 0, len(keys)
    return bisect_left(keys, limits[0]), bisect_right(keys, limits[1] if between else limits[0] + "\U0010ffff")


def _key_of(item: Item) -> Item:
    return {name: value for name, value in item.items() if name.endswith(("pk", "sk"))}


def _behind(last: Item | None, found: list[Item]) -> list[Item]:
    """What comes behind the last key of the page before; all of it for the first page."""
    if last is None:
        return found
    places = [(one["pk"], one["sk"]) for one in found]
    return found[places.index((last["pk"], last["sk"])) + 1 :]


def _keys(index: str, entry: tuple[str, str, str], partition: str) -> Item:
    sort_key, pk, sk = entry
    return {"pk": {"S": pk}, "sk": {"S": sk}, f"{index}pk": {"S": partition}, f"{index}sk": {"S": sort_key}}
