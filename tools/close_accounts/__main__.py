"""Close the accounts whose 14 days are over, as the night does; without --apply they are counted only.

It starts what the nightly schedule starts. Run again it goes on where it stopped. Nothing is shown of anybody but how
many there are.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from tools.stack.clients import client
from tools.stack.control import running_settings
from tools.stack.errors import StackError
from tools.stack.remind import reason
from tools.stack.settings import LOCAL, StackSettings

_PAGE = 100
"""As many as the function counts (functions/auth/closings.py)."""


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks for."""
    root = argparse.ArgumentParser(prog="tools.close_accounts", description=__doc__)
    root.add_argument("--apply", action="store_true", help="close them")
    root.add_argument("--function", help="a function of an AWS account, asked with the caller's credentials")
    root.add_argument("--state", type=Path, default=LOCAL / "state" / "default", help="of the system on this machine")
    chosen = root.parse_args(arguments)
    try:
        functions, name = _target(chosen.function, chosen.state)
        print(sentence(ask(functions, name, applies=chosen.apply)))
    except StackError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


def _target(function: str | None, state: Path) -> tuple[Any, str]:
    if function:
        import boto3  # noqa: PLC0415 - the caller's own credentials and region

        return boto3.client("lambda"), function
    settings = running_settings(StackSettings(state=state.resolve()))
    outputs = json.loads(settings.outputs_file.read_text(encoding="utf-8"))
    target = client(settings, "scheduler").get_schedule(Name=outputs["ClosingSchedule"])["Target"]
    return client(settings, "lambda"), target["Arn"]


def ask(functions: Any, name: str, *, applies: bool) -> dict[str, int]:  # noqa: ANN401 - boto3 has a type per service
    """Let the function close, or count, through a client of Lambda. Raises: StackError."""
    payload = json.dumps({} if applies else {"count_only": True}).encode()
    answer = functions.invoke(FunctionName=name, Payload=payload, LogType="Tail")
    result: dict[str, int] = json.loads(answer["Payload"].read())
    if answer.get("FunctionError"):
        raise StackError(f"not all could be closed ({reason(dict(result), dict(answer))}): make logs shows more")
    return result


def sentence(result: dict[str, int]) -> str:
    """Say what became of it."""
    if "due" in result:
        due = result["due"]
        return f"{due} accounts are to be closed{' or more' if due == _PAGE else ''}; APPLY=1 closes them"
    rest = "" if result["finished"] else "; the time was over: once more goes on"
    return f"{result['closed']} accounts closed{rest}"


if __name__ == "__main__":
    sys.exit(main())
