"""List the handbooks that no rule keeps any more, and with --apply erase them.

Terms are data (reference/privacy/retention.json). In one run a handbook leaves: from then on nobody finds it. In a run
a week later everything of it is deleted but its access log, and a tombstone without personal data stays. A run that
broke off goes on when it is begun again. With --list the tombstones are kept in a file too, and what a recovery brought
back from under one is erased again. Ends with 1 where something could not be erased.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tools.stage import add_shards, add_stage, is_entered


def parser() -> argparse.ArgumentParser:
    """The command line."""
    root = argparse.ArgumentParser(prog="tools.erase", description=__doc__)
    root.add_argument("--apply", action="store_true", help="erase them")
    root.add_argument("--most", type=int, default=1000, help="handbooks to let leave, and to delete, in this run")
    root.add_argument("--list", type=Path, help="a file of the tombstones, kept apart from what is saved")
    add_shards(root)
    add_stage(root)
    return root


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks for."""
    chosen = parser().parse_args(arguments)
    if not is_entered(chosen):
        return 2
    from tools.erase.run import Run, run  # noqa: PLC0415

    failed = False
    for line in run(Run(chosen.shards, chosen.most, applies=chosen.apply, graves=chosen.list)):
        failed |= line.endswith("begin again")
        print(line, flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
