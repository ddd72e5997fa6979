"""Show the messages that failed for good, and with --apply give each another try.

Mend the cause first. Without --apply nothing changes. Works on the system on this machine, or with --stack on a
stack of an AWS account with the caller's own credentials. Ends with 1 where letters are left.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from tools.redrive.letters import Fate, Letter, fate_of, said
from tools.redrive.queues import Address, addresses, letters, pairs, redrive, show_again
from tools.seed.environment import state_folder
from tools.stack.clients import client
from tools.stack.control import running_settings
from tools.stack.errors import StackError
from tools.stack.settings import STACK_NAME, StackSettings

_HOUR = timedelta(hours=1)


def parser() -> argparse.ArgumentParser:
    """The command line."""
    root = argparse.ArgumentParser(prog="tools.redrive", description=__doc__)
    root.add_argument("--apply", action="store_true", help="give each letter another try")
    root.add_argument("--queue", help="one dead letter queue by its name in the template; all when left out")
    root.add_argument("--stack", help="a stack of an AWS account; the system on this machine when left out")
    root.add_argument("--state", type=Path, help="of the system on this machine; that of make run when left out")
    return root


def line_of(name: str, letter: Letter, now: datetime, *, applied: Fate | None = None) -> str:
    """Say of one letter where it lies, since when, what it holds and what becomes of it."""
    hours = letter.age(now) // _HOUR
    return f"{name}  {hours:4d} h  {applied or fate_of(letter)}  {said(letter)[:120]}"


def counted(fates: Iterable[Fate], *, applies: bool) -> Iterator[str]:
    """Add up what became, or would become, of the letters."""
    found = Counter(fates)
    note = "" if applies or not found else ": nothing was changed, --apply gives them another try"
    yield f"{found.total()} letters{note}"
    yield from (f"  {number} {fate}" for fate, number in sorted(found.items()))


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks for."""
    chosen = parser().parse_args(arguments)
    try:
        make, stack = _clients(chosen.stack, chosen.state or state_folder())
        places = _places(make, stack, chosen.queue)
        fates = list(_each(places, make, applies=chosen.apply))
    except (StackError, BotoCoreError, ClientError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print(*counted(fates, applies=chosen.apply), sep="\n")
    return 1 if Fate.KEEP in fates or (fates and not chosen.apply) else 0


def _places(make: Any, stack: str, queue: str | None) -> list[Address]:  # noqa: ANN401 - boto3
    """Find the queues to look at. Raises: StackError where the template has none of this name."""
    names = sorted(pairs())
    if queue not in {None, *names}:
        raise StackError(f"There is no dead letter queue {queue} in the template: {', '.join(names)}.")
    return [one for one in addresses(make("cloudformation"), stack) if queue in {None, one.name}]


def _each(places: Iterable[Address], make: Any, *, applies: bool) -> Iterator[Fate]:  # noqa: ANN401 - boto3
    sqs, functions = make("sqs"), make("lambda")
    for address in places:
        found = list(letters(sqs, address))  # all of them before one is done, so that none is met twice
        for letter in found:
            fate = redrive(sqs, functions, address, letter) if applies else fate_of(letter)
            print(line_of(address.name, letter, datetime.now(UTC), applied=fate), flush=True)
            if not applies:
                show_again(sqs, address, letter)
            yield fate


def _clients(stack: str | None, state: Path) -> tuple[Any, str]:
    if stack:
        import boto3  # noqa: PLC0415 - the caller's own credentials and region

        return boto3.client, stack
    settings = running_settings(StackSettings(state=state.resolve()))
    return lambda service: client(settings, service), STACK_NAME


if __name__ == "__main__":
    sys.exit(main())
