"""Running one stack for a person: in the foreground, in the background, ended and asked after."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import IO, Any

from tools.stack.closing_box import closing_box
from tools.stack.console import say, step
from tools.stack.errors import StackError
from tools.stack.lifecycle import Stack, started
from tools.stack.processes import held, is_held, wait_until_released
from tools.stack.settings import ROOT, StackSettings

STOP_SECONDS = 600
"""Writing a large state and clearing away fifty copies of each function take minutes on a busy disk."""
NEWS_SECONDS = 30
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run_in_foreground(settings: StackSettings) -> None:
    """Bring everything up, print where it is, and stay until a signal; then take everything down.

    Raises:
        StackError: in one sentence, with nothing left running.
    """
    with signals_as_interrupt(), held(settings.state / "run.lock") as lock:
        if lock is None:
            raise StackError(already_running(settings))
        record(lock, settings, ready=False)
        try:
            end_holder(settings.state / "ministack.lock")  # left behind where a run was killed
            with started(settings, seed=True) as stack:
                say(closing_box(settings))
                record(lock, settings, ready=True)
                wait_for_the_end(stack)
        except KeyboardInterrupt:
            say("Stopped.")


@contextmanager
def signals_as_interrupt() -> Iterator[None]:
    """Turn the first signal that asks us to end into KeyboardInterrupt; later ones wait for the clean-up."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        print()
        raise KeyboardInterrupt

    earlier = {number: signal.signal(number, interrupt) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)


def record(lock: IO[str], settings: StackSettings, *, ready: bool) -> None:
    """Write into the lock file who holds it."""
    lock.truncate(0)
    facts = {"pid": os.getpid(), "port": settings.port, "web_port": settings.web_port, "ready": ready}
    lock.write(json.dumps(facts))
    lock.flush()


def recorded(lock_file: Path) -> dict[str, Any] | None:
    """What the living holder of a lock file wrote into it; None when nobody holds it."""
    if not is_held(lock_file):
        return None
    try:
        return dict(json.loads(lock_file.read_text(encoding="ascii")))
    except ValueError:
        return {}


def wait_for_the_end(stack: Stack) -> None:
    """Sleep until a signal comes.

    Raises:
        StackError: when the emulated AWS ends before.
    """
    stack.process.wait()
    raise StackError(f"The emulated AWS ended by itself: its log is {stack.settings.ministack_log}.")


def already_running(settings: StackSettings) -> str:
    """The sentence for a second start."""
    facts = recorded(settings.state / "run.lock") or {}
    where = f" at http://127.0.0.1:{facts['web_port']}/" if "web_port" in facts else ""
    return f"The system runs already{where}: use it, or end it with make stop."


def run_in_background(settings: StackSettings, arguments: list[str]) -> int:
    """Start the same command detached, show its progress, and return once it is ready or has failed."""
    if is_held(settings.state / "run.lock"):
        raise StackError(already_running(settings))
    log = settings.state / "run.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "tools.stack", "run", *arguments]
    env = os.environ | {"COLUMNS": str(shutil.get_terminal_size((100, 24)).columns)}
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=env, cwd=ROOT, start_new_session=True
        )
    try:
        return follow(process, log, settings)
    except KeyboardInterrupt:
        process.terminate()
        return process.wait()


def follow(process: "subprocess.Popen[bytes]", log: Path, settings: StackSettings) -> int:
    """Copy a starting stack's output to the terminal until it is ready (0) or has ended (its code)."""
    with log.open("r", encoding="utf-8", errors="replace") as lines:
        while True:
            ended = process.poll() is not None
            ready = bool((recorded(settings.state / "run.lock") or {}).get("ready"))
            print(lines.read(), end="", flush=True)
            if ended or ready:
                return process.returncode if ended else 0
            time.sleep(0.2)


def stop(settings: StackSettings, *, quiet: bool = False) -> None:
    """End the running stack, or what a killed one left behind, and wait until it has written its data.

    Raises:
        StackError: when it does not end in time.
    """
    ended = [end_holder(settings.state / name) for name in ("run.lock", "ministack.lock")]
    if not any(ended) and not quiet:
        say("Nothing of ours is running.")


def end_holder(lock_file: Path) -> bool:
    """Ask the living holder of a lock file to end and wait for it; whether there was one.

    Raises:
        StackError: when it does not end in time.
    """
    pid = (recorded(lock_file) or {}).get("pid")
    if pid is None:
        return False
    with step("stop the system, keeping its data"):
        with suppress(ProcessLookupError):  # it ended by itself meanwhile
            os.kill(pid, signal.SIGTERM)
        if not ended_in_time(lock_file):
            raise StackError(
                f"Process {pid} still writes its data after {STOP_SECONDS} s: make stop once more waits on. "
                f"If ps shows that it does nothing, kill -9 {pid} ends it, and what it had not written is lost."
            )
    return True


def ended_in_time(lock_file: Path) -> bool:
    """Wait for the holder of a lock file to go, saying now and then that it is still at work; whether it went."""
    for waited in range(NEWS_SECONDS, STOP_SECONDS + 1, NEWS_SECONDS):
        if wait_until_released(lock_file, NEWS_SECONDS):
            return True
        say(f"\n  it still writes its data after {waited} s, which takes its time on a busy machine: waiting on …")
    return False


def status(settings: StackSettings) -> None:
    """Print whether the stack runs and where."""
    facts = recorded(settings.state / "run.lock")
    if facts is None:
        orphaned = is_held(settings.state / "ministack.lock")
        say("A killed run left the emulated AWS behind: make stop ends it." if orphaned else "It is not running.")
    elif facts.get("ready"):
        say(closing_box(settings_of(settings, facts)))
    else:
        say(f"It is starting (process {facts.get('pid')}).")


def settings_of(settings: StackSettings, facts: dict[str, Any]) -> StackSettings:
    """The settings with the ports that the running stack recorded."""
    return StackSettings(settings.name, int(facts["port"]), int(facts["web_port"]), settings.state)


def running_settings(settings: StackSettings) -> StackSettings:
    """The settings of the stack that runs in this state folder.

    Raises:
        StackError: when none does.
    """
    facts = recorded(settings.state / "run.lock")
    if not facts or not facts.get("ready"):
        raise StackError("The system is not running: start it with make run (or make run BACKGROUND=1).")
    return settings_of(settings, facts)
