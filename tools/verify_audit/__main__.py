"""Hold the access log against its seals: say which entries are missing, changed, added, or still without a seal.

Of one handbook, or of everything with --all: then the seals of past days are held against their anchors too, which
nobody can write anew. An auditor needs to read the audit table and the bucket of anchors, no more; --seal writes the
seals of entries that have none. One line tells of each fault, by keys only. Ends with 1 where there is one.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from tools.stage import add_stage, is_entered

if TYPE_CHECKING:
    from collections.abc import Sequence


def parser() -> argparse.ArgumentParser:
    """The command line."""
    root = argparse.ArgumentParser(prog="tools.verify_audit", description=__doc__)
    chosen = root.add_mutually_exclusive_group(required=True)
    chosen.add_argument("--handbook", help="the id of one handbook")
    chosen.add_argument("--all", action="store_true", help="every handbook and every actor, and the anchors")
    root.add_argument("--seal", action="store_true", help="first seal the entries that have no seal")
    add_stage(root)
    return root


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks for."""
    chosen = parser().parse_args(arguments)
    if not is_entered(chosen):
        return 2
    from tools.verify_audit.reading import chains_of_table  # noqa: PLC0415

    chains = [f"HANDBOOK#{chosen.handbook}"] if chosen.handbook else chains_of_table()
    faults = 0
    for line in _lines(chains, seals=chosen.seal, anchors=chosen.all):
        faults += 1
        print(line, flush=True)
    print(f"{len(chains)} chains, {faults} faults")
    return 1 if faults else 0


def _lines(chains: Sequence[str], *, seals: bool, anchors: bool) -> Iterator[str]:
    from handbook import bootstrap  # noqa: PLC0415
    from handbook.bootstrap import auditing  # noqa: PLC0415
    from handbook.usecases.seal_log import seal_entries  # noqa: PLC0415
    from handbook.usecases.verify_log import verify_chain  # noqa: PLC0415

    log = auditing.seals()
    for chain in chains:
        if seals:
            seal_entries(chain, [(one.key, one.digest) for one in log.logged(chain)], bootstrap.now(), seals=log)
        for finding in verify_chain(chain, bootstrap.now(), chains=log):
            yield f"{chain}  {finding.fault}  {finding.key}"
    if anchors:
        yield from _of_days(bootstrap.now())


def _of_days(now: datetime) -> Iterator[str]:
    from handbook.bootstrap import auditing  # noqa: PLC0415
    from handbook.usecases.verify_log import verify_day  # noqa: PLC0415
    from tools.verify_audit.reading import anchors  # noqa: PLC0415

    for day, kept in anchors():
        for kind in verify_day(day, kept, _still_whole(day, now.date()), seals=auditing.seals()):
            yield f"{day}  not_as_anchored  {kind}"


def _still_whole(day: date, today: date) -> tuple[str, ...]:
    from handbook.domain.audit_terms import subject_of, term_on  # noqa: PLC0415

    kinds = ("HANDBOOK", "ACTOR", "ACCOUNT")
    return tuple(one for one in kinds if day > term_on(subject_of(one), today).limit(today) + timedelta(1))


if __name__ == "__main__":
    sys.exit(main())
