"""DynamoDB's published rules of consumption, as arithmetic on items in the form of the wire.

Amazon DynamoDB Developer Guide: "DynamoDB item sizes and formats", "DynamoDB read and write operations" (capacity unit
consumption), "Managing complex workflows with DynamoDB transactions" (capacity management), "Using Global Secondary
Indexes" and "Local secondary indexes" (write throughput). That the factor of a transaction is for the table and not
for its indexes is not said there; it was measured on AWS (github.com/nubo-db/dynoxide/pull/188, August 2026).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

type WireItem = Mapping[str, Mapping[str, Any]]

READ_STEP_BYTES = 4096
WRITE_STEP_BYTES = 1024
STRONG, EVENTUAL, TRANSACTIONAL = 1.0, 0.5, 2.0
"""Units for each step that is read."""

_CONTAINER_BYTES = 3  # a list or a map, whatever it holds
_ELEMENT_BYTES = 1  # each element of a list, each pair of a map


@dataclass(frozen=True, slots=True)
class Index:
    """One secondary index: the attributes that are its keys, the table's among them, and what else it holds."""

    keys: tuple[str, ...]
    projected: frozenset[str] | None = frozenset()
    """Attributes beside the keys; None for all."""

    def entry(self, item: WireItem | None) -> WireItem | None:
        """Give what the index holds of an item; None where it lacks a key, for indexes are sparse."""
        if item is None or any(name not in item for name in self.keys):
            return None
        return {name: value for name, value in item.items() if self._holds(name)}

    def _holds(self, name: str) -> bool:
        return self.projected is None or name in self.keys or name in self.projected

    def units(self, before: WireItem | None, after: WireItem | None) -> int:
        """Give the write units of carrying one change into the index: none where its entry stays as it was."""
        old, new = self.entry(before), self.entry(after)
        if old == new:
            return 0
        if old is not None and new is not None and all(old[name] == new[name] for name in self.keys):
            return max(write_steps(old), write_steps(new))
        return sum(write_steps(entry) for entry in (old, new) if entry is not None)


def size_bytes(item: WireItem | None) -> int:
    """Give the bytes of an item as it is charged: names and values, in UTF-8."""
    return sum(len(name.encode()) + _value_bytes(value) for name, value in (item or {}).items())


def _value_bytes(value: Mapping[str, Any]) -> int:
    ((kind, held),) = value.items()
    match kind:
        case "S" | "N" | "B":
            return {"S": _text_bytes, "N": _number_bytes, "B": _binary_bytes}[kind](held)
        case "SS" | "NS" | "BS":
            return sum(_value_bytes({kind[0]: one}) for one in held)
        case "L":
            return _CONTAINER_BYTES + sum(_ELEMENT_BYTES + _value_bytes(one) for one in held)
        case "M":
            return _CONTAINER_BYTES + len(held) * _ELEMENT_BYTES + size_bytes(held)
        case _:
            return 1  # NULL and BOOL


def _text_bytes(text: str) -> int:
    return len(text.encode())


def _number_bytes(text: str) -> int:
    """Two significant digits a byte, zeros at either end left out, one byte more, and one for a minus; 21 at most."""
    digits = text.lstrip("-+").partition("e")[0].partition("E")[0].replace(".", "").strip("0")
    return min(21, ceil(len(digits) / 2) + 1 + text.startswith("-"))


def _binary_bytes(held: str | bytes) -> int:
    # Base64 on its way there; the driver's answer has it as bytes already.
    return len(held) * 3 // 4 - held.count("=") if isinstance(held, str) else len(held)


def read_steps(size: int) -> int:
    """Give the steps of 4 KB that a reading of so many bytes takes; nothing found is one too."""
    return max(1, ceil(size / READ_STEP_BYTES))


def write_steps(item: WireItem | None) -> int:
    """Give the steps of 1 KB that an item takes to be written; nothing takes one too."""
    return max(1, ceil(size_bytes(item) / WRITE_STEP_BYTES))


def get_units(item: WireItem | None, each: float) -> float:
    """Give the read units of one item by its key, whether it is there or not."""
    return each * read_steps(size_bytes(item))


def query_units(items: Iterable[WireItem], each: float) -> float:
    """Give the read units of a query: what it read is added up first and rounded then."""
    return each * read_steps(sum(map(size_bytes, items)))


def write_units(before: WireItem | None, after: WireItem | None, indexes: Iterable[Index], factor: int = 1) -> int:
    """Give the write units of a put, an update or a delete that took place: the larger image, and the indexes.

    `factor` is 2 in a transaction, for the table and not for its indexes.
    """
    larger = max(write_steps(before), write_steps(after))
    return factor * larger + sum(index.units(before, after) for index in indexes)


def refused_units(before: WireItem | None, factor: int = 1) -> int:
    """Give the write units of a write whose condition failed: those of the item that is there, or one."""
    return factor * write_steps(before)
