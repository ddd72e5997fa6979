"""By when a data subject's request is acknowledged and answered: the law's clocks as effective-dated data, by kind."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from functools import cache
from typing import Any

from handbook.domain.dispute_clocks import Clock
from handbook.reference.privacy import load_document


@cache
def clocks_of(kind: str) -> tuple[Clock, ...]:
    """All clocks of a kind of request, the oldest first; empty for a kind that is none."""
    listed = [one for one in load_document("clocks")["clocks"] if kind in one["kinds"]]
    return tuple(sorted(map(_clock, listed), key=lambda clock: clock.effective_from))


def _clock(form: Mapping[str, Any]) -> Clock:
    said = {**form, "clock_id": form["id"], "effective_from": date.fromisoformat(form["effective_from"])}
    return Clock(**{one.name: said[one.name] for one in fields(Clock)})


def clock_on(kind: str, day: date) -> Clock:
    """Give the clock of what is received on a day; before the first one, the first. Raises: IndexError."""
    in_force = [clock for clock in clocks_of(kind) if clock.effective_from <= day]
    return in_force[-1] if in_force else clocks_of(kind)[0]


def clock_of(kind: str, clock_id: str) -> Clock:
    """Give the clock that a request was received under. Raises: KeyError."""
    return {clock.clock_id: clock for clock in clocks_of(kind)}[clock_id]
