"""Programs that the stack starts: run with a log, never left behind, and told apart from strangers."""

import contextlib
import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

from tools.stack.errors import StackError

TAIL_BYTES = 20_000
LOCK_TRIES = 5


def run_logged(command: Sequence[str], log: Path, env: Mapping[str, str], cwd: Path) -> int:
    """Run a program to its end with its output appended to the log; its exit code.

    Whatever interrupts us ends the program and its children too.

    Raises:
        StackError: when the program cannot be started.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as out:
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                env=env,
                cwd=cwd,
                start_new_session=True,
            )
        except OSError as error:
            raise StackError(f"{command[0]} cannot be started ({error.strerror}): run make bootstrap.") from error
        try:
            return process.wait()
        finally:
            end_group(process, patience_seconds=5)


def end_group(process: "subprocess.Popen[bytes]", patience_seconds: float) -> bool:
    """End a program that leads its own session, and what it started; whether it went by itself when asked."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(patience_seconds)
        gentle = True
    except subprocess.TimeoutExpired:
        gentle = False
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return gentle


def last_lines(log: Path, count: int = 1) -> list[str]:
    """The last lines of a log that say something."""
    if not log.exists():
        return []
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - TAIL_BYTES))
        text = file.read().decode("utf-8", "replace")
    return [line.strip() for line in text.splitlines() if line.strip()][-count:]


@contextlib.contextmanager
def held(path: Path) -> Iterator[IO[str] | None]:
    """Hold a lock file while the block runs; yields None when another program holds it.

    The kernel lets go of the lock when its holder dies, however it dies, so a lock that is held proves that
    the process recorded beside it is alive and ours.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="ascii") as file:
        yield file if any(map(try_lock, [file] * LOCK_TRIES)) else None


def try_lock(file: IO[str]) -> bool:
    """Take the lock, or wait a moment and say that it is taken: it may only be `is_held` that looks."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        time.sleep(0.05)
        return False
    return True


def is_held(path: Path) -> bool:
    """Whether a living process holds the lock file."""
    if not path.exists():
        return False
    with path.open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def wait_until_released(path: Path, patience_seconds: float) -> bool:
    """Wait for the lock's holder to go; whether it went in time."""
    deadline = time.monotonic() + patience_seconds
    while is_held(path):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
