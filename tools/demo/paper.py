"""What the demo prints: headings, aligned facts, and sentences that are wrapped."""

import textwrap
from collections.abc import Sequence
from datetime import date

from tools.stack.console import say, table

COLUMNS = 110
INDENT = "    "


def heading(title: str) -> None:
    """Begin a step."""
    say(f"\n── {title} " + "─" * max(0, COLUMNS - len(title) - 4))


def sentence(text: str) -> None:
    """A plain sentence, wrapped."""
    say(textwrap.fill(text, COLUMNS, initial_indent="  ", subsequent_indent="  "))


def facts(rows: Sequence[Sequence[str]]) -> None:
    """Names and values under each other."""
    if rows:
        say("\n".join(INDENT + line for line in table(rows)))


def quote(text: str) -> None:
    """Something as a person reads it on a screen."""
    say(textwrap.fill(f"»{text}«", COLUMNS, initial_indent=INDENT, subsequent_indent=INDENT + " "))


def refusal(what: str, status: int, problem: str) -> None:
    """Something that was tried and refused."""
    say(f"{INDENT}✗ {what}: {status} »{problem}«")


def day(text: str) -> str:
    """An ISO date as it is written in Vietnam."""
    return f"{date.fromisoformat(text[:10]):%d/%m/%Y}"
