"""Finding Python 3.13 on the machine, or fetching it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.bootstrap.process import LOCAL, LOG, BootstrapError, CommandError, run, say, tool_environment

WANTED = (3, 13)  # the runtime of the functions, see .python-version
NAME = "python3.13"
# Answers with the interpreter below any environment, and fails where the build lacks what we need.
PROBE = (
    "import json, platform, ssl, sys, venv, zlib; "
    "print(json.dumps([sys.version_info[:2], platform.python_implementation(), "
    "getattr(sys, '_base_executable', None) or sys.executable]))"
)
COMMON_FOLDERS = (
    "/usr/local/bin",
    "/usr/bin",
    "/opt/homebrew/bin",
    "/opt/local/bin",
    "/Library/Frameworks/Python.framework/Versions/3.13/bin",
)


def get_python(uv: str) -> str:
    """A Python 3.13: found on the machine, else fetched by uv, else built by pyenv.

    Raises:
        BootstrapError: when none of the three works.
    """
    found = find_python(uv)
    if found:
        return found
    say("Python 3.13: not on this machine, fetching it …")
    ways = [(uv, "python", "install", "3.13")]
    if shutil.which("pyenv"):
        ways.append(("pyenv", "install", "--skip-existing", "3.13"))
    for way in ways:
        found = fetch_python(uv, *way)
        if found:
            return found
    raise BootstrapError(
        "Python 3.13 is not on this machine and could not be fetched: "
        f"check the network, or install Python 3.13 yourself, and run make again (details in {LOG})."
    )


def fetch_python(uv: str, *way: str) -> str | None:
    """Install Python with the given command; the interpreter it brought, or None."""
    try:
        run(*way, env=tool_environment())
    except CommandError:
        return None
    return find_python(uv)


def find_python(uv: str) -> str | None:
    """The first usable Python 3.13 of the machine, or None."""
    return next((found for found in map(usable, python_candidates(uv)) if found), None)


def usable(python: str) -> str | None:
    """The interpreter below `python` when that runs and is a complete CPython 3.13."""
    if not Path(python).is_file():
        return None
    try:
        version, implementation, executable = json.loads(run(python, "-c", PROBE).splitlines()[-1])
    except (CommandError, ValueError, IndexError):
        return None
    return str(executable) if (tuple(version), implementation) == (WANTED, "CPython") else None


def python_candidates(uv: str) -> Iterator[str]:
    """Where Python 3.13 may be, the cheapest and likeliest first; entries need not exist."""
    yield sys.executable
    yield from map(str, sorted(LOCAL.glob("*/bin/python")))  # what one of our environments stands on
    yield from (f"{folder}/{NAME}" for folder in os.environ.get("PATH", "").split(os.pathsep) if folder)
    yield from pyenv_pythons()
    yield from (f"{folder}/{NAME}" for folder in COMMON_FOLDERS)
    try:
        yield run(uv, "python", "find", "--no-project", "--system", "3.13", env=tool_environment())
    except CommandError:
        return


def pyenv_pythons() -> Iterator[str]:
    """Interpreters below pyenv's folders: its shims refuse a version that is not switched on."""
    roots = [os.environ.get("PYENV_ROOT"), str(Path.home() / ".pyenv")]
    if shutil.which("pyenv"):
        with contextlib.suppress(CommandError):
            roots.append(run("pyenv", "root"))
    for root in filter(None, roots):
        yield from (str(path) for path in sorted(Path(root).glob(f"versions/3.13*/bin/{NAME}"), reverse=True))
