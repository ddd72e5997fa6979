"""What commands that load a list share: their options, the call to the function, and the last line."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tools.stack.clients import client
from tools.stack.control import running_settings
from tools.stack.errors import StackError
from tools.stack.remind import reason
from tools.stack.settings import LOCAL, StackSettings


def options(prog: str, description: str | None, applies: str) -> argparse.ArgumentParser:
    """Give the command line; `applies` says what --apply does."""
    root = argparse.ArgumentParser(prog=prog, description=description)
    root.add_argument("file", type=Path, help="CSV with a header, or a JSON array of objects")
    root.add_argument("--apply", action="store_true", help=applies)
    root.add_argument("--all", action="store_true", help="show rows that change nothing, too")
    root.add_argument("--function", help="a function of an AWS account, asked with the caller's credentials")
    root.add_argument("--state", type=Path, default=LOCAL / "state" / "default", help="of the system on this machine")
    return root


def load(output: str, function: str | None, state: Path, request: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Let a function take over a part and give a result for each row. Raises: StackError.

    It is the one that is named, in an account, or that of an output of the local stack.
    """
    if function:
        import boto3  # noqa: PLC0415 - the caller's own credentials and region

        functions, name = boto3.client("lambda"), function
    else:
        settings = running_settings(StackSettings(state=state.resolve()))
        outputs = json.loads(settings.outputs_file.read_text(encoding="utf-8"))
        functions, name = client(settings, "lambda"), outputs[output]
    answer = functions.invoke(FunctionName=name, Payload=json.dumps(request).encode(), LogType="Tail")
    result: dict[str, Any] = json.loads(answer["Payload"].read())
    if answer.get("FunctionError") or "refused" in result:
        raise StackError(f"the list could not be loaded ({reason(result, dict(answer))}): make logs shows more")
    found: list[dict[str, Any]] = result["results"]
    return found


def total(counts: Mapping[str, int], *, applied: bool) -> str:
    """Say how many rows did what, and whether anything was written."""
    said = ", ".join(f"{counts.get(name, 0)} {name}" for name in ("created", "changed", "unchanged", "refused"))
    return f"{said}; {'written' if applied else 'nothing was written: APPLY=1 writes it'}"
