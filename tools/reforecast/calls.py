"""Asking the function that keeps the jobs."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tools.stack.clients import client
from tools.stack.control import running_settings
from tools.stack.errors import StackError
from tools.stack.remind import reason
from tools.stack.settings import StackSettings

type Ask = Callable[[Mapping[str, Any]], dict[str, Any]]
"""Does one action of functions/reforecast/control.py and gives its answer."""

_SENTENCES = {
    "schedule": "there is no such schedule for children: name one that is shipped, or give a draft with FILE=",
    "from": "there is no schedule to compare with: name one with FROM=",
    "draft": "the draft is not a schedule for children with a first day (effective_from)",
    "apply": "only the schedule that is in force today can be applied; everything else can be compared",
    "on": "ON= is not a day, or not today: a job that applies plans as of today",
    "job_id": "there is no such job",
}


class RefusedError(Exception):
    """The function did nothing, and says why."""


def asking(function: str | None, state: Path) -> Ask:
    """Give the way to ask: a function of an AWS account by name, or the one of the system on this machine."""
    if function:
        import boto3  # noqa: PLC0415 - the caller's own credentials and region

        return asking_function(boto3.client("lambda"), function)
    settings = running_settings(StackSettings(state=state.resolve()))
    outputs = json.loads(settings.outputs_file.read_text(encoding="utf-8"))
    return asking_function(client(settings, "lambda"), outputs["ReforecastFunction"])


def asking_function(functions: Any, name: str) -> Ask:  # noqa: ANN401 - boto3 has a type per service
    """Give the way to ask one function through a client of Lambda."""
    return lambda request: _invoke(functions, name, request)


def _invoke(functions: Any, name: str, request: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ANN401 - boto3
    answer = functions.invoke(FunctionName=name, Payload=json.dumps(request).encode(), LogType="Tail")
    result: dict[str, Any] = json.loads(answer["Payload"].read())
    if answer.get("FunctionError"):
        raise StackError(f"the job could not be asked for ({reason(result, answer)}): make logs shows more")
    if "refused" in result:
        raise RefusedError(_SENTENCES.get(result["refused"], f"the request is wrong: {result['refused']}"))
    return result
