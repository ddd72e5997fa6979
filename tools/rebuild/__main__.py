"""Compare every handbook's summary with its entries, and with --apply make those anew that drifted.

Handbooks are walked part by part over an index, never by a scan. Without --apply nothing is written. One line tells of
each handbook that drifted, by its id and the names of what differs; values are not shown. Ends with 1 where a dry run
found drift.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tools.stage import add_shards, add_stage, is_entered

if TYPE_CHECKING:
    from handbook.usecases.rebuild import Looked


def parser() -> argparse.ArgumentParser:
    """The command line."""
    root = argparse.ArgumentParser(prog="tools.rebuild", description=__doc__)
    root.add_argument("--apply", action="store_true", help="write the summaries anew that drifted")
    add_shards(root)
    add_stage(root)
    return root


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
    if not is_entered(chosen):
        return 2
    found = False
    for line in told(_looked(chosen.shards, applies=chosen.apply), applies=chosen.apply):
        found |= "  " in line
        print(line, flush=True)
    return 1 if found and not chosen.apply else 0


def _looked(shards: range, *, applies: bool) -> Iterator[Looked]:
    from handbook import bootstrap  # noqa: PLC0415
    from handbook.usecases.rebuild import rebuild_shard  # noqa: PLC0415

    for shard in shards:
        yield from rebuild_shard(
            shard, bootstrap.now(), records=bootstrap.records(), schedule=bootstrap.child_schedule, applies=applies
        )


if __name__ == "__main__":
    sys.exit(main())
