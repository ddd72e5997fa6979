"""Who may do what with orders of printed codes and with codes that nobody used: a part of the access policy."""

from dataclasses import dataclass

from handbook.domain.access import Action, Actor, Ground, Role
from handbook.domain.ids import UnitId


@dataclass(frozen=True, slots=True)
class StockRights:
    """The part of a run of codes that the policy looks at: who ordered them, and which unit has them."""

    ordered_by_unit: UnitId
    held_by_unit: UnitId | None


@dataclass(frozen=True, slots=True)
class BatchRights:
    """The part of a batch that the policy looks at."""

    vendor_id: UnitId
    ordered_by_unit: UnitId
    unit_id: UnitId
    """For whom the labels are."""


_RECEIVERS = {Role.HEALTH_WORKER, Role.UNIT_MANAGER, Role.PRINT_MANAGER}
_FOR_THE_UNIT = frozenset({Action.READ_BATCH, Action.RECEIVE_BATCH})


def on_batch(actor: Actor, action: Action, rights: BatchRights) -> Ground | None:
    """Decide an action on one batch of codes; None is a refusal, to be shown as "not found".

    Its vendor prints it, the unit that ordered it looks after it, and who works where it goes confirms its receipt.
    """
    allowed: frozenset[Action] = frozenset()
    if actor.role is Role.PRINT_VENDOR and actor.unit_id == rights.vendor_id:
        allowed = frozenset({Action.READ_BATCH, Action.FETCH_FILES, Action.REPORT_BATCH})
    if actor.role is Role.PRINT_MANAGER and actor.unit_id == rights.ordered_by_unit:
        allowed = frozenset({Action.READ_BATCH, Action.END_BATCH})
    if actor.role in _RECEIVERS and actor.speaks_for(rights.unit_id):
        allowed |= _FOR_THE_UNIT
    if action not in allowed:
        return None
    return Ground.OWN_BATCH if actor.role is Role.PRINT_VENDOR else Ground.ROLE


def on_stock(actor: Actor, action: Action, rights: StockRights) -> Ground | None:
    """Decide a statement about codes that nobody used; None is a refusal, to be shown as "not found"."""
    if action not in {Action.ALLOCATE_CODES, Action.VOID_CODES} or actor.unit_id is None:
        return None
    if actor.role is Role.PRINT_MANAGER and actor.unit_id == rights.ordered_by_unit:
        return Ground.ROLE
    if actor.role is Role.UNIT_MANAGER and actor.speaks_for(rights.held_by_unit):
        return Ground.ROLE
    return None
