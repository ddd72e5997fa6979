"""Ask the providers about texts that were claimed and of which nothing was heard; never send them again blindly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from handbook.domain.reminders.delivery import Said, Verdict
from handbook.domain.reminders.messages import State, Text
from handbook.domain.reminders.outcomes import Outcome
from handbook.usecases.deliver import Line
from handbook.usecases.settle_text import Ledger, settle

YOUNGEST = timedelta(minutes=5)
"""A younger claim may be on its way: a worker lives for five minutes."""
OLDEST = timedelta(days=3)
"""Whoever has not said by then never will."""


def settle_claims(day: date, shard: int, lines: Mapping[str, Line], ledger: Ledger, now: datetime) -> Counter[Outcome]:
    """Settle the open claims of one day and shard as far as the providers know them, and count them.

    A text that its provider never got may be claimed again; one that cannot be asked about counts as sent.
    """
    outcomes: Counter[Outcome] = Counter()
    for text in ledger.texts.open_claims(day, shard):
        outcomes[_settled(text, lines, ledger, now)] += 1
    return outcomes


def _settled(text: Text, lines: Mapping[str, Line], ledger: Ledger, now: datetime) -> Outcome:
    if now < text.claimed_at + YOUNGEST:
        return Outcome.UNSURE
    line = lines.get(text.channel)
    provider = line.provider(text.provider) if line else None
    said = provider.ask(text.reference) if provider else None
    if said is not None and said.verdict is Verdict.BUSY:
        said = Said(Verdict.UNSURE)  # it could not be asked: that says nothing about the text
    if said is not None and settle(text, said, ledger, now):
        return _FOUND.get(said.verdict, Outcome.FAILED)
    if said is not None and now < text.claimed_at + OLDEST:
        return Outcome.UNSURE
    ledger.texts.settle(text, State.UNKNOWN)
    return Outcome.NEVER_KNOWN


_FOUND = {
    Verdict.TAKEN: Outcome.FOUND_SENT,
    Verdict.DELIVERED: Outcome.FOUND_SENT,
    Verdict.NOT_TAKEN: Outcome.FOUND_NOT_SENT,
    Verdict.DEAD: Outcome.NUMBER_DIED,
}
