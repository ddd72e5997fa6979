"""A morning reads in proportion to what is due, whatever the number of handbooks."""

import json
import os
import subprocess
import sys

from tests.template import ROOT

# A tenth of a hundred thousand handbooks with a thousand due; `python -m tools.bench.morning` takes the whole.
DUE = 100


def read(handbooks: int, due: int) -> dict[str, float]:
    """Run a morning in an interpreter of its own, above tables in memory that count what is read."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'layers/core/python'}{os.pathsep}{ROOT}"}
    command = [sys.executable, "-m", "tools.bench.morning", "--handbooks", str(handbooks), "--due", str(due), "--json"]
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)  # noqa: S603
    found: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    return found


def test_twice_the_handbooks_read_nothing_more_and_twice_the_due_read_twice_as_much() -> None:
    small, large, twice = read(10_000, DUE), read(20_000, DUE), read(10_000, 2 * DUE)

    assert (small["sent"], large["sent"], twice["sent"]) == (DUE, DUE, 2 * DUE)
    assert (large["items"], large["read_units"]) == (small["items"], small["read_units"])
    # Four items and less than five units a family; the empty partitions of the index cost the same every morning.
    assert small["items"] == 4 * DUE
    assert twice["items"] == 2 * small["items"]
    assert twice["read_units"] - small["read_units"] <= 5 * DUE
    # A page of fifty families is held whatever comes after it; what grows is what the interpreter itself rounds up to.
    assert max(large["memory_mb"], twice["memory_mb"]) <= small["memory_mb"] + 4
