"""Reading tables whole into parts, by several readers at once, each a segment and a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tools.recovery.lines import Sum, line_of, pack
from tools.recovery.shelves import Shelf, read_document, write_document
from tools.recovery.stage import Table, client

PAGES_OF_A_PART = 4
"""Pages of one part, of 1 MB each at most: what one reader holds in memory."""
SEGMENTS = 16
"""Parts that a table is read in, each for itself; it stays as it was begun when a reading goes on."""

type Said = Callable[[str, int], None]
"""Is told of each part: which table, how many items."""


def part_name(table: str, segment: int, part: int) -> str:
    """Name the file of a part."""
    return f"{table}/{segment:03d}-{part:06d}.jsonl.gz"


def segment_name(table: str, segment: int) -> str:
    """Name the document that says how far a segment is."""
    return f"{table}/{segment:03d}.json"


def pages(table: Table, segment: int, segments: int, start: Any) -> Iterator[Mapping[str, Any]]:  # noqa: ANN401
    """Read a segment page by page, strongly consistent, from behind the key `start`."""
    more: dict[str, Any] = {"ExclusiveStartKey": start} if start else {}
    while True:
        page: Mapping[str, Any] = client("dynamodb").scan(
            TableName=table.physical, Segment=segment, TotalSegments=segments, ConsistentRead=True, **more
        )
        yield page
        if not (start := page.get("LastEvaluatedKey")):
            return
        more = {"ExclusiveStartKey": start}


def take_segment(table: Table, segment: int, segments: int, where: Shelf, said: Said) -> Sum:
    """Save a segment, or go on where an earlier try ended; a part is written before the note that it is there."""
    name = segment_name(table.name, segment)
    known = read_document(where, name) or {"parts": 0, "next": None, "done": False, **Sum().document()}
    total = Sum.read(known)
    reading = pages(table, segment, segments, known["next"])
    while not known["done"]:
        lines, following = _part(reading)
        parts = known["parts"]
        if lines:
            where.write(part_name(table.name, segment, parts), [pack(lines)])
            parts, total = parts + 1, total + Sum.of(lines)
        known = {"parts": parts, "next": following, "done": not following, **total.document()}
        write_document(where, name, known)
        said(table.name, len(lines))
    return total


def _part(reading: Iterator[Mapping[str, Any]]) -> tuple[list[bytes], Any]:
    # A page is written as lines before the next one is asked for: items in memory take ten times as much.
    lines: list[bytes] = []
    for _ in range(PAGES_OF_A_PART):
        page = next(reading)
        lines += map(line_of, page["Items"])
        if not (following := page.get("LastEvaluatedKey")):
            return lines, None
    return lines, following


def take_table(table: Table, segments: int, where: Shelf, workers: int, said: Said) -> Sum:
    """Save a table, `workers` segments at a time."""
    with ThreadPoolExecutor(workers) as pool:
        sums = pool.map(lambda segment: take_segment(table, segment, segments, where, said), range(segments))
        return sum(sums, Sum())


def add_up(table: Table, workers: int, segments: int = SEGMENTS) -> Sum:
    """Read a table whole and say what it adds up to."""

    def of_segment(segment: int) -> Sum:
        read = pages(table, segment, segments, None)
        return sum((Sum.of(map(line_of, page["Items"])) for page in read), Sum())

    with ThreadPoolExecutor(workers) as pool:
        return sum(pool.map(of_segment, range(segments)), Sum())
