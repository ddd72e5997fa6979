"""Bringing up a whole local stack and taking it down: what `make run` and the end-to-end tests share."""

import json
import shutil
import subprocess
import sys
import urllib.error
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.stack.build import Build, build, sizes
from tools.stack.clients import client
from tools.stack.console import say, step
from tools.stack.deploy import deploy, deployed_fingerprint, stack_outputs
from tools.stack.errors import StackError
from tools.stack.logs import function_logs
from tools.stack.loopback import open_local
from tools.stack.marks import read_mark, set_mark
from tools.stack.ministack import ministack, snapshot
from tools.stack.ports import free_port, require_free
from tools.stack.processes import held, last_lines, run_logged
from tools.stack.settings import ROOT, StackSettings, client_environment
from tools.stack.sms import SmsMessage, inbox
from tools.stack.web import web_server


@dataclass(frozen=True, slots=True)
class Stack:
    """A stack that answers."""

    settings: StackSettings
    outputs: dict[str, str]
    process: "subprocess.Popen[bytes]"

    @property
    def endpoint(self) -> str:
        """Where the emulated AWS answers, for boto3."""
        return self.settings.endpoint

    @property
    def root_url(self) -> str:
        """Where `/q/{code}` and `/v1` are."""
        return self.settings.root_url

    @property
    def base_url(self) -> str:
        """What the paths of the OpenAPI document are appended to."""
        return f"{self.settings.root_url}/v1"

    def client(self, service: str) -> Any:  # noqa: ANN401 - boto3 has a type per service
        """A boto3 client of this stack with the deployer's rights."""
        return client(self.settings, service)

    def environment(self) -> dict[str, str]:
        """The environment of a program that works on this stack with the deployer's rights."""
        return client_environment(self.settings) | {"HANDBOOK_STATE": str(self.settings.state)}

    def logs(self, limit: int = 200) -> list[str]:
        """The functions' last log lines, oldest first."""
        return function_logs(self.settings, limit)

    def sms(self, phone: str | None = None) -> list[SmsMessage]:
        """The SMS inbox, oldest first; of one number in +84 form when given."""
        return inbox(self.endpoint, phone)


@contextmanager
def local_stack(
    name: str,
    state: Path,
    port: int | None = None,
    web_port: int | None = None,
    *,
    seed: bool = False,
) -> Iterator[Stack]:
    """A deployed stack while the block runs, on free ports unless they are given.

    An unchanged build is taken over; a state folder that holds the same deployment is too. On the way out
    everything that was started is ended, and the state is kept in the folder.

    Raises:
        StackError: in one sentence, with nothing left running.
    """
    settings = StackSettings(name, port or free_port(), web_port or free_port(), state)
    with held(settings.state / "run.lock") as lock:
        if lock is None:
            raise StackError(f"A stack already runs with the state in {settings.state}: make stop ends it.")
        lock.truncate(0)
        with started(settings, seed=seed) as stack:
            yield stack


@contextmanager
def started(settings: StackSettings, *, seed: bool) -> Iterator[Stack]:
    """Build, start, deploy, serve and seed; the caller holds the lock of the state folder.

    Raises:
        StackError: in one sentence, with nothing left running.
    """
    require_free(settings.port, "PORT")
    require_free(settings.web_port, "WEB_PORT")
    with step("build the functions and layers") as progress:
        built = build()
        progress.note = "unchanged" if built.reused else sizes(built.folder)
    forget_unfinished(settings)
    with emulated_aws(settings, built) as process:
        outputs = write_outputs(settings)
        api_base = f"/_aws/execute-api/{outputs['ApiId']}/{outputs['StageName']}"
        with web_server(settings.web_port, settings.port, api_base):
            with step("ask the API for something"):
                require_answer(settings)
            stack = Stack(settings, outputs, process)
            if seed:
                run_seed(stack)
            yield stack


@contextmanager
def emulated_aws(settings: StackSettings, built: Build) -> Iterator["subprocess.Popen[bytes]"]:
    """The emulated AWS with this very build deployed in it; it writes its state when the block ends."""
    with ExitStack() as running:
        with step("start the emulated AWS"):
            process = running.enter_context(ministack(settings))
        try:
            if deployed_fingerprint(settings) != built.fingerprint:
                with step("deploy the template"):
                    deploy(settings, built)
            (settings.state / "deployed").touch()
            yield process
        finally:
            with step("stop the emulated AWS, keeping its data"):
                running.close()


def forget_unfinished(settings: StackSettings) -> None:
    """Empty a state folder whose first deployment failed or whose only run was killed: it is not whole."""
    deployed = settings.state / "deployed"
    if deployed.exists() and snapshot(settings).exists():
        return
    if deployed.exists():
        say("  the last run ended before it could write all its data: starting with an empty system")
    for folder in ("aws", "s3"):
        shutil.rmtree(settings.state / folder, ignore_errors=True)
    for file in (deployed, settings.outputs_file, settings.accounts_file):
        file.unlink(missing_ok=True)


def write_outputs(settings: StackSettings) -> dict[str, str]:
    """Leave the stack's outputs and addresses in the state folder, for the seed, the demo and the curious."""
    addresses = {
        "Endpoint": settings.endpoint,
        "RootUrl": settings.root_url,
        "BaseUrl": f"{settings.root_url}/v1",
    }
    outputs = stack_outputs(settings) | addresses
    missing = [name for name in ("ApiId", "StageName") if name not in outputs]
    if missing:
        raise StackError(f"template.yaml has no output {' and '.join(missing)}: the API cannot be found without.")
    settings.outputs_file.write_text(json.dumps(outputs, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return outputs


def require_answer(settings: StackSettings) -> None:
    """Ask for something that needs a token, and be content with a refusal.

    Raises:
        StackError: when the API does not answer, or with an error of its own.
    """
    try:
        open_local(f"{settings.root_url}/v1/me", timeout=30).close()
    except urllib.error.HTTPError as error:
        error.close()
        if error.code < 500:
            return
        reason = f"it answers {error.code}"
    except OSError as error:
        reason = str(error)
    else:
        return
    last_words = " | ".join(function_logs(settings, 3)) or f"see {settings.ministack_log}"
    raise StackError(f"The API does not work ({reason}): {last_words}.")


def run_seed(stack: Stack) -> None:
    """Fill the demo data in once; the mark of it lives and dies with the data.

    Raises:
        StackError: when the seed fails.
    """
    if read_mark(stack.settings, "seeded"):
        return
    log = stack.settings.state / "seed.log"
    with step("fill in demo families, staff and children") as progress:
        log.unlink(missing_ok=True)
        if run_logged([sys.executable, "-m", "tools.seed"], log, stack.environment(), ROOT) != 0:
            reason = " ".join(last_lines(log)) or "it printed nothing"
            raise StackError(f"Filling in the demo data failed ({reason}): the whole output is in {log}.")
        progress.note = " ".join(last_lines(log))
        set_mark(stack.settings, "seeded", "yes")
