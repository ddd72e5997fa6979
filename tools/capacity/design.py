"""The tables of a document, read and written: what it says of access patterns, and what they consume."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.template import ROOT

DESIGN = ROOT / "docs" / "table-design.md"
_PATTERN = re.compile(r"^\| (AP-\d+) \| (.*) \|$", re.MULTILINE)
_WRITTEN = re.compile(r"(<!-- {name}[^\n]*-->\n).*?(\n<!-- end of {name} -->)".replace("{name}", "units"), re.DOTALL)
_COLUMNS = "| AP | typical call | requests | read units | write units | shown by |\n|---|---|---|---|---|---|"


@dataclass(frozen=True, slots=True)
class Designed:
    """A row of the table of access patterns."""

    name: str
    who: str
    index: str
    condition: str
    page: str
    consistency: str


@dataclass(frozen=True, slots=True)
class Cost:
    """A row of the table of units."""

    name: str
    what: str
    requests: int
    read: float
    written: float
    shown_by: str

    def row(self) -> str:
        """Give the line of the table."""
        units = f"{self.requests} | {self.read:g} | {self.written:g}"
        return f"| {self.name} | {self.what} | {units} | `{self.shown_by}` |"


def designed(text: str) -> dict[str, Designed]:
    """Read the access patterns of a document, in its order."""
    cells = ((name, rest.split(" | ")) for name, rest in _PATTERN.findall(without_costs(text)))
    return {name: Designed(name, *row) for name, row in cells}


def costs(text: str) -> dict[str, Cost]:
    """Read the table of units of a document."""
    found = _WRITTEN.search(text)
    rows = _PATTERN.findall(found[0]) if found else []
    return {name: _cost(name, *rest.split(" | ")) for name, rest in rows}


def without_costs(text: str) -> str:
    """Give a document without its table of units."""
    return _WRITTEN.sub("", text)


def with_costs(text: str, made: Mapping[str, Cost]) -> str:
    """Write the table of units anew, in the order of the access patterns."""
    rows = [made[name].row() for name in designed(text)]
    return _WRITTEN.sub(lambda found: found[1] + "\n".join([_COLUMNS, *rows]) + found[2], text)


def shown_by(name: str, tests: Iterable[Path]) -> str:
    """Find the test file that names an access pattern. Raises: KeyError when none does."""
    word = re.compile(rf"[_ ]{name.lower().replace('-', '_')}(?!\d)")
    for path in sorted(tests):
        if word.search(path.read_text(encoding="utf-8")):
            return path.relative_to(ROOT).as_posix()
    raise KeyError(name)


def numbers(page: str) -> Sequence[int]:
    """Give the sizes that a cell of pages names; none where a query goes on to its end."""
    return [int(number) for number in re.findall(r"\d+", page.replace("1 MB", ""))]


def _cost(name: str, what: str, requests: str, read: str, written: str, test: str) -> Cost:
    return Cost(name, what, int(requests), float(read), float(written), test.strip("`"))
