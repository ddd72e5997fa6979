"""What a batch takes, measured in a process of its own: no more memory for a million codes than for ten thousand."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOST_MB = 128


def measured(codes: int) -> dict[str, float]:
    command = [sys.executable, "-m", "tools.print_batch", str(codes)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, timeout=600)  # noqa: S603
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def test_memory_is_the_same_for_ten_thousand_and_a_hundred_thousand_codes(capsys: pytest.CaptureFixture[str]) -> None:
    small, large = measured(10_000), measured(100_000)

    with capsys.disabled():
        print(f"\n100,000 codes: {large['cpu_seconds']} s of one core, {large['peak_mb']} MB")  # noqa: T201
    assert large["codes"] == 100_000
    assert large["peak_mb"] < MOST_MB
    assert large["peak_mb"] < small["peak_mb"] + 24
