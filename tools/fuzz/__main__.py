"""Send what nobody would think of to every route, in every role, and look at each answer.

Against the running system (`make run`), with valid tokens. An answer fails that is a fault of ours, that
docs/openapi.json or docs/problems.md does not know, or that shows another family's data. Prints for each finding a
command that sends the request again, and ends with 1 when there is one.
"""

import argparse
import json
import secrets
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tools.bootstrap.environments import bootstrap
from tools.bootstrap.process import BootstrapError
from tools.demo.client import Api, DemoError
from tools.demo.people import read_cast
from tools.fuzz.document import operations
from tools.fuzz.outcome import by_status, findings
from tools.fuzz.plan import pieces
from tools.fuzz.roles import Person, World, gather
from tools.fuzz.sender import FOLDER, Sent, send
from tools.seed.environment import state_folder
from tools.stack.control import running_settings
from tools.stack.errors import StackError
from tools.stack.settings import ROOT, StackSettings

REQUESTS = 20_000
_LARGEST_SEED = 10_000


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    chosen = _parser().parse_args(arguments)
    seed = chosen.seed if chosen.seed is not None else secrets.randbelow(_LARGEST_SEED)
    try:
        bootstrap(["fuzz"])
        settings = running_settings(StackSettings(state=(chosen.state or state_folder()).resolve()))
        outputs = json.loads(settings.outputs_file.read_text(encoding="utf-8"))
        world = gather(Api(outputs["BaseUrl"]), read_cast(settings.accounts_file), outputs["Endpoint"], seed)
        people = chosen_people(world.people, chosen.roles)
    except (BootstrapError, StackError, DemoError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print(f"seed {seed}, {len(operations())} operations, roles: {', '.join(people)}")
    sent = list(_send_all(people, world, outputs["RootUrl"], chosen.requests, seed, chosen.within))
    return _report(sent, outputs["RootUrl"])


def chosen_people(people: Iterable[Person], roles: str) -> dict[str, Person]:
    """Take those of some roles, written with commas between them, or all. Raises: DemoError for a role of nobody."""
    by_role = {one.role: one for one in people}
    wanted = set(filter(None, map(str.strip, roles.split(","))))
    if unknown := sorted(wanted - by_role.keys()):
        raise DemoError(f"There is no role {', '.join(unknown)}: there are {', '.join(by_role)}.")
    return {role: one for role, one in by_role.items() if not wanted or role in wanted}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tools.fuzz", description=__doc__)
    parser.add_argument("--requests", type=int, default=REQUESTS, help="about how many, over all roles")
    parser.add_argument("--roles", default="", help="of nobody, family, nurse, …; all when left out")
    parser.add_argument("--seed", type=int, help="of an earlier run, to send the same again")
    parser.add_argument("--within", type=int, default=0, help="seconds after which no further role begins; 0 is no end")
    parser.add_argument("--state", type=Path, help="of the system on this machine; that of make run when left out")
    return parser


def _send_all(people: dict[str, Person], world: World, url: str, requests: int, seed: int, within: int) -> list[Sent]:
    began, done = time.monotonic(), []
    for piece in pieces(list(people), operations(), requests, seed):
        left = within - (time.monotonic() - began) if within else None
        if left is not None and left <= 0:
            print(f"{piece.role:18} not begun: the time is over")
            continue
        try:
            one = send(piece, people[piece.role], world, url, left)
        except DemoError as error:
            print(f"{piece.role:18} is let in no more: {error}")
            one = Sent(piece.role, [], ended_well=False)
        done.append(one)
        rows, ended = by_status(one.rows), "ok" if one.ended_well else "FAILED"
        statuses = " ".join(f"{status}:{number}" for status, number in sorted(rows.items()))
        print(f"{piece.role:18} {rows.total():>6} requests  {ended}  {statuses}", flush=True)
    return done


def _report(sent: list[Sent], url: str) -> int:
    total: Counter[int] = sum((by_status(one.rows) for one in sent), Counter())
    found = [finding for one in sent for finding in findings(one.role, one.rows)]
    broken = [one for one in sent if not one.ended_well and not any(row.get("failed") for row in one.rows)]
    print(
        f"{sum(total.values())} requests: "
        + ", ".join(f"{number} x {status}" for status, number in sorted(total.items()))
    )
    for finding in found:
        print(finding.said(url))
    for one in broken:
        print(f"{one.role}: schemathesis itself failed; see the log")
    print(f"{len(found)} findings; logs: {FOLDER.relative_to(ROOT)}/")
    return 1 if found or broken or not total else 0


if __name__ == "__main__":
    sys.exit(main())
