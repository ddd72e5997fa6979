"""Compare a schedule with the one before over all children, and apply it: see docs/runbook.md.

Without --apply it is a dry run: the report is all that it writes.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "layers/core/python"))

from handbook.reference.immunization import load_documents
from tools.reforecast.calls import Ask, RefusedError, asking
from tools.reforecast.wording import progress, sentences
from tools.schedule_check import check
from tools.stack.errors import StackError
from tools.stack.settings import LOCAL

_PAUSE_SECONDS = 1.0


def parser() -> argparse.ArgumentParser:
    """The command line."""
    root = argparse.ArgumentParser(prog="tools.reforecast", description=__doc__)
    what = root.add_mutually_exclusive_group(required=True)
    what.add_argument("--schedule", help="a schedule that is shipped")
    what.add_argument("--file", type=Path, help="a draft; it is checked first and can only be compared")
    what.add_argument("--job", help="a job that was started before")
    root.add_argument("--from", dest="before", help="compare with this one; the one before when left out")
    root.add_argument("--on", help="as of a day, as 2026-12-31; today or the first day of the schedule when left out")
    root.add_argument("--apply", action="store_true", help="plan all children anew by the schedule in force")
    root.add_argument("--resume", action="store_true", help="send the parts of the job that are not done again")
    root.add_argument("--cancel", action="store_true", help="stop the job")
    root.add_argument("--json", action="store_true", help="write the report as JSON")
    root.add_argument("--function", help="a function of an AWS account, asked with the caller's credentials")
    root.add_argument("--state", type=Path, default=LOCAL / "state" / "default", help="of the system on this machine")
    return root


def request_of(arguments: argparse.Namespace) -> dict[str, Any]:
    """Write what the command line asks for as the function's event. Raises: RefusedError for a draft with findings."""
    if arguments.job:
        action = "cancel" if arguments.cancel else "resume" if arguments.resume else "report"
        return {"action": action, "job_id": arguments.job}
    asked = {"schedule": arguments.schedule, "from": arguments.before, "on": arguments.on}
    request = {"action": "start", "apply": arguments.apply, **{key: one for key, one in asked.items() if one}}
    if arguments.file:
        if arguments.apply:
            raise RefusedError("a draft can only be compared: ship it first, and apply it on its first day")
        request["draft"] = draft_from(arguments.file)
    return request


def draft_from(path: Path) -> dict[str, Any]:
    """Read and check a draft. Raises: RefusedError with every finding."""
    try:
        document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RefusedError(f"the draft cannot be read: {error}") from error
    findings = list(dict.fromkeys(check(document)))
    if findings:
        raise RefusedError("the draft is not fit for use:\n  " + "\n  ".join(findings))
    return document


def watch(ask: Ask, report: dict[str, Any]) -> dict[str, Any]:
    """Show how a job gets on until it is finished or cancelled; its last report."""
    began, children = time.monotonic(), report["children"]
    said = ""
    while report["state"] == "running":
        time.sleep(_PAUSE_SECONDS)
        report = ask({"action": "report", "job_id": report["job_id"]})
        line = progress(report, children, time.monotonic() - began)
        if line.partition(" children/s")[0] != said:
            said = line.partition(" children/s")[0]
            print(line, file=sys.stderr)
    return report


def names_of(draft: dict[str, Any] | None) -> dict[str, str]:
    """Give what vaccine groups are called, by every schedule there is."""
    documents = [*load_documents(), *([draft] if draft else [])]
    return {key: group["name"]["en"] for document in documents for key, group in document["groups"].items()}


def main() -> int:
    """Run the command line; a refusal is one sentence on stderr and exit code 1."""
    arguments = parser().parse_args()
    try:
        request = request_of(arguments)
        ask = asking(arguments.function, arguments.state)
        report = ask(request)
        print(f"job {report['job_id']}", file=sys.stderr)
        report = watch(ask, report)
    except (RefusedError, StackError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("The job goes on; JOB= shows it again.", file=sys.stderr)
        return 130
    if arguments.json:
        print(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        print("\n".join(sentences(report, names_of(request.get("draft")))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
