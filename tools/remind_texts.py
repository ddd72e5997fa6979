"""Every text of the reminders with its length: what it costs to send it. Ends with 1 when one takes two messages."""

import sys
from collections.abc import Iterator
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "layers/core/python"))

from handbook.domain.reminders.previews import LONGEST_NAME, LONGEST_PLACE, previews
from handbook.domain.reminders.rules import Rules, parse_rules
from handbook.reference.reminders import load_documents
from tools.stack.console import say

_USUAL = ("Anh", "Trạm y tế")


def lines(rules: Rules) -> Iterator[str]:
    """Write each text with a usual name and place, and the length that the longest ones give it."""
    worst = previews(rules, LONGEST_NAME, LONGEST_PLACE)
    for usual, longest in zip(previews(rules, *_USUAL), worst, strict=True):
        place = f"{usual.subject}/{usual.kind}/{usual.language}{'+session' if usual.with_session else ''}"
        measured = longest.measured
        yield f"{place:36} {measured.encoding} {measured.length:4} {measured.segments}  {usual.text}"


def too_long(rules: Rules) -> list[str]:
    """Name the texts that take more than one message in the worst case."""
    found = (f"{one.subject}/{one.kind}/{one.language}" for one in previews(rules) if one.measured.segments > 1)
    return list(dict.fromkeys(found))


def main() -> int:
    """Show all editions; 1 when a text is too long."""
    found = []
    for rules in map(parse_rules, load_documents()):
        say(f"{rules.rules_id}, in force from {rules.effective_from}: longest case, encoding, length, messages")
        for line in lines(rules):
            say(f"  {line}")
        found += too_long(rules)
    for name in found:
        say(f"error: {name} takes more than one message")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
