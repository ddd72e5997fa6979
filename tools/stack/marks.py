"""Notes about the deployed stack, kept inside the emulated AWS.

A file beside the state could outlive it: after a crash the state is that of the last orderly end. A parameter
in the state is lost together with what it speaks of.
"""

from botocore.exceptions import ClientError

from tools.stack.clients import client
from tools.stack.settings import STACK_NAME, StackSettings


def read_mark(settings: StackSettings, name: str) -> str | None:
    """The note of this name, or None where nobody left one."""
    try:
        answer = client(settings, "ssm").get_parameter(Name=f"/{STACK_NAME}/{name}")
    except ClientError:
        return None
    return str(answer["Parameter"]["Value"])


def set_mark(settings: StackSettings, name: str, value: str) -> None:
    """Leave a note, in place of an earlier one of the same name."""
    client(settings, "ssm").put_parameter(Name=f"/{STACK_NAME}/{name}", Value=value, Type="String", Overwrite=True)
