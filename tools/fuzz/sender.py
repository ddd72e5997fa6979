"""One person's requests: schemathesis in an environment of its own, with our hooks."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.fuzz.document import part, statuses
from tools.fuzz.outcome import read
from tools.fuzz.plan import Piece
from tools.fuzz.roles import Person, World
from tools.stack.settings import LOCAL, ROOT

FOLDER = LOCAL / "fuzz-logs"
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "nothing_leaks",
    "problems_are_documented",
)
KEPT_HEADERS = ("content-type", "if-match", "idempotency-key", "accept-language", "x-device-id", "cookie")
_SLOWEST_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Sent:
    """What one person sent: a row for each request, and whether schemathesis ended without a finding."""

    role: str
    rows: list[dict[str, Any]]
    ended_well: bool


def send(piece: Piece, person: Person, world: World, url: str, within_seconds: float | None) -> Sent:
    """Send one piece; what the time does not suffice for is left. Raises: DemoError where nobody is let in."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    name = f"{piece.role}-{piece.seed}"
    told, record, document, log = (FOLDER / f"{name}{end}" for end in (".json", ".rows", ".openapi.json", ".log"))
    record.unlink(missing_ok=True)
    document.write_text(json.dumps(part(piece.operations)), encoding="utf-8")
    told.write_text(json.dumps(_told(person, world, record)), encoding="utf-8")
    environment = {
        **os.environ,
        "HANDBOOK_FUZZ": str(told),
        "SCHEMATHESIS_HOOKS": "tools.fuzz.hooks",
        "PYTHONPATH": str(ROOT),
        "NO_PROXY": "127.0.0.1",
    }
    words = command(document, person.sign_in(), url, piece.examples, piece.seed)
    with log.open("w", encoding="utf-8") as output:
        try:
            # What it keeps of itself stays beside the logs.
            done = subprocess.run(
                words, env=environment, stdout=output, stderr=output, cwd=FOLDER, check=False, timeout=within_seconds
            )
        except subprocess.TimeoutExpired:
            rows = read(record)
            return Sent(piece.role, rows, not any(row.get("failed") for row in rows))
    return Sent(piece.role, read(record), done.returncode == 0)


def _told(person: Person, world: World, record: Path) -> dict[str, Any]:
    return {
        "places": dict(world.places),
        "hidden": person.hidden,
        "statuses": dict(statuses()),
        "record": str(record),
        "kept_headers": KEPT_HEADERS,
    }


def command(document: Path, token: str, url: str, examples: int, seed: int) -> list[str]:
    """Write the command line of schemathesis."""
    return [
        str(LOCAL / "fuzz" / "bin" / "schemathesis"),
        "run",
        str(document),
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
        f"--seed={seed}",
    ]
