"""The morning reminder run of a chosen day, started as the schedule starts it."""

import base64
import json
from datetime import date
from typing import Any

from tools.stack.clients import client
from tools.stack.errors import StackError
from tools.stack.settings import StackSettings

SCHEDULED_TIME = "<aws.scheduler.scheduled-time>"
# 07:30 in Asia/Ho_Chi_Minh, the hour of the template's ReminderSchedule, as the UTC instant that the
# scheduler puts in place of its placeholder.
MORNING_UTC = "T00:30:00Z"


def remind(settings: StackSettings, day: date) -> dict[str, Any]:
    """Call the schedule's target with the schedule's own input, for the given day; the target's answer.

    Raises:
        StackError: when the stack has no such schedule or its target fails.
    """
    outputs = json.loads(settings.outputs_file.read_text(encoding="utf-8"))
    if "ReminderSchedule" not in outputs:
        raise StackError("template.yaml has no output ReminderSchedule: the reminder run cannot be found without.")
    target = client(settings, "scheduler").get_schedule(Name=outputs["ReminderSchedule"])["Target"]
    payload = target.get("Input", "{}").replace(SCHEDULED_TIME, f"{day.isoformat()}{MORNING_UTC}")
    answer = client(settings, "lambda").invoke(FunctionName=target["Arn"], Payload=payload.encode(), LogType="Tail")
    result = json.loads(answer["Payload"].read() or b"null")
    if answer.get("FunctionError"):
        raise StackError(f"The reminder run failed ({reason(result, answer)}): make logs shows more.")
    return dict(result) if isinstance(result, dict) else {"answer": result}


def reason(result: dict[str, Any] | None, answer: dict[str, Any]) -> str:
    """Why a function failed: what it says itself, else the last error in the end of its log."""
    said = str((result or {}).get("errorMessage") or "")
    lines = base64.b64decode(answer.get("LogResult", "")).decode("utf-8", "replace").splitlines()
    return said or next((line.strip() for line in reversed(lines) if "Error: " in line), "no reason given")
