"""Which actions each role and each ground reaches. What is not listed is refused."""

from collections.abc import Mapping

from handbook.domain.access.grounds import Ground
from handbook.domain.actions import Action
from handbook.domain.grants import GrantKind
from handbook.domain.roles import Role, Scope

# What anybody who cares for the child may write down; the entry says whether staff or family did.
CARE = frozenset(
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
FAMILY = CARE | frozenset(
    {
        Action.READ_HANDBOOK,
        Action.READ_CODES,
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
        Action.REVOKE_INVITATION,
        Action.END_BOND,
        Action.LEAVE_HANDBOOK,
        Action.TRANSFER_GUARDIANSHIP,
        Action.READ_CONSENTS,
        Action.GIVE_CONSENT,
        Action.WITHDRAW_CONSENT,
        Action.OPEN_DATA_REQUEST,
        Action.READ_DATA_REQUESTS,
        Action.READ_VACCINATIONS,
        Action.SHARE_HANDBOOK,
        Action.BOOK_APPOINTMENT,
        Action.READ_GRANTS,
        Action.END_GRANT,
    }
)
# Neither numbers of offices nor the life of the handbook, neither exports nor others' bonds.
VIEWER = frozenset(
    {
        Action.READ_HANDBOOK,
        Action.READ_CODES,
        Action.READ_FILE,
        Action.READ_GUARDIANS,
        Action.LEAVE_HANDBOOK,
        Action.READ_VACCINATIONS,
    }
)
BY_BOND: Mapping[Role, tuple[Ground, frozenset[Action]]] = {
    Role.GUARDIAN: (Ground.GUARDIAN, FAMILY),
    Role.CARER: (Ground.CARER, CARE | VIEWER),
    Role.VIEWER: (Ground.VIEWER, VIEWER),
}
CLINICAL = CARE | frozenset(
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
        Action.LIST_IDENTIFIERS,
        Action.READ_IDENTIFIER,
        Action.RECORD_IDENTIFIER,
        Action.PREVIEW_MERGE,
        Action.MERGE_HANDBOOKS,
        Action.UNMERGE_HANDBOOKS,
        Action.READ_VACCINATIONS,
        Action.END_GRANT,
    }
)
# What a right that was given for care reaches: all that care needs, but no handing on of a referral.
REFERRED = CLINICAL
VISITING = CLINICAL | {Action.REFER}
# An emergency: to read and to write down what was done. No number whole, no export, no merging, no result of HIV.
EMERGENCY = frozenset(
    {
        Action.READ_HANDBOOK,
        Action.READ_VACCINATIONS,
        Action.READ_FILE,
        Action.ATTACH_FILE,
        Action.RECORD_MEASUREMENT,
        Action.RECORD_FINDINGS,
        Action.RECORD_SICK_VISIT,
        Action.RECORD_ENCOUNTER,
        Action.RECORD_DOSE,
        Action.PREVIEW_DOSE,
        Action.RECORD_NOT_GIVEN,
        Action.RECORD_SCREENING,
        Action.RECORD_CONDITION,
        Action.ACKNOWLEDGE_ALERT,
        Action.AMEND_ENTRY,
        Action.MARK_IN_ERROR,
        Action.REINSTATE_ENTRY,
        Action.END_GRANT,
    }
)
AT_SCHOOL = frozenset({Action.READ_VACCINATIONS})
# Who a family is stands for longer than a visit, so that a visit decides none of it. Nor does a guest learn a code:
# who scans it has a day more, so that a right of hours would never end.
AREA = VISITING | {
    Action.READ_CODES,
    Action.BIND_CODE,
    Action.VOID_CODE,
    Action.REPLACE_CODE,
    Action.CHANGE_NUMBER,
    Action.BOOK_APPOINTMENT,
    Action.READ_GRANTS,
    Action.READ_GUARDIANS,
    Action.INVITE,
    Action.REVOKE_INVITATION,
    Action.END_BOND,
    Action.READ_CONSENTS,
    Action.GIVE_CONSENT,
    Action.WITHDRAW_CONSENT,
    Action.READ_DATA_REQUESTS,
}
# Of a handbook that the family had restricted its area keeps what care needs, and carries nothing out of it.
NOT_WHILE_RESTRICTED = frozenset({Action.EXPORT_HANDBOOK})
# Units are public knowledge: whoever signed in may look one up.
EVERYBODY = frozenset({Action.READ_UNITS})
BY_ROLE: Mapping[Role, frozenset[Action]] = {
    Role.GUARDIAN: frozenset(
        {
            Action.OPEN_HANDBOOK,
            Action.MATCH_HANDBOOKS,
            Action.SCAN_CODE,
            Action.READ_SESSIONS,
            Action.OWN_DEVICES,
            Action.ACCEPT_INVITATION,
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
            Action.LIST_GRANTS,
            Action.BREAK_GLASS,
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
            Action.LIST_BREAK_GLASS,
            Action.READ_NUMBERS,
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
    Role.PROGRAMME_MANAGER: frozenset({Action.READ_NUMBERS}),
    Role.SCHOOL: frozenset({Action.LIST_GRANTS}),
    Role.OPERATOR: frozenset[Action](),
}
# A partner's system does what its scopes name, and of that what its unit may.
BY_SCOPE: Mapping[Scope, frozenset[Action]] = {
    Scope.REGISTER_READ: frozenset({Action.LIST_AREA, Action.SEARCH_HANDBOOKS}),
    Scope.RECORD_READ: frozenset({Action.READ_HANDBOOK, Action.READ_FILE, Action.READ_VACCINATIONS}),
    Scope.VACCINATIONS_READ: frozenset({Action.READ_VACCINATIONS}),
    Scope.DOSES_WRITE: frozenset({Action.RECORD_DOSE, Action.PREVIEW_DOSE, Action.RECORD_NOT_GIVEN}),
    Scope.MEASUREMENTS_WRITE: frozenset({Action.RECORD_MEASUREMENT}),
    Scope.ENCOUNTERS_WRITE: frozenset({Action.RECORD_ENCOUNTER, Action.RECORD_SICK_VISIT, Action.RECORD_FINDINGS}),
}

type Reach = tuple[Ground, frozenset[Action], frozenset[Role]]
_CARERS = frozenset({Role.HEALTH_WORKER, Role.PARTNER})
BY_GRANT: Mapping[GrantKind, Mapping[str, Reach]] = {
    GrantKind.SHARE: {
        "care": (Ground.SHARE, VISITING, _CARERS),
        "school": (Ground.SHARE, AT_SCHOOL, frozenset({Role.SCHOOL, Role.HEALTH_WORKER})),
    },
    GrantKind.APPOINTMENT: {"": (Ground.VISIT, VISITING, _CARERS)},
    GrantKind.REFERRAL: {"": (Ground.REFERRAL, REFERRED, _CARERS)},
    GrantKind.BREAK_GLASS: {"": (Ground.BREAK_GLASS, EMERGENCY, frozenset({Role.HEALTH_WORKER}))},
}
"""By kind and purpose, or by kind alone where all purposes reach as far: ground, actions, and which roles it is for."""
ORDER = (Ground.VISIT, Ground.SHARE, Ground.REFERRAL, Ground.BREAK_GLASS)
"""Of several grounds the first goes into the access log."""
