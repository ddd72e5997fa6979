"""The access log: who touched which handbook, on what ground, and who tried to without a right."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handbook.domain.access import Action, Actor, Ground
from handbook.domain.ids import HandbookId


class Outcome(StrEnum):
    """What became of an access."""

    ALLOWED = "allowed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One access to one handbook. It holds identifiers only; names are looked up by whoever may see them."""

    handbook_id: HandbookId
    at: datetime
    actor_id: str
    role: str
    unit_id: str | None
    action: Action
    ground: Ground | None
    """None where there was none: then it was refused."""
    request_id: str
    purpose: str | None = None
    """For what, where who asked had to say so."""
    address: str | None = None
    """Where from, as the gateway saw it; None for what no request did, and once its term is over."""
    outcome: Outcome = Outcome.ALLOWED


@dataclass(frozen=True, slots=True)
class Refusal:
    """That somebody asked for a handbook without a right to it; without `handbook_id` there was none to be found."""

    actor: Actor
    action: Action
    handbook_id: HandbookId | None
    at: datetime
    request_id: str
    address: str | None = None

    @property
    def entry(self) -> AuditEntry | None:
        """What the log of the handbook says of it."""
        if self.handbook_id is None:
            return None
        return entry(
            self.actor,
            self.action,
            None,
            self.handbook_id,
            self.at,
            self.request_id,
            address=self.address,
            outcome=Outcome.REFUSED,
        )


def entry(
    actor: Actor,
    action: Action,
    ground: Ground | None,
    handbook_id: HandbookId,
    at: datetime,
    request_id: str,
    *,
    address: str | None = None,
    outcome: Outcome = Outcome.ALLOWED,
) -> AuditEntry:
    """Write down one access."""
    return AuditEntry(
        handbook_id,
        at,
        actor.id,
        actor.role,
        actor.unit_id,
        action,
        ground,
        request_id,
        address=address,
        outcome=outcome,
    )
