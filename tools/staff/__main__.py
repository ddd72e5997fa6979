"""Load a list of staff, partners' systems and operators: what each row does, and what is wrong with it.

Without --apply it is a dry run: nothing is written and nobody is invited. Applied again, a list changes nothing. What
is said of a row names its line and a field, and no person.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "layers/core/python"))

from handbook.domain.staff_rows import COLUMNS
from handbook.usecases.load_staff import MOST_ROWS
from tools.stack.errors import StackError
from tools.units.call import load, options, total
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


def ask(function: str | None, state: Path, rows: list[Row], *, applies: bool) -> list[dict[str, Any]]:
    """Let the function take over a part. Raises: StackError."""
    return load("LoadStaffFunction", function, state, {"rows": rows, "apply": applies})


def sentence(line: int, result: dict[str, Any]) -> str:
    """Say what became of a row."""
    name = result["field"]
    return f"line {line}: {result['outcome']}" + (f": {name} {_WHY.get(name, 'is not valid')}" if name else "")


def main() -> int:
    """Run the command line; exit code 1 when a row was refused, 2 when there is no list."""
    arguments = options("tools.staff", __doc__, "make accounts and change posts").parse_args()
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
    print(total(counts, applied=arguments.apply))
    return 1 if counts["refused"] else 0


if __name__ == "__main__":
    sys.exit(main())
