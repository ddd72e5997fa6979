"""Write down what became of many families at once, instead of two requests for each."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from handbook.domain.reminders.closing import Closed, NextDay
from handbook.domain.reminders.messages import State
from handbook.usecases.settle_text import STATES, Ledger, take_early_receipt

if TYPE_CHECKING:
    from handbook.domain.ids import HandbookId
    from handbook.domain.reminders.delivery import Said
    from handbook.domain.reminders.messages import Text

_MOST = 30
"""Texts that wait to be written down: with their messages and next days they fit one transaction of a hundred items."""
_LONGEST = timedelta(seconds=5)
"""How long one waits: far below the five minutes after which a claim is asked about."""


class Closings(Protocol):
    """See storage.closing.Closings."""

    def close(self, closed: Closed) -> None: ...


@dataclass(slots=True)
class Closing:
    """What a worker did and has not yet written down.

    Only what is certain to have gone out waits here: a worker that dies leaves claims that are asked about, and never a
    text that would be sent again.
    """

    closings: Closings
    ledger: Ledger
    _texts: list[tuple[Text, Said]] = field(default_factory=list)
    _next_days: dict[HandbookId, NextDay] = field(default_factory=dict)
    _speaks_of: set[HandbookId] = field(default_factory=set)

    def take(self, text: Text, said: Said) -> None:
        """Note a text that a provider took."""
        told = replace(text, provider_id=said.provider_id or text.provider_id, cause=said.cause)
        self._texts.append((told, said))
        self._speaks_of.update(message.handbook_id for message in text.messages)

    def move_on(self, day: NextDay) -> None:
        """Note the next day of a handbook that was dealt with."""
        self._next_days[day.handbook_id] = day

    def make_way(self, handbook_id: HandbookId, now: datetime) -> None:
        """Write everything down before a look that has to know of it, or when enough has come together."""
        waiting = self._texts[0][0].claimed_at if self._texts else now
        full = max(len(self._texts), len(self._next_days)) >= _MOST
        if full or handbook_id in self._speaks_of or now >= waiting + _LONGEST:
            self.write(now)

    def write(self, now: datetime) -> None:
        """Write everything down. Raises UnavailableError; the claims that stay open are then asked about."""
        texts, days = self._texts, tuple(self._next_days.values())
        self._texts, self._next_days = [], {}
        self._speaks_of.clear()
        if texts or days:
            settled = tuple((text, STATES.get(said.verdict, State.SENT)) for text, said in texts)
            self.closings.close(Closed(settled, days))
        for text, said in texts:
            if said.names_by_id and said.provider_id:
                take_early_receipt(text, self.ledger, now)
