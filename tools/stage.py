"""What commands share that work on the tables of a stage: which stage, which parts of it, and how they begin."""

import argparse
import os
import sys
from pathlib import Path

from tools.seed.environment import NoStackError, enter_chosen

_LAST = 0xFF


def add_stage(root: argparse.ArgumentParser) -> None:
    """Let the command line say which stage is meant: the system on this machine, or one of an account."""
    root.add_argument("--state", type=Path, help="of the system on this machine; that of make run when left out")
    root.add_argument("--account", action="store_true", help="work on the tables that the environment names")


def add_shards(root: argparse.ArgumentParser) -> None:
    """Let the command line name parts of the handbooks."""
    root.add_argument(
        "--shards", type=shards_of, default="00-ff", help="parts to walk, of 00 to ff, as 00-0f; all when left out"
    )


def shards_of(text: str) -> range:
    """Read "00-0f" or "2a". Raises argparse.ArgumentTypeError for parts that do not exist."""
    first, _, last = text.partition("-")
    try:
        found = range(int(first, 16), int(last or first, 16) + 1)
    except ValueError:
        found = range(0)
    if not found or found[0] < 0 or found[-1] > _LAST or len(first) != 2:
        raise argparse.ArgumentTypeError("parts are 00 to ff, one as 2a or several as 00-0f")
    return found


def is_entered(chosen: argparse.Namespace) -> bool:
    """Let `handbook` work on the stage that the command line chose, or say why it cannot.

    It must come before the first import of handbook.storage: tables are bound to the environment's names then.
    """
    try:
        enter_chosen(chosen.state, account=chosen.account)
    except NoStackError as error:
        print(f"error: {error}", file=sys.stderr)
        return False
    os.environ.setdefault("POWERTOOLS_LOG_LEVEL", "WARNING")
    return True
