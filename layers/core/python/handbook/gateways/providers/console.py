"""Shows texts on the console instead of sending them: for a developer's machine only."""

import sys

from handbook.domain.reminders.delivery import Said, Verdict


class Console:
    """Takes every text, and remembers for as long as the process lives."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._taken: set[str] = set()

    def send(self, to: str, words: str, reference: str) -> Said:
        """Write one text down, once for each reference."""
        if reference not in self._taken:
            self._taken.add(reference)
            sys.stdout.write(f"{to}: {words}\n")
        return Said(Verdict.DELIVERED, reference)

    def ask(self, reference: str) -> Said | None:
        """Say whether a text was written."""
        return Said(Verdict.DELIVERED if reference in self._taken else Verdict.NOT_TAKEN)
