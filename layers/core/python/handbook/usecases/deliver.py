"""Hand a claimed text to a provider; to the next one where the first certainly did not take it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from handbook.domain.reminders.delivery import Breaker, Gate, Said, Verdict
from handbook.domain.reminders.messages import Text
from handbook.usecases.ports import Breakers, Provider, Texts

_TRUSTED = timedelta(seconds=15)
"""How long a worker goes by what it last read of a breaker that is open to all."""
_TRIES = 3


class Pace(Protocol):
    """See gateways.pace.Pace."""

    def take(self) -> None: ...


@dataclass(slots=True)
class Line:
    """The providers of one channel in the order in which they are tried, their breakers, and the rate of all."""

    providers: Sequence[Provider]
    breakers: Breakers
    pace: Pace
    opened: list[str] = field(default_factory=list)
    """Providers whose breaker shut while this worker looked: what the alarm is told of."""
    _read: dict[str, tuple[datetime, Breaker]] = field(default_factory=dict)

    def provider(self, name: str) -> Provider | None:
        """Give a provider by its name."""
        return next((one for one in self.providers if one.name == name), None)

    def ready(self, now: datetime) -> list[Provider]:
        """List the providers that may be spoken to; who is let through as a probe has taken it."""
        return [provider for provider in self.providers if self._passes(provider.name, now)]

    def _passes(self, name: str, now: datetime) -> bool:
        breaker = self._breaker(name, now)
        gate = breaker.gate(now)
        if gate is not Gate.PROBE:
            return gate is Gate.OPEN
        taken = self.breakers.save(breaker.with_probe(now))
        self._read[name] = (now, taken or self.breakers.get(name))
        return taken is not None

    def _breaker(self, name: str, now: datetime) -> Breaker:
        read_at, breaker = self._read.get(name, (None, None))
        if breaker is None or read_at is None or now >= read_at + _TRUSTED:
            breaker = self.breakers.get(name)
            self._read[name] = (now, breaker)
        return breaker

    def learn(self, name: str, verdict: Verdict, now: datetime) -> None:
        """Tell a provider's breaker how it went; where nothing changes, nothing is written."""
        breaker = self._breaker(name, now)
        for _ in range(_TRIES):
            after = breaker.after(verdict, now)
            if after == breaker:
                return
            stored = self.breakers.save(after)
            if stored is not None:
                if after.shut_at is not None and breaker.shut_at is None:
                    self.opened.append(name)
                self._read[name] = (now, stored)
                return
            breaker = self.breakers.get(name)


def deliver(
    text: Text, to: str, words: str, line: Line, ready: Sequence[Provider], texts: Texts, now: datetime
) -> tuple[Text, Said]:
    """Hand over a text that was claimed for the first of `ready`; gives it with the provider that spoke last.

    Another provider gets it only where the one before certainly did not take it, and that is written down first.
    """
    said = Said(Verdict.BUSY, cause="no_provider")
    for provider in ready:
        if provider.name != text.provider:
            text = replace(text, provider=provider.name)
            texts.move(text)
        line.pace.take()
        said = provider.send(to, words, text.reference)
        line.learn(provider.name, said.verdict, now)
        if said.verdict not in {Verdict.BUSY, Verdict.NOT_TAKEN}:
            break
    return replace(text, provider_id=said.provider_id, cause=said.cause), said
