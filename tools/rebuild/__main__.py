"""Compare every handbook's summary with its entries, and with --apply make those anew that drifted.

Handbooks are walked part by part over an index, never by a scan. Without --apply nothing is written. One line tells of
each handbook that drifted, by its id and the names of what differs; values are not shown. Ends with 1 where a dry run
found drift.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tools.seed.environment import NoStackError, enter_chosen

if TYPE_CHECKING:
    from handbook.usecases.rebuild import Looked


def parser() -> argparse.ArgumentParser:
    """The command line."""
    root = argparse.ArgumentParser(prog="tools.rebuild", description=__doc__)
    root.add_argument("--apply", action="store_true", help="write the summaries anew that drifted")
    root.add_argument("--shards", default="00-ff", help="parts to look at, of 00 to ff, as 00-0f; all when left out")
    root.add_argument("--state", type=Path, help="of the system on this machine; that of make run when left out")
    root.add_argument("--account", action="store_true", help="work on the tables that the environment names")
    return root


def shards_of(text: str) -> range:
    """Read "00-0f" or "2a". Raises ValueError for parts that do not exist."""
    first, _, last = text.partition("-")
    found = range(int(first, 16), int(last or first, 16) + 1)
    if not found or found[0] < 0 or found[-1] > 0xFF or len(first) != 2:
        raise ValueError(text)
    return found


def told(looked: Iterable[Looked], *, applies: bool) -> Iterator[str]:
    """Say in lines which handbooks drifted, and how many were looked at."""
    seen = drifted = 0
    for one in looked:
        seen += 1
        if one.drifted:
            drifted += 1
            yield f"{one.handbook_id}  {', '.join(one.drifted)}{'  rebuilt' if one.rebuilt else ''}"
    yield f"{seen} handbooks, {drifted} drifted{', all rebuilt' if applies and drifted else ''}"


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks for."""
    chosen = parser().parse_args(arguments)
    try:
        shards = shards_of(chosen.shards)
        enter_chosen(chosen.state, account=chosen.account)
    except (NoStackError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    os.environ.setdefault("POWERTOOLS_LOG_LEVEL", "WARNING")
    found = False
    for line in told(_looked(shards, applies=chosen.apply), applies=chosen.apply):
        found |= "  " in line
        print(line, flush=True)
    return 1 if found and not chosen.apply else 0


def _looked(shards: range, *, applies: bool) -> Iterator[Looked]:
    # Only now: tables are bound to the environment's names when these are imported.
    from handbook import bootstrap  # noqa: PLC0415
    from handbook.usecases.rebuild import rebuild_shard  # noqa: PLC0415

    for shard in shards:
        yield from rebuild_shard(
            shard, bootstrap.now(), records=bootstrap.records(), schedule=bootstrap.child_schedule, applies=applies
        )


if __name__ == "__main__":
    sys.exit(main())
