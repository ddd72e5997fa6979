"""Who may do what: the one access policy. Deny by default; every route asks here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from handbook.domain.actions import Action
from handbook.domain.bonds import Bond
from handbook.domain.calendar import local_date
from handbook.domain.ids import AccountId, CommuneCode, StaffId, UnitId
from handbook.domain.restrictions import Restriction
from handbook.domain.roles import Role

__all__ = [
    "Action",
    "Actor",
    "Ground",
    "HandbookRights",
    "Role",
    "by_role",
    "on_handbook",
    "on_sessions",
    "on_unit",
]


class Ground(StrEnum):
    """Why something is allowed; it goes into the access log."""

    GUARDIAN = "guardian"
    CARER = "carer"
    VIEWER = "viewer"
    AREA = "area"
    VISIT = "visit"
    ROLE = "role"
    OWN_BATCH = "own_batch"
    AUTHOR = "author"
    DISPUTE = "dispute"
    DATA_REQUEST = "data_request"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: a family member or a member of staff at one post."""

    id: AccountId | StaffId
    role: Role
    unit_id: UnitId | None = None
    communes: frozenset[CommuneCode] = frozenset()

    @property
    def is_family(self) -> bool:
        """Say whether the actor signed in through the families' pool."""
        return self.role is Role.GUARDIAN


class HandbookRights(Protocol):
    """The part of a handbook that the policy looks at."""

    @property
    def guardians(self) -> Mapping[AccountId, Bond]:
        """Accounts with a bond to the handbook, held or not."""

    @property
    def commune_code(self) -> CommuneCode:
        """Commune of residence, whose station is responsible."""

    @property
    def visits(self) -> Mapping[UnitId, datetime]:
        """Units that scanned the code, with the instant at which their right lapses."""

    @property
    def restriction(self) -> Restriction | None:
        """Whether the family had the processing restricted."""


# What anybody who cares for the child may write down; the entry says whether staff or family did.
_CARE_ACTIONS = frozenset(
    {
        Action.RECORD_MEASUREMENT,
        Action.RECORD_FINDINGS,
        Action.RECORD_MILESTONES,
        Action.RECORD_FEEDING,
        Action.RECORD_SUPPLEMENT,
        Action.RECORD_DENTAL,
        Action.RECORD_SICK_VISIT,
        Action.ATTACH_FILE,
        Action.READ_FILE,
        Action.AMEND_ENTRY,
        Action.MARK_IN_ERROR,
        Action.REINSTATE_ENTRY,
    }
)
# HIV results are read by staff only: which guardian is the mother is known nowhere (docs/adr/0017).
_FAMILY_ACTIONS = _CARE_ACTIONS | frozenset(
    {
        Action.READ_HANDBOOK,
        Action.EXPORT_HANDBOOK,
        Action.EDIT_HANDBOOK,
        Action.RECORD_BIRTH,
        Action.RECORD_LIFE,
        Action.RECORD_REFUSAL,
        Action.OPEN_DISPUTE,
        Action.BIND_CODE,
        Action.VOID_CODE,
        Action.REPLACE_CODE,
        Action.READ_ACCESS_LOG,
        Action.LIST_IDENTIFIERS,
        Action.READ_IDENTIFIER,
        Action.RECORD_IDENTIFIER,
        Action.READ_GUARDIANS,
        Action.INVITE,
        Action.END_BOND,
        Action.LEAVE_HANDBOOK,
        Action.TRANSFER_GUARDIANSHIP,
        Action.READ_CONSENTS,
        Action.GIVE_CONSENT,
        Action.WITHDRAW_CONSENT,
        Action.OPEN_DATA_REQUEST,
        Action.READ_DATA_REQUESTS,
    }
)
# Neither numbers of offices nor the life of the handbook, neither exports nor others' bonds.
_VIEWER_ACTIONS = frozenset({Action.READ_HANDBOOK, Action.READ_FILE, Action.READ_GUARDIANS, Action.LEAVE_HANDBOOK})
_BY_BOND: Mapping[Role, tuple[Ground, frozenset[Action]]] = {
    Role.GUARDIAN: (Ground.GUARDIAN, _FAMILY_ACTIONS),
    Role.CARER: (Ground.CARER, _CARE_ACTIONS | _VIEWER_ACTIONS),
    Role.VIEWER: (Ground.VIEWER, _VIEWER_ACTIONS),
}
_CLINICAL_ACTIONS = _CARE_ACTIONS | frozenset(
    {
        Action.READ_HANDBOOK,
        Action.EXPORT_HANDBOOK,
        Action.EDIT_HANDBOOK,
        Action.RECORD_ENCOUNTER,
        Action.READ_CONFIDENTIAL,
        Action.RECORD_BIRTH,
        Action.RECORD_LIFE,
        Action.RECORD_ADOPTION,
        Action.RECORD_MOTHERS_DOSE,
        Action.RECORD_DOSE,
        Action.PREVIEW_DOSE,
        Action.RECORD_NOT_GIVEN,
        Action.RECORD_SCREENING,
        Action.RECORD_CONDITION,
        Action.RECORD_REFUSAL,
        Action.ACKNOWLEDGE_ALERT,
        Action.ANSWER_DISPUTE,
        Action.NOTE_DEFAULTER,
        Action.BIND_CODE,
        Action.VOID_CODE,
        Action.REPLACE_CODE,
        Action.LIST_IDENTIFIERS,
        Action.READ_IDENTIFIER,
        Action.RECORD_IDENTIFIER,
        Action.PREVIEW_MERGE,
        Action.MERGE_HANDBOOKS,
        Action.UNMERGE_HANDBOOKS,
    }
)
# Who a family is stands for longer than a visit, so that a visit decides none of it.
_AREA_ACTIONS = _CLINICAL_ACTIONS | {
    Action.READ_GUARDIANS,
    Action.INVITE,
    Action.END_BOND,
    Action.READ_CONSENTS,
    Action.GIVE_CONSENT,
    Action.WITHDRAW_CONSENT,
    Action.READ_DATA_REQUESTS,
}
# Of a handbook that the family had restricted its area keeps what care needs, and carries nothing out of it.
_NOT_WHILE_RESTRICTED = frozenset({Action.EXPORT_HANDBOOK})
# Units are public knowledge: whoever signed in may look one up.
_EVERYBODY = frozenset({Action.READ_UNITS})
_BY_ROLE: Mapping[Role, frozenset[Action]] = {
    Role.GUARDIAN: frozenset(
        {
            Action.OPEN_HANDBOOK,
            Action.MATCH_HANDBOOKS,
            Action.SCAN_CODE,
            Action.READ_SESSIONS,
            Action.OWN_DEVICES,
            Action.OPEN_DATA_REQUEST,
        }
    ),
    Role.HEALTH_WORKER: frozenset(
        {
            Action.OPEN_HANDBOOK,
            Action.LIST_AREA,
            Action.SEARCH_HANDBOOKS,
            Action.MATCH_HANDBOOKS,
            Action.SCAN_CODE,
            Action.LIST_BATCHES,
            Action.READ_SESSIONS,
            Action.LIST_DEFAULTERS,
            Action.LIST_DISPUTES,
            Action.LIST_DATA_REQUESTS,
            Action.PREVIEW_TEXTS,
        }
    ),
    Role.UNIT_MANAGER: frozenset(
        {
            Action.LIST_BATCHES,
            Action.ALLOCATE_CODES,
            Action.VOID_CODES,
            Action.EDIT_UNIT,
            Action.READ_SESSIONS,
            Action.PREVIEW_TEXTS,
            Action.MANAGE_STAFF,
            Action.LIST_DATA_REQUESTS,
        }
    ),
    Role.PRINT_MANAGER: frozenset(
        {
            Action.ORDER_BATCH,
            Action.LIST_BATCHES,
            Action.LIST_VENDORS,
            Action.LIST_LAYOUTS,
            Action.ALLOCATE_CODES,
            Action.VOID_CODES,
        }
    ),
    Role.PRINT_VENDOR: frozenset({Action.LIST_BATCHES, Action.LIST_LAYOUTS}),
}


