"""Load a list of staff, partners' systems and operators: what each row does, and what is wrong with it.

Without --apply it is a dry run: nothing is written and nobody is invited. Applied again, a list changes nothing. What
is said of a row names its line and a field, and no person.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "layers/core/python"))

from handbook.domain.staff_rows import COLUMNS
from handbook.usecases.load_staff import MOST_ROWS
from tools.stack.clients import client
from tools.stack.control import running_settings
from tools.stack.errors import StackError
from tools.stack.remind import reason
from tools.stack.settings import LOCAL, StackSettings
from tools.units.lists import ListError, Row, read_list

_WHY = {
    "username": "is not 3 to 64 small letters, digits, points, hyphens and underscores",
    "full_name": "is missing, or another than the account has",
    "email": "is missing, is no address, belongs to another account, or is another than the account has",
    "phone": "is no Vietnamese mobile number, is missing for codes by SMS, belongs to another account, or is another",
    "second_factor": "is neither authenticator nor sms",
    "unit_id": "is no unit that is there, or the list has this post before",
    "role": "is none of the roles, or makes no sense at this kind of unit",
    "since": "is not a day as 2026-12-31, or lies too far away",
    "until": "is not a day as 2026-12-31 after since",
    "scopes": "is no list of scopes, or is missing for a partner's system, or is there for somebody else",
    "version": "changed at this moment: load the list again",
    "unavailable": "could not be written now: load the list again",
}


def parser() -> argparse.ArgumentParser:
    """The command line."""
    root = argparse.ArgumentParser(prog="tools.staff", description=__doc__)
    root.add_argument("file", type=Path, help="CSV with a header, or a JSON array of objects")
    root.add_argument("--apply", action="store_true", help="make accounts and change posts")
    root.add_argument("--all", action="store_true", help="show rows that change nothing, too")
    root.add_argument("--function", help="a function of an AWS account, asked with the caller's credentials")
    root.add_argument("--state", type=Path, default=LOCAL / "state" / "default", help="of the system on this machine")
    return root


def ask(function: str | None, state: Path, rows: list[Row], *, applies: bool) -> list[dict[str, Any]]:
    """Let the function take over a part. Raises: StackError."""
    if function:
        import boto3  # noqa: PLC0415 - the caller's own credentials and region

        functions, name = boto3.client("lambda"), function
    else:
        settings = running_settings(StackSettings(state=state.resolve()))
        outputs = json.loads(settings.outputs_file.read_text(encoding="utf-8"))
        functions, name = client(settings, "lambda"), outputs["LoadStaffFunction"]
    request = json.dumps({"rows": rows, "apply": applies}).encode()
    answer = functions.invoke(FunctionName=name, Payload=request, LogType="Tail")
    result: dict[str, Any] = json.loads(answer["Payload"].read())
    if answer.get("FunctionError") or "refused" in result:
        raise StackError(f"the list could not be loaded ({reason(result, dict(answer))}): make logs shows more")
    found: list[dict[str, Any]] = result["results"]
    return found


def sentence(line: int, result: dict[str, Any]) -> str:
    """Say what became of a row."""
    name = result["field"]
    return f"line {line}: {result['outcome']}" + (f": {name} {_WHY.get(name, 'is not valid')}" if name else "")


def main() -> int:
    """Run the command line; exit code 1 when a row was refused, 2 when there is no list."""
    arguments = parser().parse_args()
    counts: Counter[str] = Counter()
    try:
        numbered = read_list(arguments.file, COLUMNS)
        for start in range(0, len(numbered), MOST_ROWS):
            part = numbered[start : start + MOST_ROWS]
            results = ask(arguments.function, arguments.state, [row for _, row in part], applies=arguments.apply)
            for (line, _), result in zip(part, results, strict=True):
                counts[result["outcome"]] += 1
                if arguments.all or result["outcome"] != "unchanged":
                    print(sentence(line, result))
    except (ListError, StackError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    total = ", ".join(f"{counts[name]} {name}" for name in ("created", "changed", "unchanged", "refused"))
    print(f"{total}; {'written' if arguments.apply else 'nothing was written: APPLY=1 writes it'}")
    return 1 if counts["refused"] else 0


if __name__ == "__main__":
    sys.exit(main())
