"""List what of the access log is past its term, and with --apply let it go.

Terms are data (reference/retention). Addresses leave their entries at once. Entries leave in two runs: the first writes
down up to where, the next, once that is sealed, takes them away with their seals, so that the rest can be verified. A
chain with a fault is evidence: it is named and left alone. Ends with 1 where there was one.
"""

from __future__ import annotations

import argparse
import sys

from tools.stage import add_stage, is_entered


def parser() -> argparse.ArgumentParser:
    """The command line."""
    root = argparse.ArgumentParser(prog="tools.retention", description=__doc__)
    root.add_argument("--apply", action="store_true", help="let go what is past its term")
    add_stage(root)
    return root


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks for."""
    chosen = parser().parse_args(arguments)
    if not is_entered(chosen):
        return 2
    return sweep(applies=chosen.apply)


def sweep(*, applies: bool) -> int:
    """Go through every chain."""
    from handbook import bootstrap  # noqa: PLC0415
    from handbook.storage.sweeping import SweptLog  # noqa: PLC0415
    from handbook.usecases.sweep_log import sweep_chain  # noqa: PLC0415
    from tools.verify_audit.reading import chains_of_table  # noqa: PLC0415

    chains, faulty, done = chains_of_table(), 0, "let go" if applies else "past their term"
    for chain in chains:
        swept = sweep_chain(chain, bootstrap.now(), log=SweptLog(), applies=applies)
        if swept.faulty:
            faulty += 1
            print(f"{chain}  has faults, left alone: make verify-audit", flush=True)
        elif swept.addresses or swept.announced or swept.dropped:
            counts = f"{swept.addresses} addresses, {swept.dropped} entries {done}, {swept.announced} entries announced"
            print(f"{chain}  {counts}", flush=True)
    print(f"{len(chains)} chains, {faulty} with faults")
    return 1 if faulty else 0


if __name__ == "__main__":
    sys.exit(main())
