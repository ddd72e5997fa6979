"""Running other programs quietly, with a log, and saying in one sentence why one failed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCAL = ROOT / ".local"
LOG = LOCAL / "bootstrap.log"
NETWORK_SIGNS = (
    "failed to fetch",
    "error sending request",
    "dns error",
    "connection",
    "timed out",
    "timeout",
    "temporary failure in name resolution",
    "could not find a version",
    "no route to host",
)


class BootstrapError(Exception):
    """What went wrong and what to do about it, in one sentence."""


class CommandError(Exception):
    """A command that ended with another code than 0; carries its whole output."""


def say(text: str) -> None:
    """Print one progress line at once, also into a pipe."""
    print(text, flush=True)


def run(*command: str, env: dict[str, str] | None = None) -> str:
    """Run a command quietly and return what it printed; the log keeps everything.

    Raises:
        CommandError: when it cannot start or ends with another code than 0.
    """
    try:
        done = subprocess.run(
            command,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise CommandError(str(error)) from error
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"$ {' '.join(command)}\n{done.stdout}\n")
    if done.returncode != 0:
        raise CommandError(done.stdout)
    return done.stdout.strip()


def runs(*command: str) -> bool:
    """Whether the command starts and ends well."""
    try:
        run(*command)
    except CommandError:
        return False
    return True


def explain(task: str, output: str) -> str:
    """One sentence for a failed command: the cause where the output shows it, and what to do."""
    lowered = output.lower()
    if "no space left" in lowered:
        return f"{task} failed because the disk is full: free some space and run make again."
    if "hash mismatch" in lowered or "do not match the hashes" in lowered:
        return f"{task} failed because a download does not match its recorded hash: see {LOG}."
    if any(sign in lowered for sign in NETWORK_SIGNS):
        return (
            f"{task} failed because the package index did not answer: "
            f"check the network or proxy and run make again (details in {LOG})."
        )
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return f"{task} failed ({lines[-1] if lines else 'it printed nothing'}): the whole output is in {LOG}."


def tool_environment() -> dict[str, str]:
    """The caller's environment, with the machine's certificates and pip's index made known to uv.

    uv reads neither the system's certificate store nor pip's configuration by itself; where a company's
    proxy or mirror is the only way out, both are needed.
    """
    env = {name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "PYTHONPATH"}}
    env.setdefault("UV_SYSTEM_CERTS", "1")
    env.setdefault("UV_NO_PROGRESS", "1")
    if not {"UV_DEFAULT_INDEX", "UV_INDEX_URL"} & set(env):
        index = env.get("PIP_INDEX_URL") or pip_index()
        if index:
            env["UV_DEFAULT_INDEX"] = index
    return env


def pip_index() -> str | None:
    """The index that the user's own pip configuration names, if any."""
    for python in (sys.executable, str(LOCAL / "uv" / "bin" / "python"), "python3"):
        try:
            return run(python, "-m", "pip", "config", "get", "global.index-url").splitlines()[-1]
        except (CommandError, IndexError):
            continue
    return None
