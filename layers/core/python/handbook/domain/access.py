"""Who may do what: the one access policy. Deny by default; every route asks here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from handbook.domain.ids import AccountId, CommuneCode, StaffId, UnitId


class Role(StrEnum):
    """What a person is here. Families' roles stand on the handbook, staff's in the directory."""

    GUARDIAN = "guardian"
    HEALTH_WORKER = "health_worker"
    UNIT_MANAGER = "unit_manager"
    PRINT_MANAGER = "print_manager"
    PRINT_VENDOR = "print_vendor"


class Action(StrEnum):
    """What can be asked for."""

    OPEN_HANDBOOK = "open_handbook"
    LIST_AREA = "list_area"
    READ_HANDBOOK = "read_handbook"
    EDIT_HANDBOOK = "edit_handbook"
    RECORD_MEASUREMENT = "record_measurement"
    RECORD_DOSE = "record_dose"
    RECORD_FINDINGS = "record_findings"
    RECORD_MILESTONES = "record_milestones"
    RECORD_FEEDING = "record_feeding"
    RECORD_SUPPLEMENT = "record_supplement"
    RECORD_DENTAL = "record_dental"
    RECORD_ENCOUNTER = "record_encounter"
    RECORD_SICK_VISIT = "record_sick_visit"
    READ_CONFIDENTIAL = "read_confidential"
    ATTACH_FILE = "attach_file"
    READ_FILE = "read_file"
    RECORD_BIRTH = "record_birth"
    RECORD_LIFE = "record_life"
    RECORD_ADOPTION = "record_adoption"
    RECORD_MOTHERS_DOSE = "record_mothers_dose"
    PREVIEW_DOSE = "preview_dose"
    RECORD_NOT_GIVEN = "record_not_given"
    RECORD_SCREENING = "record_screening"
    RECORD_CONDITION = "record_condition"
    RECORD_REFUSAL = "record_refusal"
    ACKNOWLEDGE_ALERT = "acknowledge_alert"
    AMEND_ENTRY = "amend_entry"
    MARK_IN_ERROR = "mark_in_error"
    REINSTATE_ENTRY = "reinstate_entry"
    REBUILD_SUMMARY = "rebuild_summary"
    OPEN_DISPUTE = "open_dispute"
    ANSWER_DISPUTE = "answer_dispute"
    LIST_DISPUTES = "list_disputes"
    BIND_CODE = "bind_code"
    VOID_CODE = "void_code"
    REPLACE_CODE = "replace_code"
    READ_ACCESS_LOG = "read_access_log"
    EXPORT_HANDBOOK = "export_handbook"
    LIST_IDENTIFIERS = "list_identifiers"
    READ_IDENTIFIER = "read_identifier"
    RECORD_IDENTIFIER = "record_identifier"
    PREVIEW_MERGE = "preview_merge"
    MERGE_HANDBOOKS = "merge_handbooks"
    UNMERGE_HANDBOOKS = "unmerge_handbooks"
    SEARCH_HANDBOOKS = "search_handbooks"
    MATCH_HANDBOOKS = "match_handbooks"
    SCAN_CODE = "scan_code"
    ALLOCATE_CODES = "allocate_codes"
    VOID_CODES = "void_codes"
    ORDER_BATCH = "order_batch"
    LIST_BATCHES = "list_batches"
    READ_BATCH = "read_batch"
    FETCH_FILES = "fetch_files"
    REPORT_BATCH = "report_batch"
    RECEIVE_BATCH = "receive_batch"
    END_BATCH = "end_batch"
    LIST_VENDORS = "list_vendors"
    LIST_LAYOUTS = "list_layouts"
    READ_UNITS = "read_units"
    EDIT_UNIT = "edit_unit"
    READ_SESSIONS = "read_sessions"
    PLAN_SESSIONS = "plan_sessions"
    LIST_DEFAULTERS = "list_defaulters"
    NOTE_DEFAULTER = "note_defaulter"
    PREVIEW_TEXTS = "preview_texts"
    OWN_DEVICES = "own_devices"
    MANAGE_STAFF = "manage_staff"


class Ground(StrEnum):
    """Why something is allowed; it goes into the access log."""

    GUARDIAN = "guardian"
    AREA = "area"
    VISIT = "visit"
    ROLE = "role"
    OWN_BATCH = "own_batch"
    AUTHOR = "author"
    DISPUTE = "dispute"


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
    def guardians(self) -> Mapping[AccountId, Role]:
        """Accounts with a role on the handbook."""

    @property
    def commune_code(self) -> CommuneCode:
        """Commune of residence, whose station is responsible."""

    @property
    def visits(self) -> Mapping[UnitId, datetime]:
        """Units that scanned the code, with the instant at which their right lapses."""


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
    }
)
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
    return Ground.ROLE if action in _EVERYBODY or action in _BY_ROLE[actor.role] else None


def on_unit(actor: Actor, action: Action, unit_id: UnitId, above: frozenset[UnitId] = frozenset()) -> Ground | None:
    """Decide an action on one unit; None is a refusal.

    Managers look after their own unit's page, and after the people of it and of what stands below it; `above` are the
    units over this one.
    """
    if actor.unit_id is None or by_role(actor, action) is None:
        return None
    if action is Action.EDIT_UNIT:
        return Ground.ROLE if actor.unit_id == unit_id else None
    if action is Action.MANAGE_STAFF:
        return Ground.ROLE if actor.unit_id == unit_id or actor.unit_id in above else None
    return None


def on_handbook(actor: Actor, action: Action, rights: HandbookRights, now: datetime) -> Ground | None:
    """Decide an action on one handbook; None is a refusal, to be shown as "not found"."""
    if actor.is_family:
        role = rights.guardians.get(AccountId(actor.id))
        return Ground.GUARDIAN if role is Role.GUARDIAN and action in _FAMILY_ACTIONS else None
    if actor.role is not Role.HEALTH_WORKER or action not in _CLINICAL_ACTIONS:
        return None
    if rights.commune_code in actor.communes:
        return Ground.AREA
    lapses = rights.visits.get(actor.unit_id) if actor.unit_id else None
    return Ground.VISIT if lapses is not None and now < lapses else None


def on_sessions(actor: Actor, action: Action, unit_id: UnitId) -> Ground | None:
    """Decide an action on a unit's vaccination days; None is a refusal.

    Who may look at them may do so at every unit; to plan is for the unit's own people.
    """
    if action is Action.PLAN_SESSIONS:
        own = actor.role in {Role.HEALTH_WORKER, Role.UNIT_MANAGER} and actor.unit_id == unit_id
        return Ground.ROLE if own else None
    return by_role(actor, action)
