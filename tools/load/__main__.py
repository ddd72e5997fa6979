"""Put many clients on the running system at once, and read back every write that they were told of.

Ends with 1 when a write was lost or doubled, a key sent again got another answer, or an answer was a fault of ours or
none. How long answers take is told beside what the emulated AWS can do by itself; it decides nothing, since this
machine has others' work to do as well.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.demo.client import Api, DemoError
from tools.demo.people import read_cast
from tools.load import ceiling
from tools.load.clients import Run, send_all
from tools.load.figures import AIM, Answered, reasons, spread, statuses, table
from tools.load.ledger import Ledger, balance, entries_of
from tools.load.people import Household, gather, renewed
from tools.seed.environment import state_folder
from tools.stack.clients import client
from tools.stack.control import running_settings
from tools.stack.errors import StackError
from tools.stack.settings import StackSettings

SECONDS, CLIENTS = 600, 50
WARM_MOST = 120
"""Before anything is measured, as long again, and two minutes at most: the emulated AWS starts a process of its own for
each function and each request that it answers at the same time, and keeps it. What is written then is read back too."""
WARM_STEPS = (0.1, 0.25, 0.5, 1.0)
"""Of the clients, one step after the other: fifty processes that start at once leave each a fiftieth of a processor."""
CEILING_SECONDS = 10


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    chosen = _parser().parse_args(arguments)
    try:
        settings = running_settings(StackSettings(state=(chosen.state or state_folder()).resolve()))
        outputs = json.loads(settings.outputs_file.read_text(encoding="utf-8"))
        print(f"{chosen.clients} clients, {chosen.seconds} seconds, seed {chosen.seed}", flush=True)
        api, cast = Api(outputs["BaseUrl"]), read_cast(settings.accounts_file)
        people = gather(api, cast, outputs["Endpoint"], chosen.clients)
        ledger = Ledger()
        _warm(people, ledger, chosen.seconds, chosen.seed)
        people = renewed(api, cast, people)
        answers = send_all(Run(people, ledger, chosen.seconds, chosen.seed), chosen.clients)
        _tell(answers, chosen.seconds)
        dynamodb = client(settings, "dynamodb")
        for name, made in (
            ("list without a table", ceiling.of_a_route(people[0].family, chosen.clients, CEILING_SECONDS)),
            (
                "item into a table",
                ceiling.of_a_table(dynamodb, outputs["TransientTable"], chosen.clients, CEILING_SECONDS),
            ),
        ):
            _tell_ceiling(name, made)
        people = renewed(api, cast, people)
        found = {one.handbook_id: entries_of(one.family, one.handbook_id) for one in people}
    except (StackError, DemoError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return _judge(answers, ledger, found)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tools.load", description=__doc__)
    parser.add_argument("--seconds", type=int, default=SECONDS)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--state", type=Path, help="of the system on this machine; that of make run when left out")
    return parser


def _warm(people: Sequence[Household], ledger: Ledger, seconds: int, seed: int) -> None:
    for part in WARM_STEPS:
        clients = max(1, round(len(people) * part))
        for_step = min(WARM_MOST, seconds) / len(WARM_STEPS)
        said = send_all(Run(people, ledger, for_step, seed + len(people)), clients)
        print(f"warming with {clients}: {len(said)} answers: {statuses(said)}", *reasons(said), sep="\n", flush=True)


def _tell(answers: list[Answered], seconds: float) -> None:
    print("\n".join(table(answers, seconds)))
    ratio = spread([one.milliseconds for one in answers]).ratio
    print(f"p95 within {AIM} x p50: {'yes' if ratio <= AIM else 'no'} ({ratio:.2f})", flush=True)


def _tell_ceiling(name: str, answers: list[Answered]) -> None:
    found = spread([one.milliseconds for one in answers])
    print(
        f"ceiling, {name}: {found.number / CEILING_SECONDS:.1f} a second, p50 {found.half:.0f} ms, "
        f"p95 {found.most:.0f} ms, p95/p50 {found.ratio:.2f}",
        flush=True,
    )


def _judge(answers: list[Answered], ledger: Ledger, found: dict[str, list[str]]) -> int:
    said = balance(ledger, found)
    faults = [one for one in answers if one.is_fault]
    print(f"answers: {statuses(answers)}")
    print(f"writes acknowledged {said.acknowledged}, lost {said.lost}, doubled {said.doubled}, unasked {said.unasked}")
    print(f"keys sent again {ledger.replays}, of them with another answer {ledger.other_answers}")
    print(f"faults: {statuses(faults) or 'none'}", *reasons(faults), sep="\n")
    bad = said.lost or said.doubled or said.unasked or ledger.other_answers or faults or not said.acknowledged
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