def by_role(actor: Actor, action: Action) -> Ground | None:
    """Decide an action that concerns no single record; None is a refusal."""
    return Ground.ROLE if action in _EVERYBODY or action in _BY_ROLE.get(actor.role, _EVERYBODY) else None


def on_unit(actor: Actor, action: Action, unit_id: UnitId, above: frozenset[UnitId] = frozenset()) -> Ground | None:
    """Decide an action on one unit; None is a refusal.

    Managers look after their own unit's page, and after the people of it and of what stands below it, and see which
    requests about personal data wait there; `above` are the units over this one.
    """
    if actor.unit_id is None or by_role(actor, action) is None:
        return None
    if action is Action.EDIT_UNIT:
        return Ground.ROLE if actor.unit_id == unit_id else None
    if action is Action.MANAGE_STAFF:
        return Ground.ROLE if actor.unit_id == unit_id or actor.unit_id in above else None
    if action is Action.LIST_DATA_REQUESTS:
        over = actor.role is Role.UNIT_MANAGER and actor.unit_id in above
        return Ground.ROLE if actor.unit_id == unit_id or over else None
    return None


def on_handbook(actor: Actor, action: Action, rights: HandbookRights, now: datetime) -> Ground | None:
    """Decide an action on one handbook; None is a refusal, to be shown as "not found"."""
    if actor.is_family:
        return _by_bond(rights.guardians.get(AccountId(actor.id)), action, now)
    if actor.role is not Role.HEALTH_WORKER or action not in _AREA_ACTIONS:
        return None
    if rights.commune_code in actor.communes:
        return None if rights.restriction is not None and action in _NOT_WHILE_RESTRICTED else Ground.AREA
    if action not in _CLINICAL_ACTIONS or rights.restriction is not None:
        return None
    lapses = rights.visits.get(actor.unit_id) if actor.unit_id else None
    return Ground.VISIT if lapses is not None and now < lapses else None


def _by_bond(bond: Bond | None, action: Action, now: datetime) -> Ground | None:
    ground, actions = _BY_BOND.get(bond.role, (None, _EVERYBODY)) if bond is not None else (None, _EVERYBODY)
    return ground if bond is not None and action in actions and bond.held_on(local_date(now)) else None


def on_sessions(actor: Actor, action: Action, unit_id: UnitId) -> Ground | None:
    """Decide an action on a unit's vaccination days; None is a refusal.

    Who may look at them may do so at every unit; to plan is for the unit's own people.
    """
    if action is Action.PLAN_SESSIONS:
        own = actor.role in {Role.HEALTH_WORKER, Role.UNIT_MANAGER} and actor.unit_id == unit_id
        return Ground.ROLE if own else None
    return by_role(actor, action)
