"""What use cases cost: the tables of docs/cost.md, read and written, and the price of a million children a month."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tools.capacity.prices import (
    CHILDREN,
    USD_PER_GB_MONTH,
    USD_PER_MILLION_CALLS,
    USD_PER_MILLION_READ,
    USD_PER_MILLION_WRITTEN,
    lambda_ms,
    lambda_usd,
)
from tools.template import ROOT

DOCUMENT = ROOT / "docs" / "cost.md"

_ROW = re.compile(
    r"^\| ([^|]+) \| ([\d.]+) \| (\d+) \| ([\d.]+) \| [\d,]+"
    r" \| (\d+) \| ([\d.]+) \| ([\d.]+) \| (\d+) \| [\d,]+ \|$",
    re.MULTILINE,
)
_COLUMNS = """\
| use case | a child and month | calls | CPU ms | Lambda ms | requests | read units | write units | messages | USD |
|---|---|---|---|---|---|---|---|---|---|"""
_KEPT_COLUMNS = """\
| table | items | KB with indexes | GB of a million children | USD a month |
|---|---|---|---|---|"""


@dataclass(frozen=True, slots=True)
class UseCost:
    """What one use case consumes, and how often a child's handbook sees it in a month.

    `calls` come through the gateway; what a stream or a queue starts has none. `cpu_ms` is of a whole core.
    """

    name: str
    a_month: float
    calls: int
    cpu_ms: float
    requests: int
    read: float
    written: float
    messages: int

    @property
    def lambda_ms(self) -> float:
        """Give how long functions run for it, by what prices.py assumes."""
        return lambda_ms(self.cpu_ms, self.requests)

    @property
    def parts_usd(self) -> tuple[float, float, float]:
        """Give the price for a million children in a month: of units, of functions, of the gateway."""
        millions = self.a_month * CHILDREN / 1_000_000
        units = self.read * USD_PER_MILLION_READ + self.written * USD_PER_MILLION_WRITTEN
        functions = lambda_usd(self.lambda_ms, max(1, self.calls))
        return millions * units, millions * functions, millions * self.calls * USD_PER_MILLION_CALLS

    @property
    def usd(self) -> float:
        """Give the price of all of it."""
        return sum(self.parts_usd)

    def row(self) -> str:
        """Give the line of the table."""
        often = f"{self.a_month:f}".rstrip("0").rstrip(".")
        time = f"{self.cpu_ms:.0f} | {self.lambda_ms:,.0f}"
        units = f"{self.requests} | {self.read:g} | {self.written:g} | {self.messages}"
        return f"| {self.name} | {often} | {self.calls} | {time} | {units} | {self.usd:,.0f} |"


@dataclass(frozen=True, slots=True)
class Kept:
    """What a table keeps of one child, its indexes included."""

    table: str
    items: int
    size_bytes: int

    @property
    def gigabytes(self) -> float:
        """Give what it keeps of a million children."""
        return self.size_bytes * CHILDREN / 1e9

    def row(self) -> str:
        """Give the line of the table."""
        kilobytes = f"{self.size_bytes / 1000:.1f}"
        usd = self.gigabytes * USD_PER_GB_MONTH
        return f"| {self.table} | {self.items} | {kilobytes} | {self.gigabytes:.0f} | {usd:,.0f} |"


def use_costs(text: str) -> dict[str, UseCost]:
    """Read the table of a document."""
    return {
        name: UseCost(
            name, float(often), int(calls), float(cpu), int(requests), float(read), float(written), int(messages)
        )
        for name, often, calls, cpu, requests, read, written, messages in _ROW.findall(text)
    }


def with_use_costs(text: str, made: Iterable[UseCost]) -> str:
    """Write the table of use cases anew, with its sums."""
    rows = list(made)
    messages = sum(one.a_month * one.messages for one in rows)
    units, functions, gateway = (sum(part) for part in zip(*(one.parts_usd for one in rows), strict=True))
    together = f"| together | | | | | | | | {messages:.2g} a child | {units + functions + gateway:,.0f} |"
    parts = (
        f"\nOf these, {units:,.0f} are for units, {functions:,.0f} for functions and {gateway:,.0f} for the gateway."
    )
    return _between(text, "use cases", [_COLUMNS, *(one.row() for one in rows), together, parts])


def with_kept(text: str, made: Iterable[Kept]) -> str:
    """Write the table of what is kept anew, with its sum."""
    rows = list(made)
    gigabytes = sum(one.gigabytes for one in rows)
    together = f"| together | | | {gigabytes:.0f} | {gigabytes * USD_PER_GB_MONTH:,.0f} |"
    return _between(text, "storage", [_KEPT_COLUMNS, *(one.row() for one in rows), together])


def _between(text: str, name: str, lines: Iterable[str]) -> str:
    marked = re.compile(rf"(<!-- {name}[^\n]*-->\n).*?(\n<!-- end of {name} -->)", re.DOTALL)
    return marked.sub(lambda found: found[1] + "\n".join(lines) + found[2], text)
