"""The fast gate: every check that needs no running system, side by side, with one line for each."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from tools.stack.console import say, table

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".local" / "project" / "bin"
SAM_BIN = ROOT / ".local" / "sam" / "bin"
# The longest first, so that the short ones fill the gaps.
GATES: Mapping[str, Sequence[str]] = {
    "unit tests": (f"{BIN}/pytest", "-q", "tests/unit"),
    "types": (f"{BIN}/mypy",),
    "SAM template": (f"{SAM_BIN}/sam", "validate", "--lint", "-t", "template.yaml", "--region", "ap-southeast-1"),
    "CloudFormation": (f"{BIN}/cfn-lint", "template.yaml"),
    "OpenAPI document": (f"{BIN}/python", "-m", "tools.openapi", "--check"),
    "supply chain": (f"{BIN}/python", "-m", "tools.supply", "check"),
    "texts of reminders": (f"{BIN}/python", "-m", "tools.remind_texts"),
    "lint": (f"{BIN}/ruff", "check", "."),
    "format": (f"{BIN}/ruff", "format", "--check", "."),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one gate said."""

    name: str
    passed: bool
    seconds: float
    output: str


def judge(name: str, command: Sequence[str]) -> Verdict:
    """Run one gate and keep all it prints."""
    began = time.monotonic()
    env = os.environ | {"PATH": f"{SAM_BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=env,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    return Verdict(name, done.returncode == 0, time.monotonic() - began, done.stdout.strip())


def line(verdict: Verdict) -> str:
    """One verdict as a line, in columns that all lines of a run share."""
    mark = "passed" if verdict.passed else "FAILED"
    last_words = verdict.output.splitlines()[-1].strip("= ") if verdict.output else ""
    widest = max(map(len, GATES))
    return table([(f"  {verdict.name:{widest}}", mark, f"{verdict.seconds:5.1f} s", last_words)])[0]


def check(gates: Mapping[str, Sequence[str]]) -> bool:
    """Run all gates, print a line as each ends and at last what the failed ones said; whether all passed."""
    verdicts = []
    with ThreadPoolExecutor(max_workers=max(2, os.cpu_count() or 2)) as pool:
        for running in as_completed([pool.submit(judge, name, command) for name, command in gates.items()]):
            verdicts.append(running.result())
            say(line(verdicts[-1]))
    failed = [verdict for verdict in verdicts if not verdict.passed]
    for verdict in failed:
        say(f"\n──── {verdict.name}\n{verdict.output}")
    return not failed


if __name__ == "__main__":
    sys.exit(0 if check(GATES) else 1)
