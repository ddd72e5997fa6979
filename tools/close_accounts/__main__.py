"""Close the accounts whose 14 days are over; without --apply they are counted only.

Run again it goes on where it stopped. Nothing is shown of anybody but how many there are.
"""

import argparse
import os
import sys
from pathlib import Path

from tools.seed.environment import NoStackError, enter_chosen

_PAGE = 100


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks for."""
    root = argparse.ArgumentParser(prog="tools.close_accounts", description=__doc__)
    root.add_argument("--apply", action="store_true", help="close them")
    root.add_argument("--state", type=Path, help="of the system on this machine; that of make run when left out")
    root.add_argument("--account", action="store_true", help="work on what the environment names")
    chosen = root.parse_args(arguments)
    try:
        enter_chosen(chosen.state, account=chosen.account)
    except NoStackError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    os.environ.setdefault("POWERTOOLS_LOG_LEVEL", "WARNING")
    # Only now: tables are bound to the environment's names when this is imported.
    from tools.close_accounts.night import close_all, due  # noqa: PLC0415

    if not chosen.apply:
        print(f"{len(due(_PAGE))} accounts are to be closed{' or more' if len(due(_PAGE)) == _PAGE else ''}")
        return 0
    print(f"{close_all(_PAGE)} accounts closed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
