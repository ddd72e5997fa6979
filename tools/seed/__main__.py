"""Fills a running local stack with demo data: `python -m tools.seed`. Does nothing where that was done before."""

import sys
import time
from datetime import UTC, datetime

from tools.seed.environment import NoStackError, enter, read_outputs, state_folder


def main() -> int:
    """Seed the stack of HANDBOOK_STATE; prints a line for each step and a summary as the last one."""
    try:
        state = state_folder()
        enter(read_outputs(state))
    except NoStackError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    # Only now: tables are bound to the environment's names when these are imported.
    from tools.seed.crowd import all_children  # noqa: PLC0415
    from tools.seed.seeding import is_seeded, seed  # noqa: PLC0415

    accounts = state / "accounts.json"
    if is_seeded(all_children(), accounts):
        print("already filled in: nothing to do")
        return 0
    began = time.monotonic()
    done = seed(
        accounts, datetime.now(UTC), lambda text: print(f"{time.monotonic() - began:5.1f} s  {text}", flush=True)
    )
    print(
        f"{done.units} units, {done.staff} staff, {done.families} families, {done.children} children, "
        f"{done.doses} doses, {done.measurements} measurements"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
