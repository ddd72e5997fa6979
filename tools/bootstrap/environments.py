"""Making the environments below `.local/`, each stamped with the hash of its requirement file."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import sys
import time
from pathlib import Path

from tools.bootstrap.interpreter import WANTED, get_python
from tools.bootstrap.process import (
    LOCAL,
    LOG,
    ROOT,
    BootstrapError,
    CommandError,
    explain,
    run,
    runs,
    say,
    tool_environment,
)

REQUIREMENTS = ROOT / "tools" / "requirements"
STAMP = ".requirements.sha256"
# The emulated AWS, the SAM CLI and the project pin different botocores: three environments.
EVERYDAY = {"project": "dev.txt", "sam": "sam.txt", "ministack": "ministack.txt"}
# What `make bench` compares with and what `make fuzz` sends with: made when that is asked for.
ENVIRONMENTS = {**EVERYDAY, "baselines": "baselines.txt", "fuzz": "fuzz.txt"}


def bootstrap(names: list[str]) -> None:
    """Bring the named environments up to date, one caller at a time.

    Raises:
        BootstrapError: with one sentence that says what to do.
    """
    wanted = {name: REQUIREMENTS / ENVIRONMENTS[name] for name in names}
    if all(up_to_date(LOCAL / name, file) for name, file in wanted.items()):
        return
    LOCAL.mkdir(exist_ok=True)
    with (LOCAL / "bootstrap.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        missing = {name: file for name, file in wanted.items() if not up_to_date(LOCAL / name, file)}
        if not missing:
            return
        LOG.unlink(missing_ok=True)
        uv = get_uv()
        python = get_python(uv)
        for name, file in missing.items():
            make_environment(name, file, uv, python)


def requirement_hash(requirements: Path) -> str:
    """What the stamp of an up-to-date environment says: SHA-256 over file and Python version, in hex."""
    return hashlib.sha256(requirements.read_bytes() + repr(WANTED).encode()).hexdigest()


def up_to_date(folder: Path, requirements: Path) -> bool:
    """Whether the environment was made whole from exactly this file and its interpreter is still there."""
    stamp = folder / STAMP
    if not (folder / "bin" / "python").exists() or not stamp.exists():
        return False
    return stamp.read_text(encoding="ascii").strip() == requirement_hash(requirements)


def make_environment(name: str, requirements: Path, uv: str, python: str) -> None:
    """Install the file into `.local/<name>` with bytecode; what was made anew is removed on failure.

    Raises:
        BootstrapError: with the reason in one sentence.
    """
    folder = LOCAL / name
    fresh = not still_runs(folder)
    began = time.monotonic()
    say(f"environment {name}: {'making it' if fresh else 'bringing it up to date'} …")
    try:
        if fresh:
            remove(folder)
            run(uv, "venv", "--no-project", "--python", python, str(folder), env=tool_environment())
        sync(uv, folder, requirements)
    except BaseException as error:
        if fresh:
            remove(folder)
        if isinstance(error, CommandError):
            raise BootstrapError(explain(f"Making the environment {name}", str(error))) from error
        raise
    (folder / STAMP).write_text(requirement_hash(requirements) + "\n", encoding="ascii")
    say(f"environment {name}: ready ({time.monotonic() - began:.1f} s)")


def sync(uv: str, folder: Path, requirements: Path) -> None:
    """Make the environment hold exactly the hashed packages of the file, with their bytecode."""
    options = ("--require-hashes", "--compile-bytecode")
    python = str(folder / "bin" / "python")
    run(uv, "pip", "sync", "--python", python, *options, str(requirements), env=tool_environment())


def still_runs(folder: Path) -> bool:
    """Whether the environment's interpreter starts: its base may have gone since."""
    python = folder / "bin" / "python"
    return python.exists() and runs(str(python), "-c", "pass")


def get_uv() -> str:
    """The path of a uv that runs: ours, the user's, or one freshly installed into `.local/uv`.

    Raises:
        BootstrapError: when Python cannot make environments or uv cannot be fetched.
    """
    ours = str(LOCAL / "uv" / "bin" / "uv")
    for candidate in (ours, shutil.which("uv")):
        if candidate and runs(candidate, "--version"):
            return candidate
    say("uv: installing it into .local/uv …")
    try:
        install_uv(LOCAL / "uv")
    except BaseException as error:
        remove(LOCAL / "uv")
        if isinstance(error, CommandError):
            raise BootstrapError(explain("Installing uv", str(error))) from error
        raise
    return ours


def install_uv(folder: Path) -> None:
    """Install the pinned uv into the folder, in an environment of its own or beside an existing pip.

    Raises:
        BootstrapError: where the distribution ships Python without venv and without pip.
        CommandError: when pip fails.
    """
    remove(folder)
    target: tuple[str, ...] = ()
    python = str(folder / "bin" / "python")
    if not runs(sys.executable, "-m", "venv", str(folder)):
        remove(folder)
        python, target = sys.executable, ("--target", str(folder))
    if not runs(python, "-m", "pip", "--version"):
        raise BootstrapError(
            f"{sys.executable} cannot make environments: install its venv module "
            "(Debian and Ubuntu: sudo apt-get install python3-venv) or uv, and run make again."
        )
    options = ("--quiet", "--disable-pip-version-check", "--require-hashes", *target)
    run(python, "-m", "pip", "install", *options, "-r", str(REQUIREMENTS / "uv.txt"))


def remove(folder: Path) -> None:
    """Delete a folder if it is there."""
    shutil.rmtree(folder, ignore_errors=True)
