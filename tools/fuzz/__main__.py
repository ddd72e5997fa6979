"""Send what nobody would think of to every route, in every role, and look at each answer.

Against the running system (`make run`), with valid tokens. An answer fails that is a fault of ours, that
docs/openapi.json does not know, that is no problem of ours, or that shows another family's data. Ends with 1 when one
did; the log of each role says which request it was.
"""

import argparse
import json
import os
import re
import subprocess
import sys
from math import ceil
from pathlib import Path

from tools.bootstrap.environments import bootstrap
from tools.bootstrap.process import BootstrapError
from tools.demo.client import Api, DemoError
from tools.demo.people import read_cast
from tools.fuzz.roles import Person, World, gather
from tools.seed.environment import state_folder
from tools.stack.control import running_settings
from tools.stack.errors import StackError
from tools.stack.settings import LOCAL, ROOT, StackSettings

REQUESTS = 20_000
FOLDER = LOCAL / "fuzz-logs"
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "nothing_leaks",
    "problems_are_problems",
)
_DOCUMENT = ROOT / "docs" / "openapi.json"
_GENERATED = re.compile(r"^\s*(\d+) generated", re.MULTILINE)
_SLOWEST_SECONDS = 60


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="tools.fuzz", description=__doc__)
    parser.add_argument("--requests", type=int, default=REQUESTS, help="about how many, over all roles")
    parser.add_argument("--roles", default="", help="of nobody, family, nurse, …; all when left out")
    parser.add_argument("--seed", type=int, help="of an earlier run, to send the same again")
    parser.add_argument("--state", type=Path, help="of the system on this machine; that of make run when left out")
    chosen = parser.parse_args(arguments)
    try:
        bootstrap(["fuzz"])
        settings = running_settings(StackSettings(state=(chosen.state or state_folder()).resolve()))
        outputs = json.loads(settings.outputs_file.read_text(encoding="utf-8"))
        world = gather(Api(outputs["BaseUrl"]), read_cast(settings.accounts_file), outputs["Endpoint"])
    except (BootstrapError, StackError, DemoError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    wanted = set(filter(None, chosen.roles.split(",")))
    people = [one for one in world.people if not wanted or one.role in wanted]
    examples = max(1, ceil(chosen.requests / (operations() * len(people))))
    failed = [one.role for one in people if not _send(one, world, outputs["RootUrl"], examples, chosen.seed)]
    print(f"logs: {FOLDER.relative_to(ROOT)}/")
    return 1 if failed else 0


def operations() -> int:
    """Count the operations of the document."""
    document = json.loads(_DOCUMENT.read_text(encoding="utf-8"))
    return sum(len(methods) for methods in document["paths"].values())


def _send(person: Person, world: World, url: str, examples: int, seed: int | None) -> bool:
    FOLDER.mkdir(parents=True, exist_ok=True)
    told, log = FOLDER / f"{person.role}.json", FOLDER / f"{person.role}.log"
    told.write_text(json.dumps({"places": dict(world.places), "hidden": person.hidden}), encoding="utf-8")
    environment = {
        **os.environ,
        "HANDBOOK_FUZZ": str(told),
        "SCHEMATHESIS_HOOKS": "tools.fuzz.hooks",
        "PYTHONPATH": str(ROOT),
        "NO_PROXY": "127.0.0.1",
    }
    with log.open("w", encoding="utf-8") as output:
        done = subprocess.run(
            command(person.sign_in(), url, examples, seed), env=environment, stdout=output, stderr=output, check=False
        )
    text = log.read_text(encoding="utf-8")
    number = _GENERATED.search(text)
    print(f"{person.role:14} {number[1] if number else '?':>6} requests  {'ok' if done.returncode == 0 else 'FAILED'}")
    if done.returncode:
        print("\n".join(text.splitlines()[-60:]))
    return done.returncode == 0


def command(token: str, url: str, examples: int, seed: int | None) -> list[str]:
    """Write the command line of schemathesis."""
    return [
        str(LOCAL / "fuzz" / "bin" / "schemathesis"),
        "run",
        str(_DOCUMENT),
        f"--url={url}",
        *([f"--header=Authorization: Bearer {token}"] if token else []),
        "--workers=2",
        "--phases=fuzzing",
        f"--checks={','.join(CHECKS)}",
        f"--max-examples={examples}",
        f"--request-timeout={_SLOWEST_SECONDS}",
        "--generation-database=none",
        "--warnings=off",
        "--continue-on-failure",
        "--no-color",
        *([f"--seed={seed}"] if seed is not None else []),
    ]


if __name__ == "__main__":
    sys.exit(main())
