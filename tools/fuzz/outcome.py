"""What came of it: requests by status, and for each finding the request that shows it again."""

import json
import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LONGEST_BODY = 2_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One failed check of one operation, with the first request that failed it."""

    role: str
    operation: str
    check: str
    status: int
    request: Mapping[str, Any]

    def said(self, url: str) -> str:
        """Write it with a command that sends it again; it holds what was made up and ids, never an answer."""
        return f"{self.role}: {self.operation}: {self.check} (status {self.status})\n  {_curl(self.request, url)}"


def read(record: Path) -> list[dict[str, Any]]:
    """Read the lines that the hooks wrote."""
    if not record.exists():
        return []
    return [json.loads(line) for line in record.read_text(encoding="utf-8").splitlines()]


def by_status(rows: Iterable[Mapping[str, Any]]) -> Counter[int]:
    """Count requests by status; 0 is no answer."""
    return Counter(row["status"] for row in rows if "status" in row)


def findings(role: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[Finding]:
    """Give each failed check of each operation once: many requests show the same fault."""
    seen = set()
    for row in rows:
        key = (row["operation"], row.get("failed"), row.get("with"))
        if "failed" in row and key not in seen:
            seen.add(key)
            yield Finding(role, row["operation"], row["failed"], row["with"], row["request"])


def _curl(request: Mapping[str, Any], url: str) -> str:
    words = ["curl", "-i", "-X", request["method"], url + request["path"]]
    for name, value in request["headers"].items():
        words += ["-H", f"{name}: {value}"]
    if request["body"]:
        words += ["-d", request["body"][:LONGEST_BODY]]
    return shlex.join(words) + ' -H "Authorization: Bearer $TOKEN"'
