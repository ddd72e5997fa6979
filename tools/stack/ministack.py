"""The emulated AWS as a child process: started with its state, ended so that it writes it."""

import json
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tools.stack.errors import StackError
from tools.stack.loopback import open_local
from tools.stack.processes import end_group, held, last_lines
from tools.stack.settings import LOCAL, ROOT, StackSettings, ministack_environment, scratch_folder

PYTHON = LOCAL / "ministack" / "bin" / "python"
START_SECONDS = 60
SILENT_SECONDS = 60
"""As long as it goes on writing its state it is waited for: on a busy disk a large one takes minutes."""
AFTER_SAVING_SECONDS = 2
# The last thing it does once its state is written; often it then waits for its workers without an end.
SAVED = "SFTP: stopped"


@contextmanager
def ministack(settings: StackSettings) -> Iterator["subprocess.Popen[bytes]"]:
    """Run the emulated AWS while the block runs; on the way out it writes its state, whatever happened.

    Raises:
        StackError: when it does not start, or another one still uses the state folder.
    """
    scratch = scratch_folder(settings)
    with held(settings.state / "ministack.lock") as lock:
        if lock is None:
            raise StackError(f"Another emulated AWS uses the state in {settings.state}: make stop ends it.")
        shutil.rmtree(scratch, ignore_errors=True)
        for folder in (settings.state / "aws", settings.state / "s3", scratch):
            folder.mkdir(parents=True, exist_ok=True)
        forget_stream_positions(settings)
        with settings.ministack_log.open("wb") as log:
            process = spawn(settings, log.fileno(), lock.fileno())
        try:
            lock.truncate(0)
            lock.write(json.dumps({"pid": process.pid}))
            lock.flush()
            wait_until_healthy(process, settings)
            yield process
        finally:
            end_when_saved(process, settings)
            shutil.rmtree(scratch, ignore_errors=True)


def forget_stream_positions(settings: StackSettings) -> None:
    """Let the streams be read from their beginning after a restart.

    The emulator keeps how far a function had read, but not what stood in the stream: it would pass over as many new
    changes as there were old ones, and nobody would be reminded.
    """
    file = settings.state / "aws" / "lambda.json"
    if not file.exists():
        return
    state = json.loads(file.read_text(encoding="utf-8"))
    positions = state.get("payload", {}).get("dynamodb_stream_positions", {})
    if positions.get("data"):
        positions["data"] = {}
        file.write_text(json.dumps(state), encoding="utf-8")


def end_when_saved(process: "subprocess.Popen[bytes]", settings: StackSettings) -> None:
    """Ask it to end, wait as long as it writes its state, and end what is left of it then.

    A state that is written in part is none: its snapshot is taken away, so that the next start begins anew and says so.
    """
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    last_sign, before = time.monotonic(), _written(settings)
    written = before
    while process.poll() is None and not _is_saved(settings) and time.monotonic() - last_sign < SILENT_SECONDS:
        if written != (written := _written(settings)):
            last_sign = time.monotonic()
        time.sleep(0.1)
    saved = process.poll() == 0 or _is_saved(settings)
    end_group(process, AFTER_SAVING_SECONDS)
    if _written(settings) != before and not saved:
        snapshot(settings).unlink(missing_ok=True)


def snapshot(settings: StackSettings) -> Path:
    """The file without which a state is not whole: what is deployed."""
    return settings.state / "aws" / "cloudformation.json"


def _is_saved(settings: StackSettings) -> bool:
    return any(SAVED in line for line in last_lines(settings.ministack_log, 3))


def _written(settings: StackSettings) -> list[tuple[str, int, float]]:
    found = []
    for file in sorted((settings.state / "aws").iterdir()):
        with suppress(FileNotFoundError):  # a file that was renamed meanwhile
            found.append((file.name, file.stat().st_size, file.stat().st_mtime))
    return found


def spawn(settings: StackSettings, log_fd: int, lock_fd: int) -> "subprocess.Popen[bytes]":
    """Start the program in a session of its own, so that Ctrl-C reaches only us and we end it in order."""
    try:
        return subprocess.Popen(
            [PYTHON, "-m", "ministack"],
            stdin=subprocess.DEVNULL,
            stdout=log_fd,
            stderr=log_fd,
            env=ministack_environment(settings),
            cwd=ROOT,
            pass_fds=[lock_fd],
            start_new_session=True,
        )
    except OSError as error:
        raise StackError(f"{PYTHON} cannot be started ({error.strerror}): run make bootstrap.") from error


def wait_until_healthy(process: "subprocess.Popen[bytes]", settings: StackSettings) -> None:
    """Return as soon as it answers.

    Raises:
        StackError: when it ends or stays silent.
    """
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            reason = " ".join(last_lines(settings.ministack_log)) or "it printed nothing"
            raise StackError(f"The emulated AWS did not start ({reason}): its log is {settings.ministack_log}.")
        if answers(f"{settings.endpoint}/_ministack/health"):
            return
        time.sleep(0.1)
    raise StackError(f"The emulated AWS does not answer on port {settings.port}: see {settings.ministack_log}.")


def answers(url: str) -> bool:
    """Whether a GET of the address succeeds."""
    try:
        with open_local(url, timeout=2) as response:
            return bool(response.status == 200)
    except OSError:
        return False
