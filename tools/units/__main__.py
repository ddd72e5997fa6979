"""Load a list of units: what each row changes, and what is wrong with it.

Without --apply it is a dry run: nothing is written. Applied again, a list changes nothing.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "layers/core/python"))

from tools.stack.errors import StackError
from tools.units.call import load, options, total
from tools.units.lists import ListError, Part, parts_of, read_list

_WHY = {
    "unit_id": "is missing, has other signs than letters, digits, points and hyphens, or stands in the list before",
    "kind": "is none of the kinds, or another than the unit has: another kind is another unit",
    "name": "is missing, longer than 200 letters or has signs that do not print",
    "parent_id": "is no unit of a higher level that exists or that the list brings",
    "province_code": "is none of the 34 provinces, or another than the parent's",
    "communes": "is no list of different codes of five digits",
    "official_code": "is not five digits (communes) or five digits and capital letters (facilities)",
    "valid_from": "is not a day as 2026-12-31",
    "valid_until": "is not a day as 2026-12-31 after valid_from",
    "successor_id": "is no other unit of the same kind, or the unit does not end",
    "version": "changed at this moment: load the list again",
}


def ask(function: str | None, state: Path, part: Part, *, applies: bool) -> list[dict[str, Any]]:
    """Let the function take over a part. Raises: StackError."""
    return load("LoadUnitsFunction", function, state, {"rows": part.rows, "also": part.also, "apply": applies})


def sentence(line: int, unit_id: str, result: dict[str, Any]) -> str:
    """Say what became of a row."""
    fields = result["fields"]
    if result["outcome"] == "refused":
        return f"line {line}: {unit_id or '(no unit_id)'} refused: {fields[0]} {_WHY.get(fields[0], 'is not valid')}"
    what = f": {', '.join(fields)}" if fields else ""
    return f"line {line}: {unit_id} {result['outcome']}{what}"


def main() -> int:
    """Run the command line; exit code 1 when a row was refused, 2 when there is no list."""
    arguments = options("tools.units", __doc__, "write what changes").parse_args()
    said: list[tuple[int, str, str]] = []
    try:
        parts = parts_of(read_list(arguments.file))
        for number, part in enumerate(parts, 1):
            results = ask(arguments.function, arguments.state, part, applies=arguments.apply)
            for line, row, result in zip(part.lines, part.rows, results, strict=True):
                outcome = result["outcome"]
                said.append((line, outcome, sentence(line, row.get("unit_id", "").strip(), result)))
            if len(parts) > 1:
                print(f"{number} of {len(parts)} parts", file=sys.stderr)
    except (ListError, StackError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    for _, outcome, text in sorted(said):
        if arguments.all or outcome != "unchanged":
            print(text)
    counts = Counter(outcome for _, outcome, _ in said)
    print(total(counts, applied=arguments.apply))
    return 1 if counts["refused"] else 0


if __name__ == "__main__":
    sys.exit(main())
