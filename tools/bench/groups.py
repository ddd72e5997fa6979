"""The groups of rows: which there are, and measuring one in a process of the environment with the baselines.

`python -m tools.bench.groups NAME` is that process; it prints one JSON line for each row.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from tools.bench.budget import Figures
from tools.bench.measuring import our_environment
from tools.bench.row import Result, Row, result_of

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".local" / "baselines" / "bin" / "python"
PACKAGE = "tools.bench.rows"
LONGEST_SECONDS = 600
"""On the wall, for a group that hangs: a busy machine takes several times the two minutes of CPU that all take."""
ATTEMPTS = 3

type Found = Figures | str
type Measured = dict[str, Found]


def group_names() -> tuple[str, ...]:
    """All groups, in the order of the alphabet."""
    return tuple(sorted(path.stem for path in (ROOT / "tools/bench/rows").glob("[a-z]*.py")))


def chosen(names: Sequence[str], only: str) -> tuple[str, ...]:
    """The groups that `only` names, separated by commas or blanks; all when it is empty.

    Raises:
        ValueError: there is no such group.
    """
    wanted = only.replace(",", " ").split()
    unknown = sorted(set(wanted) - set(names))
    if unknown:
        raise ValueError(f"no such group: {', '.join(unknown)}; there are {', '.join(names)}")
    return tuple(name for name in names if not wanted or name in wanted)


def rows_of(group: str) -> tuple[Row, ...]:
    """The rows that a group declares."""
    rows: tuple[Row, ...] = tuple(import_module(f"{PACKAGE}.{group}").ROWS)
    return rows


def measure_group(group: str, tolerance: float, run: Callable[[str], Measured] | None = None) -> Iterator[Result]:
    """Measure a group apart from the others; whatever goes wrong there is a row that says so."""
    try:
        rows = rows_of(group)
        found = (run or _beside_the_baselines)(group)
    except Exception as error:
        yield Result(group, "all rows", reason=_sentence(error))
        return
    for row in rows:
        yield result_of(group, row, found.get(row.what, found.get("", "its process said nothing")), tolerance)


def _beside_the_baselines(group: str) -> Measured:
    command = [str(PYTHON), "-m", "tools.bench.groups", group]
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=our_environment(FULL=os.environ.get("FULL", "")),
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=LONGEST_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        return {**read_lines(_text(error.stdout)), "": f"took longer than {LONGEST_SECONDS} s"}
    found = read_lines(done.stdout)
    if done.returncode != 0:
        words = done.stderr.strip().splitlines()
        found[""] = words[-1] if words else f"its process ended with {done.returncode}"
    return found


def _text(printed: str | bytes | None) -> str:
    return printed.decode() if isinstance(printed, bytes) else printed or ""


def read_lines(printed: str) -> Measured:
    """Read what the measuring process printed; lines of others' are passed over."""
    lines = (json.loads(line) for line in printed.splitlines() if line.startswith('{"what"'))
    return {line["what"]: line.get("reason") or Figures(**line["figures"]) for line in lines}


def measured_lines(rows: Sequence[Row]) -> Iterator[str]:
    """Measure each row; one JSON line with its figures, or with the reason why there are none."""
    for row in rows:
        try:
            found = {"what": row.what, "figures": asdict(_best_of(row))}
        except Exception as error:
            found = {"what": row.what, "reason": _sentence(error)}
        yield json.dumps(found)


def _best_of(row: Row) -> Figures:
    """Measure until the budgets are kept, at most `ATTEMPTS` times: noise only ever adds."""
    attempts: list[Figures] = []
    while len(attempts) < ATTEMPTS:
        attempts.append(row.measure())
        if all(budget.holds(attempts[-1]) for budget in row.budgets):
            return attempts[-1]
    return min(attempts, key=lambda figures: figures.ours)


def _sentence(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0]


if __name__ == "__main__":
    for printed_line in measured_lines(rows_of(sys.argv[1])):
        print(printed_line, flush=True)
