"""Writing saved parts into tables, and looking through a folder before anything is written."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import batched
from typing import Any

from tools.recovery.lines import SpoiltPartError, Sum, items_of, unpack
from tools.recovery.shelves import Shelf, read_document, write_document
from tools.recovery.stage import Table, client
from tools.recovery.taking import Said, part_name, segment_name

AT_ONCE = 25
"""Items of one BatchWriteItem: DynamoDB's limit."""
_TRIES = 12
_LONGEST_PAUSE_SECONDS = 10.0


class NotTakenError(Exception):
    """The tables did not take some items, however often they were offered."""


def part_of(where: Shelf, table: str, segment: int, part: int) -> tuple[list[bytes], Sum]:
    """Read a part. Raises: SpoiltPartError when it is missing or changed."""
    name = part_name(table, segment, part)
    if not where.has(name):
        raise SpoiltPartError(name)
    return unpack(b"".join(where.read(name)), name)


def look_through(where: Shelf, table: str, segments: int, workers: int) -> Sum:
    """Read every part of a table and say what they add up to. Raises: SpoiltPartError."""

    def of_segment(segment: int) -> Sum:
        known = read_document(where, segment_name(table, segment))
        if known is None or not known["done"]:
            raise SpoiltPartError(segment_name(table, segment))
        found = sum((part_of(where, table, segment, part)[1] for part in range(known["parts"])), Sum())
        if found != Sum.read(known):
            raise SpoiltPartError(segment_name(table, segment))
        return found

    with ThreadPoolExecutor(workers) as pool:
        return sum(pool.map(of_segment, range(segments)), Sum())


def put_table(table: Table, segments: int, where: Shelf, notes: str, workers: int, said: Said) -> None:
    """Put a table's parts into it. What `notes` says is there already is not put again."""

    def of_segment(segment: int) -> None:
        known = read_document(where, segment_name(table.name, segment)) or {"parts": 0}
        note = _put_note(notes, table, segment)
        done = int((read_document(where, note) or {"put": 0})["put"])
        for part in range(done, known["parts"]):
            lines, _ = part_of(where, table.name, segment, part)
            for some in batched(lines, AT_ONCE, strict=False):
                put(table, some)
            write_document(where, note, {"put": part + 1})
            said(table.name, len(lines))

    with ThreadPoolExecutor(workers) as pool:
        for _ in pool.map(of_segment, range(segments)):
            pass


def forget_put(table: Table, segments: int, where: Shelf, notes: str) -> None:
    """Let a table that was put to the end be put once more, from its first part on."""
    for segment in range(segments):
        write_document(where, _put_note(notes, table, segment), {"put": 0})


def _put_note(notes: str, table: Table, segment: int) -> str:
    return f"{notes}/{table.name}-{segment:03d}.json"


def put(table: Table, lines: tuple[bytes, ...], pause: Callable[[float], None] = time.sleep) -> None:
    """Put items as they were, again and again while the table is busy. Raises: NotTakenError."""
    left: Any = {table.physical: [{"PutRequest": {"Item": item}} for item in items_of(lines)]}
    for seconds in _pauses():
        left = client("dynamodb").batch_write_item(RequestItems=left).get("UnprocessedItems")
        if not left:
            return
        pause(seconds)
    raise NotTakenError(table.name)


def _pauses() -> Iterator[float]:
    for number in range(_TRIES):
        yield min(_LONGEST_PAUSE_SECONDS, 0.05 * 2**number)
