"""Who asks, and when: what every use case is told about the request it serves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from handbook.domain.access import Action, Actor, Ground
from handbook.domain.audit import AuditEntry, Refusal, entry
from handbook.domain.calendar import local_date
from handbook.domain.ids import HandbookId

if TYPE_CHECKING:
    from handbook.domain.orders import Said


@dataclass(frozen=True, slots=True)
class Context:
    """One request of one actor at one instant."""

    actor: Actor
    now: datetime
    request_id: str
    address: str | None = None
    """Where the request came from."""

    @property
    def today(self) -> date:
        """The date in Vietnam."""
        return local_date(self.now)

    @property
    def said(self) -> Said:
        """Who speaks of codes in this request."""
        from handbook.domain.orders import Said  # noqa: PLC0415 - orders of codes are of no concern elsewhere

        return Said(self.now, self.actor.id, self.request_id)

    def audit(self, action: Action, ground: Ground, handbook_id: HandbookId) -> AuditEntry:
        """Write down what the actor does to a handbook."""
        return entry(self.actor, action, ground, handbook_id, self.now, self.request_id, address=self.address)

    def refusal(self, action: Action, handbook_id: HandbookId | None) -> Refusal:
        """Write down what the actor was not allowed to do to a handbook, or to one that is not there."""
        return Refusal(self.actor, action, handbook_id, self.now, self.request_id, self.address)
