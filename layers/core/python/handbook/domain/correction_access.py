"""Who may correct an entry, and who answers a dispute: the part of the access policy that looks at these."""

from dataclasses import dataclass

from handbook.domain.access import Action, Actor, Ground, Role
from handbook.domain.ids import CommuneCode, UnitId

CORRECTIONS = frozenset({Action.AMEND_ENTRY, Action.MARK_IN_ERROR, Action.REINSTATE_ENTRY})


@dataclass(frozen=True, slots=True)
class Authorship:
    """The part of an entry that the policy looks at: who recorded it, for the family or as staff of a unit."""

    recorded_by: str
    by_family: bool
    unit_id: UnitId | None = None


def on_entry(
    actor: Actor, action: Action, entry: Authorship, standing: Ground | None, *, disputed_at_unit: bool = False
) -> Ground | None:
    """Decide whether what one recorded may be corrected; None is a refusal.

    `standing` is what `on_handbook` said of the action. Guardians correct what families recorded, carers what they
    recorded themselves; what staff recorded a family disputes. Staff correct what staff recorded: those of the area,
    the author at any later time, and the unit that answers for an open dispute about the entry (`disputed_at_unit`).
    """
    if actor.is_family or action not in CORRECTIONS:
        return _by_family(actor, action, entry, standing)
    if actor.role is not Role.HEALTH_WORKER or entry.by_family:
        return None
    if standing is Ground.AREA:
        return standing
    if actor.id == entry.recorded_by:
        return Ground.AUTHOR
    return Ground.DISPUTE if disputed_at_unit else None


def _by_family(actor: Actor, action: Action, entry: Authorship, standing: Ground | None) -> Ground | None:
    if not actor.is_family or action not in CORRECTIONS or not entry.by_family:
        return None
    return standing if standing is not Ground.CARER or actor.id == entry.recorded_by else None


def on_dispute(actor: Actor, unit_id: UnitId | None, commune_code: CommuneCode | None) -> Ground | None:
    """Decide whether an actor answers a dispute: health workers of the unit, or of whoever answers for the commune."""
    if actor.role is not Role.HEALTH_WORKER:
        return None
    mine = actor.speaks_for(unit_id)
    return Ground.DISPUTE if mine or (commune_code is not None and commune_code in actor.communes) else None
