"""Measuring CPU and memory: process time, so that colleagues on the same cores do not count; medians of rounds."""

import gc
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from itertools import repeat
from pathlib import Path
from statistics import median
from time import process_time

from tools.bench.budget import Figures

ROUNDS = 9
SECONDS_PER_ROUND = 0.05
US, MS = 1e6, 1e3
"""Microseconds and milliseconds in a second."""

ROOT = Path(__file__).resolve().parents[2]
_TIMED = "{before}\nimport time; began = time.process_time()\n{code}\nprint(time.process_time() - began)"

type Work = Callable[[], object]


def in_turns(
    ours: Work, baseline: Work, *, scale: float, rounds: int = ROUNDS, seconds: float = SECONDS_PER_ROUND
) -> Figures:
    """CPU of one call of each, in seconds times `scale`: several rounds in turns, the median of each."""
    calls = [_calls(ours, seconds), _calls(baseline, seconds)]
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for spent, work, count in zip(taken, (ours, baseline), calls, strict=True):
            spent.append(cpu_seconds(work, count))
    return Figures(median(taken[0]) * scale, median(taken[1]) * scale)


def cpu_seconds(work: Work, calls: int) -> float:
    """CPU of one call, the mean over `calls`; garbage is collected before, and as usual meanwhile."""
    gc.collect()
    began = process_time()
    for _ in repeat(None, calls):
        work()
    return (process_time() - began) / calls


def _calls(work: Work, seconds: float) -> int:
    """How many calls fill a round; the first call, which fills caches, does not count."""
    work()
    began, calls = process_time(), 0
    while process_time() - began < seconds / 2:
        work()
        calls += 1
    return max(1, calls * 2)


def imports_in_turns(
    ours: str,
    baseline: str,
    *,
    before: str = "",
    scale: float = MS,
    rounds: int = ROUNDS,
    env: Mapping[str, str] | None = None,
) -> Figures:
    """CPU of two pieces of code, each in a fresh interpreter beyond its start and what runs `before`.

    A first run, which does not count, writes the bytecode.
    """
    taken: tuple[list[float], list[float]] = ([], [])
    for round_number in range(rounds + 1):
        for seconds, code in zip(taken, (ours, baseline), strict=True):
            used = fresh_cpu_seconds(code, env, before=before)
            if round_number:
                seconds.append(used)
    return Figures(median(taken[0]) * scale, median(taken[1]) * scale)


def fresh_cpu_seconds(
    code: str, env: Mapping[str, str] | None = None, *, before: str = "", python: str = sys.executable, cwd: Path = ROOT
) -> float:
    """CPU of code in a fresh interpreter, without its start and what runs `before`."""
    return float(fresh(_TIMED.format(before=before, code=code), env, python=python, cwd=cwd).split()[-1])


def importing_standard_modules(codes: Iterable[str], env: Mapping[str, str]) -> str:
    """A statement that imports every module of the standard library which these pieces of code load."""
    loaded = {name for code in codes for name in fresh(f"{code}\nimport sys; print(*sys.modules)", env).split()}
    names = sorted(name for name in loaded - {"__main__"} if name.partition(".")[0] in sys.stdlib_module_names)
    return f"import {', '.join(names)}"


def fresh(code: str, env: Mapping[str, str] | None = None, *, python: str = sys.executable, cwd: Path = ROOT) -> str:
    """Run code in a fresh interpreter and give what it printed.

    Raises:
        RuntimeError: with its last words, when it fails.
    """
    done = subprocess.run(
        [python, "-c", code], env=env, cwd=cwd, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    if done.returncode != 0:
        words = done.stderr.strip().splitlines()
        raise RuntimeError(words[-1] if words else f"the process ended with {done.returncode}")
    return done.stdout


def peak_megabytes() -> float:
    """The most memory that this process held at once, in 10⁶ bytes."""
    status = Path("/proc/self/status")
    # Linux hands the parent's peak on in ru_maxrss when a process is started; VmHWM begins anew.
    if status.exists():
        found = re.search(r"^VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii", errors="replace"), re.MULTILINE)
        if found:
            return int(found[1]) * 1024 / 1e6
    import resource  # noqa: PLC0415 - not on every system

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


def our_environment(**more: str) -> dict[str, str]:
    """The environment in which a fresh interpreter finds our packages, and nothing leads to a real account."""
    path = os.pathsep.join((str(ROOT / "layers" / "core" / "python"), str(ROOT)))
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return {**kept, "PYTHONPATH": path, "PYTHONUTF8": "1", **more}
