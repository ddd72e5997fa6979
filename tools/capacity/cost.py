"""What use cases cost: the table of docs/cost.md, read and written, and the price of a million children a month."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tools.template import ROOT

DOCUMENT = ROOT / "docs" / "cost.md"

USD_PER_MILLION_WRITTEN = 0.625
USD_PER_MILLION_READ = 0.125
"""On-demand units of the standard class in US East (N. Virginia), in force since 1 November 2024; read in July 2025 at
https://airbyte.com/data-engineering-resources/dynamodb-pricing. https://aws.amazon.com/dynamodb/pricing/on-demand/ has
the price of each region."""
CHILDREN = 1_000_000

_ROW = re.compile(r"^\| ([^|]+) \| ([\d.]+) \| (\d+) \| ([\d.]+) \| ([\d.]+) \| (\d+) \| [\d,]+ \|$", re.MULTILINE)
_WRITTEN = re.compile(r"(<!-- use cases[^\n]*-->\n).*?(\n<!-- end of use cases -->)", re.DOTALL)
_COLUMNS = """\
| use case | a child and month | requests | read units | write units | messages | USD |
|---|---|---|---|---|---|---|"""


@dataclass(frozen=True, slots=True)
class UseCost:
    """What one use case consumes, and how often a child's handbook sees it in a month."""

    name: str
    a_month: float
    requests: int
    read: float
    written: float
    messages: int

    @property
    def usd(self) -> float:
        """Give the price of its units for a million children in a month."""
        millions = self.a_month * CHILDREN / 1_000_000
        return millions * (self.read * USD_PER_MILLION_READ + self.written * USD_PER_MILLION_WRITTEN)

    def row(self) -> str:
        """Give the line of the table."""
        units = f"{self.requests} | {self.read:g} | {self.written:g} | {self.messages}"
        often = f"{self.a_month:f}".rstrip("0").rstrip(".")
        return f"| {self.name} | {often} | {units} | {self.usd:,.0f} |"


def use_costs(text: str) -> dict[str, UseCost]:
    """Read the table of a document."""
    return {
        name: UseCost(name, float(often), int(requests), float(read), float(written), int(messages))
        for name, often, requests, read, written, messages in _ROW.findall(text)
    }


def with_use_costs(text: str, made: Iterable[UseCost]) -> str:
    """Write the table anew, with its sum."""
    rows = list(made)
    messages = sum(one.a_month * one.messages for one in rows)
    total = f"| together | | | | | {messages:.2g} a child | {sum(one.usd for one in rows):,.0f} |"
    lines = "\n".join([_COLUMNS, *(one.row() for one in rows), total])
    return _WRITTEN.sub(lambda found: found[1] + lines + found[2], text)
