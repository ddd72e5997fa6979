"""Give numbers, addresses and tokens a new key, step by step, while everybody works on.

Without a step: by which version of the key everything was made. The steps: `add` a key that nothing uses yet; `use` it,
ten minutes later; `renew` what stands under the one before, part by part, as often as somebody ends it; `drop` the one
before, which is refused while anything is left under it. Nothing is shown but counts. Ends with 1 where a step may not
follow yet, or something is left.
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tools.stage import add_shards, add_stage, is_entered

if TYPE_CHECKING:
    from tools.rotate_keys.walking import Counts

_STEPS = ("status", "add", "use", "renew", "drop")


def parser() -> argparse.ArgumentParser:
    """The command line."""
    root = argparse.ArgumentParser(prog="tools.rotate_keys", description=__doc__)
    root.add_argument("step", choices=_STEPS, nargs="?", default="status")
    add_shards(root)
    root.add_argument("--workers", type=int, default=4, help="parts at a time")
    root.add_argument("--at-once", action="store_true", help="do not wait for other processes: where there are none")
    add_stage(root)
    return root


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks for."""
    chosen = parser().parse_args(arguments)
    if not is_entered(chosen):
        return 2
    from tools.rotate_keys import secret  # noqa: PLC0415

    try:
        return _do(chosen)
    except secret.NotYetError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


def _do(chosen: argparse.Namespace) -> int:
    from tools.rotate_keys import secret  # noqa: PLC0415

    now = datetime.now(UTC)
    if chosen.step == "add":
        print(f"version {secret.add()} is added; in ten minutes every process knows it: then `use`")
        return 0
    if chosen.step == "use":
        print(f"version {secret.use(now, at_once=chosen.at_once)} is current; in ten minutes: `renew`")
        return 0
    if chosen.step == "renew":
        _renew(chosen.shards, chosen.workers, now)
    left = _status(chosen.workers)
    if chosen.step == "drop":
        print(f"dropped: version {', '.join(secret.drop(now, left, at_once=chosen.at_once))}")
        return 0
    return 1 if left else 0


def _renew(shards: range, workers: int, now: datetime) -> None:
    from tools.rotate_keys import secret  # noqa: PLC0415
    from tools.rotate_keys.walking import over_parts, renew_part  # noqa: PLC0415

    current, began = secret.read()["current"], time.monotonic()

    def said(part: int, found: Counts) -> None:
        if found:
            print(f"  part {part:02x}: {found.total()}", file=sys.stderr, flush=True)

    done = over_parts(shards, lambda part: renew_part(part, current, now), said, workers)
    for (kind, what), number in sorted(done.items()):
        print(f"{kind}  {what}: {number}")
    seconds = max(time.monotonic() - began, 0.001)
    print(f"{done.total()} items in {seconds:.1f} s, {done.total() / seconds:.0f} a second")


def _status(workers: int) -> int:
    from tools.rotate_keys import secret  # noqa: PLC0415
    from tools.rotate_keys.walking import PARTS, count_part, over_parts  # noqa: PLC0415

    current, others = secret.versions(secret.read())
    found = over_parts(range(PARTS), count_part, lambda _part, _found: None, workers)
    for (kind, version), number in sorted(found.items()):
        print(f"{kind}  version {version}: {number}{'' if version == current else '  left'}")
    left = sum(number for (_, version), number in found.items() if version != current)
    print(f"current: version {current}; beside it: {', '.join(others) or 'none'}; left under another key: {left}")
    return left


if __name__ == "__main__":
    sys.exit(main())
