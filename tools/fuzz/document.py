"""The operations of docs/openapi.json, and the problems of docs/problems.md."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tools.stack.settings import ROOT

DOCUMENT = ROOT / "docs" / "openapi.json"
_PROBLEMS = ROOT / "docs" / "problems.md"
ENDS_SESSIONS = ("/v1/auth/logout", "/v1/me/sessions")
"""Asked last: what comes after would be answered with 401 alone."""
_ROW = re.compile(r"^\| `([a-z-]+)` \| (\d{3}) \|", re.MULTILINE)


@dataclass(frozen=True, slots=True, order=True)
class Operation:
    """One method on one path, as the document writes them."""

    path: str
    method: str


@cache
def operations() -> tuple[Operation, ...]:
    """List what the document offers, in its order."""
    return tuple(Operation(path, method) for path, methods in _document()["paths"].items() for method in methods)


def part(chosen: Iterable[Operation]) -> dict[str, Any]:
    """Write the document anew with some of its operations only."""
    whole, wanted = _document(), set(chosen)
    paths = {
        path: {method: said for method, said in methods.items() if Operation(path, method) in wanted}
        for path, methods in sorted(whole["paths"].items(), key=lambda one: one[0] in ENDS_SESSIONS)
    }
    return {**whole, "paths": {path: methods for path, methods in paths.items() if methods}}


def statuses() -> Mapping[str, int]:
    """Read the status of each type of problem from the registry that clients read."""
    return {slug: int(status) for slug, status in _ROW.findall(_PROBLEMS.read_text(encoding="utf-8"))}


def _document() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    return read
