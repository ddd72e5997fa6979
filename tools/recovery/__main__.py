"""Save all state of a stage into a folder, and put it into a new stage.

`backup` goes on where an earlier try into the same folder ended. `restore` reads the whole folder and says whether it
fits; with --apply it is put into the tables, and then compared with them item for item. It goes on where an earlier try
ended, too. On this machine the folder is a plain one that only its owner can read; a stage of AWS is saved to
s3://bucket/prefix, in a bucket that encrypts. Ends with 1 where something does not fit.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections import Counter
from pathlib import Path

from tools.recovery.keys import save_keys
from tools.recovery.lines import SpoiltPartError
from tools.recovery.putting import NotTakenError
from tools.recovery.restoring import NotRestorableError, Wish, look, restore, unfinished
from tools.recovery.saving import preview, save
from tools.recovery.shelves import Shelf, UnfitShelfError, shelf
from tools.recovery.stage import TABLES
from tools.recovery.streams import StillFollowedError
from tools.seed.environment import NoStackError, enter_chosen
from tools.stage import add_stage

_REFUSALS = (NotRestorableError, SpoiltPartError, NotTakenError, UnfitShelfError, StillFollowedError)


def parser() -> argparse.ArgumentParser:
    """The command line."""
    root = argparse.ArgumentParser(prog="tools.recovery", description=__doc__)
    root.add_argument("what", choices=("backup", "restore"))
    root.add_argument("folder", help="a folder, or s3://bucket/prefix")
    root.add_argument("--dry", action="store_true", help="backup: say what there is, and save nothing")
    root.add_argument(
        "--apply", action="store_true", help="restore: write; without it the folder is only looked through"
    )
    root.add_argument("--keys", type=Path, help="a file of its own for the keys: written by backup, read by restore")
    root.add_argument("--only", default="", help="restore: these tables alone, as records,directory")
    root.add_argument("--over", action="store_true", help="restore: also into tables that hold items")
    root.add_argument("--invite", action="store_true", help="restore: make the accounts of staff, and invite them anew")
    root.add_argument("--workers", type=int, default=4, help="segments at a time")
    add_stage(root)
    return root


class Counted:
    """Says on stderr how far the work is, a line for about every ten thousand items."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._began = time.monotonic()
        self._lock = threading.Lock()

    def __call__(self, name: str, items: int) -> None:
        """Count items of a table or bucket."""
        with self._lock:
            before, now = self._counts[name], self._counts[name] + items
            self._counts[name] = now
        if before == 0 or before // 10_000 != now // 10_000:
            print(f"  {name}: {now}", file=sys.stderr, flush=True)

    def total(self) -> str:
        """Say how much it was in how long."""
        seconds, items = time.monotonic() - self._began, self._counts.total()
        return f"{items} items and objects in {seconds:.1f} s, {items / max(seconds, 0.001):.0f} a second"


def _wish(chosen: argparse.Namespace) -> Wish:
    only = tuple(filter(None, chosen.only.split(",")))
    if unknown := set(only) - set(TABLES):
        raise NotRestorableError(f"no tables of this house: {', '.join(sorted(unknown))}")
    return Wish(chosen.over, chosen.invite, chosen.keys, only, chosen.workers)


def _backup(where: Shelf, chosen: argparse.Namespace) -> int:
    if chosen.dry:
        print(json.dumps(preview(), indent=1))
        return 0
    if chosen.keys:
        if not chosen.folder.startswith("s3://") and chosen.keys.resolve().is_relative_to(
            Path(chosen.folder).resolve()
        ):
            raise UnfitShelfError(f"{chosen.keys}: keys do not lie beside what they open; choose another place")
        save_keys(chosen.keys)
    said = Counted()
    manifest = save(where, chosen.workers, said)
    print(json.dumps({"tables": manifest["tables"], "objects": manifest["objects"], "staff": manifest["staff"]}))
    print(said.total())
    if where.encryption == "none":
        print(f"{where.where} is not encrypted: names and findings can be read in it. Only its owner may open it.")
    return 0


def _restore(where: Shelf, chosen: argparse.Namespace) -> int:
    wish = _wish(chosen)
    if not chosen.apply:
        print(json.dumps(look(where, wish)["tables"]))
        print("the folder is whole and fits; nothing was written: --apply puts it into the tables")
        return 0
    said = Counted()
    different = restore(where, wish, said)
    print(said.total())
    for name in different:
        print(f"{name}  does not hold what was saved; what follows the streams stays off")
    for name in unfinished(where) if not different else ():
        print(f"{name}  was begun and is not put yet; what follows the streams stays off till then")
    print("all compared, equal item for item" if not different else "not equal")
    return 1 if different else 0


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks for."""
    chosen = parser().parse_args(arguments)
    if not chosen.folder:
        print("error: say where: FOLDER=saved, or FOLDER=s3://bucket/prefix with ACCOUNT=1", file=sys.stderr)
        return 2
    if chosen.account and not chosen.folder.startswith("s3://"):
        print("error: a stage of AWS is saved to s3://bucket/prefix, in a bucket that encrypts", file=sys.stderr)
        return 2
    try:
        enter_chosen(chosen.state, account=chosen.account)
        where = shelf(chosen.folder)
        return _backup(where, chosen) if chosen.what == "backup" else _restore(where, chosen)
    except NoStackError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except _REFUSALS as error:
        print(f"error: {type(error).__name__.removesuffix('Error')}: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
