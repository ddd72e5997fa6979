"""Building the template's functions and layers with the SAM CLI, once per state of the sources."""

import fcntl
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.bootstrap.process import tool_environment
from tools.stack.errors import StackError
from tools.stack.fingerprint import fingerprint
from tools.stack.processes import last_lines, run_logged
from tools.stack.settings import (
    LOCAL,
    ROOT,
    TEMPLATE,
    chosen_parameters,
    host_architecture,
    template_parameters,
)

SAM = LOCAL / "sam" / "bin" / "sam"
PROJECT_BIN = LOCAL / "project" / "bin"
BUILD = LOCAL / "build"
LOG = LOCAL / "build.log"
KEPT_BUILDS = 3
SOURCES = tuple(
    ROOT / name for name in ("template.yaml", "functions", "layers", "tools/stack/build.py", "tools/stack/deploy.py")
)


@dataclass(frozen=True, slots=True)
class Build:
    """A finished build: its folder, the parameters to deploy it with, and the hash of its sources."""

    folder: Path
    parameters: dict[str, str]
    fingerprint: str
    reused: bool

    @property
    def template(self) -> Path:
        """The template that names the built folders."""
        return self.folder / "template.yaml"


def build() -> Build:
    """Build for this machine's architecture, or take over the last build when the sources are the same.

    Raises:
        StackError: with the reason and the log's path when the SAM CLI fails.
    """
    parameters = chosen_parameters(template_parameters(), host_architecture())
    wanted = fingerprint(ROOT, SOURCES, parameters)
    folder = BUILD / wanted[:16]
    with one_at_a_time():
        reused = (folder / "complete").exists()
        if not reused:
            shutil.rmtree(folder, ignore_errors=True)
            run_sam_build(parameters, folder)
            compile_functions(folder)
            (folder / "complete").touch()
            forget_old_builds()
    return Build(folder, parameters, wanted, reused)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let a test run and a `make run` of the same moment build one after the other."""
    BUILD.mkdir(parents=True, exist_ok=True)
    with (LOCAL / "build.lock").open("w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def forget_old_builds() -> None:
    """Keep the newest builds, for a deployment of another terminal may still read one; drop unfinished ones."""
    folders = [folder for folder in BUILD.iterdir() if folder.is_dir()]
    finished = [folder for folder in folders if (folder / "complete").exists()]
    finished.sort(key=lambda folder: (folder / "complete").stat().st_mtime)
    for folder in set(folders) - set(finished[-KEPT_BUILDS:]):
        shutil.rmtree(folder, ignore_errors=True)


def run_sam_build(parameters: dict[str, str], folder: Path) -> None:
    """Call `sam build`; unchanged layers come from its cache.

    Raises:
        StackError: when it fails.
    """
    LOG.unlink(missing_ok=True)
    command = [str(SAM), "build", "--cached", "--parallel", "--template", str(TEMPLATE)]
    command += ["--build-dir", str(folder), "--cache-dir", str(LOCAL / "cache" / "sam")]
    command += ["--config-env", "local", "--parameter-overrides", *overrides(parameters)]
    if run_logged(command, LOG, build_environment(), ROOT) != 0:
        raise StackError(f"Building failed ({failure(LOG)}): the whole output is in {LOG}.")


def overrides(parameters: dict[str, str]) -> list[str]:
    """Parameters in the form that the SAM CLI takes."""
    return [f"{name}={value}" for name, value in sorted(parameters.items())]


def failure(log: Path) -> str:
    """The line of a SAM CLI log that names the cause: the last with `Error`, else the last of all."""
    lines = last_lines(log, 200)
    line = next((line for line in reversed(lines) if "Error" in line), lines[-1] if lines else "no output")
    return re.sub(r"^Error: |An error occurred \(\w+\) when calling the \w+ operation: ", "", line).rstrip(".")


def build_environment() -> dict[str, str]:
    """The caller's environment with the project's Python 3.13 first on the path and uv named."""
    env = {name: value for name, value in tool_environment().items() if not name.startswith("AWS_")}
    uv = LOCAL / "uv" / "bin" / "uv"
    found = str(uv) if uv.exists() else shutil.which("uv")
    env |= {"PATH": f"{PROJECT_BIN}{os.pathsep}{env.get('PATH', os.defpath)}", "SAM_CLI_TELEMETRY": "0"}
    return env | ({"HANDBOOK_UV": found} if found else {})


def compile_functions(build_folder: Path) -> None:
    """Give the function folders bytecode, which the SAM CLI's Python builder leaves out.

    Raises:
        StackError: when a module does not compile.
    """
    folders = [str(folder) for folder in sorted(build_folder.iterdir()) if (folder / "functions").is_dir()]
    for folder in folders:
        command = [
            str(PROJECT_BIN / "python"),
            "-m",
            "compileall",
            "-q",
            "--invalidation-mode",
            "unchecked-hash",
        ]
        done = subprocess.run([*command, "-s", folder, "-p", "/var/task", folder], check=False, capture_output=True)
        if done.returncode != 0:
            raise StackError(f"A function does not compile ({done.stdout.decode().strip()}): mend it and run again.")


def sizes(build_folder: Path) -> str:
    """What the build weighs, unpacked, in words."""
    parts = {"layers": 0, "functions": 0}
    for folder in filter(Path.is_dir, build_folder.iterdir()):
        kind = "functions" if (folder / "functions").is_dir() else "layers"
        parts[kind] += sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return ", ".join(f"{kind} {size / 1e6:.1f} MB" for kind, size in parts.items())
