"""What one local stack is: its name, ports, folders, and the environment its programs get."""

import os
import platform
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tools.stack.errors import StackError

ROOT = Path(__file__).resolve().parents[2]
LOCAL = ROOT / ".local"
TEMPLATE = ROOT / "template.yaml"
REGION = "ap-southeast-1"
STACK_NAME = "handbook-local"
ARTEFACT_BUCKET = "handbook-local-artefacts"
# MiniStack lets this key in as the account's root, as the person who deploys is on a real account. The
# functions get role credentials of their own, and those are held to their policies.
ROOT_CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR", "USER")
LOCAL_ORIGIN = "http://localhost:3000"
"""Where somebody who writes a web app serves it on this machine; its pages may read the local API."""
ARCHITECTURES = {"x86_64": "x86_64", "amd64": "x86_64", "arm64": "arm64", "aarch64": "arm64"}


@dataclass(frozen=True, slots=True)
class StackSettings:
    """One local stack; two with different ports and state folders do not disturb each other."""

    name: str = "default"
    port: int = 4566
    web_port: int = 8080
    state: Path = LOCAL / "state" / "default"

    @property
    def endpoint(self) -> str:
        """Where the emulated AWS answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def root_url(self) -> str:
        """Where the API answers as under its custom domain: `/v1/…`, `/q/…`."""
        return f"http://127.0.0.1:{self.web_port}"

    @property
    def ministack_log(self) -> Path:
        """The log of the emulated AWS, with what the functions print."""
        return self.state / "ministack.log"

    @property
    def outputs_file(self) -> Path:
        """The deployed stack's outputs, with Endpoint, RootUrl and BaseUrl beside them."""
        return self.state / "outputs.json"

    @property
    def accounts_file(self) -> Path:
        """The demo accounts, written by the seed."""
        return self.state / "accounts.json"


def host_architecture(machine: str | None = None) -> str:
    """The host's processor in Lambda's words.

    Raises:
        StackError: on a processor that Lambda does not have.
    """
    name = (machine or platform.machine()).lower()
    if name not in ARCHITECTURES:
        raise StackError(f"Lambda has no architecture for this machine's {name}: use an x86_64 or arm64 machine.")
    return ARCHITECTURES[name]


def template_parameters(template: Path = TEMPLATE) -> dict[str, Any]:
    """The `Parameters` section of the template; the other sections' short functions are skipped over.

    Raises:
        StackError: when the file is not there or not YAML.
    """

    class Loader(yaml.SafeLoader):
        """Reads `!Ref` and its like as nothing."""

    Loader.add_multi_constructor("!", lambda _loader, _suffix, _node: None)
    try:
        document = yaml.load(template.read_text(encoding="utf-8"), Loader)  # noqa: S506 - a SafeLoader
    except (OSError, yaml.YAMLError) as error:
        raise StackError(f"{template} cannot be read ({error}): mend it and run make again.") from error
    return dict(document.get("Parameters") or {})


def chosen_parameters(declared: dict[str, Any], architecture: str) -> dict[str, str]:
    """Values for the parameters that a local stack sets, as far as the template declares them."""
    wanted = {"Architecture": architecture, "Stage": "local", "AllowedOrigins": LOCAL_ORIGIN}
    return {name: value for name, value in wanted.items() if name in declared}


def plain_environment() -> dict[str, str]:
    """The caller's environment without profiles and settings that could lead to a real account."""
    return {name: os.environ[name] for name in PASSED_ON if name in os.environ}


def client_environment(settings: StackSettings) -> dict[str, str]:
    """The environment of a program that talks to this stack with the deployer's rights."""
    return {
        **plain_environment(),
        **ROOT_CREDENTIALS,
        "AWS_ENDPOINT_URL": settings.endpoint,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "PYTHONUTF8": "1",
    }


def ministack_environment(settings: StackSettings) -> dict[str, str]:
    """The environment of the emulated AWS; the functions inherit it, so nothing of the caller's is in it."""
    return {
        **plain_environment(),
        "AUTH": "true",
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(settings.port),
        "MINISTACK_REGION": REGION,
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "PERSIST_STATE": "1",
        "STATE_DIR": str(settings.state / "aws"),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(settings.state / "s3"),
        "TMPDIR": str(scratch_folder(settings)),
        "PYTHONUTF8": "1",
    }


def scratch_folder(settings: StackSettings) -> Path:
    """Where the functions are unpacked; short, for sockets may stand in it, and emptied at every start."""
    return Path(tempfile.gettempdir()) / f"handbook-{os.getuid()}-{settings.port}"
