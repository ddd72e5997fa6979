"""The environment that the functions get from template.yaml, made from the outputs of a running stack."""

import json
import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_STATE = ROOT / ".local" / "state" / "default"
REGION = "ap-southeast-1"

# The emulated AWS lets this key in as the account's root; it opens nothing anywhere else.
ROOT_KEY = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}

VARIABLES = {
    "DIRECTORY_TABLE": "DirectoryTable",
    "RECORDS_TABLE": "RecordsTable",
    "CODES_TABLE": "CodesTable",
    "REMINDERS_TABLE": "RemindersTable",
    "AUDIT_TABLE": "AuditTable",
    "TRANSIENT_TABLE": "TransientTable",
    "SIGN_IN_SECRET": "SignInSecret",
    "PHONE_SECRET": "PhoneSecret",
    "CODE_SECRET": "CodeSecret",
    "PROVIDER_SECRET": "ProviderSecret",
    "FAMILY_POOL": "FamilyPoolId",
    "FAMILY_CLIENT": "FamilyClientId",
    "STAFF_POOL": "StaffPoolId",
    "STAFF_CLIENT": "StaffClientId",
    "STAFF_CLIENT_SECRET": "StaffClientSecret",
    "FILES_BUCKET": "FilesBucket",
    "ATTACHMENTS_BUCKET": "AttachmentsBucket",
    "ANCHORS_BUCKET": "AnchorsBucket",
    "BATCH_QUEUE": "BatchQueue",
    "REMINDER_QUEUE": "ReminderQueue",
    "REFORECAST_QUEUE": "ReforecastQueue",
}
"""What handbook.config and handbook.storage read, and the output of template.yaml that it comes from."""


class NoStackError(Exception):
    """There is no running stack to work on; the message says what to do."""


def state_folder() -> Path:
    """The state folder of the stack: HANDBOOK_STATE, or that of `make run`."""
    return Path(os.environ.get("HANDBOOK_STATE") or DEFAULT_STATE)


def read_outputs(state: Path) -> dict[str, str]:
    """The outputs and addresses of the stack that was deployed into a state folder. Raises NoStackError."""
    try:
        outputs: dict[str, str] = json.loads((state / "outputs.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NoStackError(f"There is no deployed stack in {state}: start one with make run.") from error
    missing = sorted({*VARIABLES.values(), "Endpoint"} - set(outputs))
    if missing:
        raise NoStackError(f"The stack in {state} has no output {', '.join(missing)}: stop it and run make run again.")
    return outputs


def variables(outputs: Mapping[str, str]) -> dict[str, str]:
    """The environment variables of a program that runs our code against this stack."""
    return {
        **ROOT_KEY,
        "AWS_ENDPOINT_URL": outputs["Endpoint"],
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "NO_PROXY": "127.0.0.1,localhost",
        "no_proxy": "127.0.0.1,localhost",
        "STAGE": "local",
        "POWERTOOLS_SERVICE_NAME": "handbook",
        "POWERTOOLS_METRICS_NAMESPACE": "Handbook",
        **{name: outputs[output] for name, output in VARIABLES.items()},
    }


def enter(outputs: Mapping[str, str]) -> None:
    """Make `handbook` importable, and let it work on this stack.

    It must come before the first import of handbook.storage: table names are bound when a model class is made.
    """
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN"):
        os.environ.pop(name, None)
    os.environ.update(variables(outputs))
    make_importable()


def make_importable() -> None:
    """Put the core layer on the path, as the Lambda runtime does."""
    core = str(ROOT / "layers" / "core" / "python")
    if core not in sys.path:
        sys.path.insert(0, core)


def enter_chosen(state: Path | None, *, account: bool) -> None:
    """Work on the tables that the environment names, or else on the system on this machine. Raises NoStackError."""
    if account:
        make_importable()
    else:
        outputs = read_outputs(state or state_folder())
        if not _answers(outputs["Endpoint"]):
            raise NoStackError("The system is not running: start it with make run (or make run BACKGROUND=1).")
        enter(outputs)


def _answers(endpoint: str) -> bool:
    parts = urlsplit(endpoint)
    try:
        socket.create_connection((str(parts.hostname), parts.port or 80), timeout=5).close()
    except OSError:
        return False
    return True
