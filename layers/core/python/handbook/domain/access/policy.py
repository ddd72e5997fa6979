"""The one access policy: actor, action, resource and instant in, a decision out. Deny by default."""

from datetime import datetime

from handbook.domain.access.allowed import (
    AREA,
    BY_BOND,
    BY_GRANT,
    BY_ROLE,
    BY_SCOPE,
    EMERGENCY,
    EVERYBODY,
    NOT_WHILE_RESTRICTED,
    ORDER,
    VISITING,
    Reach,
)
from handbook.domain.access.grounds import Actor, Decision, Ground, HandbookRights, Outcome, Why
from handbook.domain.actions import Action
from handbook.domain.bonds import Bond
from handbook.domain.calendar import local_date
from handbook.domain.consents import consent_of_share, holds
from handbook.domain.grants import Grant, GrantKind
from handbook.domain.ids import AccountId, UnitId
from handbook.domain.roles import Role

_BY_PLACE = frozenset({Role.HEALTH_WORKER, Role.PARTNER})
_WITHOUT_A_RECORD = BY_ROLE[Role.HEALTH_WORKER]
_ON_OWN_UNIT = frozenset({Action.EDIT_UNIT, Action.LIST_GRANTS, Action.LIST_BREAK_GLASS})
_ON_UNITS_BELOW = frozenset({Action.MANAGE_STAFF, Action.LIST_DATA_REQUESTS, Action.READ_NUMBERS})
_NOTHING: Reach = (Ground.ROLE, frozenset(), frozenset())


def by_role(actor: Actor, action: Action) -> Ground | None:
    """Decide an action that concerns no single record; None is a refusal."""
    if actor.role is Role.PARTNER and _in_scope(actor, action) and action in _WITHOUT_A_RECORD:
        return Ground.ROLE
    return Ground.ROLE if action in EVERYBODY or action in BY_ROLE.get(actor.role, EVERYBODY) else None


def on_unit(actor: Actor, action: Action, unit_id: UnitId, above: frozenset[UnitId] = frozenset()) -> Ground | None:
    """Decide an action on one unit; None is a refusal.

    Managers look after their own unit's page, and after the people of it and of what stands below it, and see which
    requests about personal data wait there; `above` are the units over this one.
    """
    if actor.unit_id is None or by_role(actor, action) is None:
        return None
    over = actor.unit_id in above
    if action is Action.LIST_DATA_REQUESTS:
        over = over and actor.role is Role.UNIT_MANAGER
    own = actor.unit_id == unit_id or (action is not Action.EDIT_UNIT and actor.speaks_for(unit_id))
    if own or (over and action in _ON_UNITS_BELOW):
        return Ground.ROLE if action in _ON_OWN_UNIT | _ON_UNITS_BELOW else None
    return None


def on_handbook(actor: Actor, action: Action, rights: HandbookRights, now: datetime) -> Ground | None:
    """Decide an action on one handbook; None is a refusal, to be shown as "not found"."""
    if actor.is_family:
        return _by_bond(rights.guardians.get(AccountId(actor.id)), action, now)
    if actor.role is Role.PARTNER and not _in_scope(actor, action):
        return None
    if actor.role in _BY_PLACE:
        if rights.commune_code in actor.communes and action in AREA:
            return None if rights.restriction is not None and action in NOT_WHILE_RESTRICTED else Ground.AREA
        visits = action in VISITING and rights.restriction is None
        if visits and any(now < lapses and actor.speaks_for(unit_id) for unit_id, lapses in rights.visits.items()):
            return Ground.VISIT
    return _by_grant(actor, action, rights, now) if rights.grants else None


def _by_grant(actor: Actor, action: Action, rights: HandbookRights, now: datetime) -> Ground | None:
    found: set[Ground] = set()
    for grant in rights.grants:
        if not actor.speaks_for(grant.unit_id) or not grant.held_at(now):
            continue
        reaches = BY_GRANT[grant.kind]
        ground, actions, roles = reaches.get(grant.purpose) or reaches.get("", _NOTHING)
        # Of a handbook that the family had restricted guests see nothing; a life in danger comes before that.
        open_ = rights.restriction is None or ground is Ground.BREAK_GLASS
        if (
            open_
            and _is_agreed_to(grant, rights, now)
            and action in actions
            and actor.role in roles
            and grant.staff_id in {None, actor.id}
        ):
            found.add(ground)
    return next((ground for ground in ORDER if ground in found), None)


def _is_agreed_to(grant: Grant, rights: HandbookRights, now: datetime) -> bool:
    """Say whether the consent holds that a share rests on: a withdrawal ends it at once."""
    purpose = consent_of_share(grant.purpose) if grant.kind is GrantKind.SHARE else None
    return purpose is None or holds(rights.consents.get(purpose), local_date(now), rights.born_on)


def decide(actor: Actor, action: Action, rights: HandbookRights, now: datetime) -> Decision:
    """Decide an action on one handbook, with the reason for a refusal and whether breaking the glass would help."""
    ground = on_handbook(actor, action, rights, now)
    if ground is not None:
        return Decision(Outcome.ALLOWED, ground, standing=ground)
    standing = _standing(actor, rights, now)
    if standing is not None:
        return Decision(Outcome.REFUSED, why=Why.GROUND, standing=standing)
    if by_role(actor, Action.BREAK_GLASS) is not None and actor.unit_id is not None and action in EMERGENCY:
        return Decision(Outcome.BREAK_GLASS, why=Why.NO_GROUND)
    sees_people = actor.is_family or actor.role in _BY_PLACE or actor.role is Role.SCHOOL
    return Decision(Outcome.REFUSED, why=Why.NO_GROUND if sees_people else Why.ROLE)


def _standing(actor: Actor, rights: HandbookRights, now: datetime) -> Ground | None:
    reads = (on_handbook(actor, one, rights, now) for one in (Action.READ_HANDBOOK, Action.READ_VACCINATIONS))
    return next((ground for ground in reads if ground is not None), None)


def _in_scope(actor: Actor, action: Action) -> bool:
    return any(action in BY_SCOPE[scope] for scope in actor.scopes)


def may_end_grant(actor: Actor, grant: Grant, given_by: UnitId | None) -> bool:
    """Say whether an actor who may end rights on a handbook may end this one.

    A family ends all but a break-glass, which is over in hours and whose reason it reads. Staff end what their unit
    gave or holds, but no share of the family's, and of a break-glass everybody their own.
    """
    if grant.kind is GrantKind.BREAK_GLASS:
        return actor.id == grant.staff_id and not actor.is_family
    if actor.is_family:
        return True
    return grant.kind is not GrantKind.SHARE and any(map(actor.speaks_for, (given_by, grant.unit_id)))


def _by_bond(bond: Bond | None, action: Action, now: datetime) -> Ground | None:
    ground, actions = BY_BOND.get(bond.role, (None, EVERYBODY)) if bond is not None else (None, EVERYBODY)
    return ground if bond is not None and action in actions and bond.held_on(local_date(now)) else None


def on_sessions(actor: Actor, action: Action, unit_id: UnitId) -> Ground | None:
    """Decide an action on a unit's vaccination days; None is a refusal.

    Who may look at them may do so at every unit; to plan is for the unit's own people.
    """
    if action is Action.PLAN_SESSIONS:
        own = actor.role in {Role.HEALTH_WORKER, Role.UNIT_MANAGER} and actor.unit_id == unit_id
        return Ground.ROLE if own else None
    return by_role(actor, action)
