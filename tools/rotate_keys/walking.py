"""Walking the tables part by part: counting what stands under which key, and making anew what stands under another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from tools.recovery.stage import tables
from tools.recovery.taking import pages
from tools.rotate_keys.places import Item, kind_of, made_by
from tools.rotate_keys.renewing import RENEWALS
from tools.rotate_keys.vaults import commit

PARTS = 256
"""Parts of each table, each for itself: a walk that ended begins behind its last part (SHARDS=)."""
_TABLES = ("directory", "records", "reminders")

type Counts = Counter[tuple[str, str]]
"""By kind of place and version."""
type Said = Callable[[int, Counts], None]


def walk(part: int) -> Iterator[tuple[str, Item]]:
    """Read one part of every table that holds something made by a key, page by page."""
    for table in tables():
        if table.name in _TABLES:
            for page in pages(table, part, PARTS, None):
                yield from ((table.name, item) for item in page["Items"])


def count_part(part: int) -> Counts:
    """Count the places of a part by the version that made them."""
    found: Counts = Counter()
    for table, item in walk(part):
        kind = kind_of(item)
        found.update((f"{table} {kind} {name}", version) for name, version in made_by(table, item))
    return found


def renew_part(part: int, current: str, now: datetime) -> Counts:
    """Make anew what stands under another key than the current one; gives what was, and what somebody else changed."""
    by_name = {table.name: table for table in tables()}
    found: Counts = Counter()
    for table, item in walk(part):
        if all(version == current for _, version in made_by(table, item)):
            continue
        kind = kind_of(item)
        writes = RENEWALS[table, kind](item, by_name, now)
        if writes:
            found[f"{table} {kind}", "renewed" if commit(writes) else "changed meanwhile"] += 1
    return found


def over_parts(parts: range, work: Callable[[int], Counts], said: Said, workers: int) -> Counts:
    """Do a work for parts, some at a time, in their order; `said` is told of each."""
    total: Counts = Counter()
    with ThreadPoolExecutor(workers) as pool:
        for part, found in zip(parts, pool.map(work, parts), strict=True):
            total.update(found)
            said(part, found)
    return total
