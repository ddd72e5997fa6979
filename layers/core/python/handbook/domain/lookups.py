"""Looking for a handbook: by what, how often, and that it was done, found or not."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from handbook.domain.access import Actor
from handbook.domain.sign_in import Limit

type SoughtBy = Literal["code", "identifier", "phone", "name", "matches"]

PER_SEEKER = (Limit(timedelta(minutes=1), 20), Limit(timedelta(hours=1), 200), Limit(timedelta(days=1), 1_000))
"""A nurse at a full session finds a child every twenty seconds; a thousand guesses a day find nobody by a number of
ten digits."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """That somebody looked for a handbook, by what, and how many were shown; never what was sought."""

    actor_id: str
    role: str
    unit_id: str | None
    at: datetime
    request_id: str
    by: SoughtBy
    found: int


def lookup(actor: Actor, by: SoughtBy, found: int, at: datetime, request_id: str) -> Lookup:
    """Write down one look-up."""
    return Lookup(actor.id, actor.role, actor.unit_id, at, request_id, by, found)
