"""The access policy, as one table: every role, every action, every standing. What is not listed is refused."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from types import MappingProxyType

import pytest

from handbook.domain.access import (
    Action,
    Actor,
    Ground,
    Role,
    by_role,
    on_handbook,
    on_sessions,
    on_unit,
)
from handbook.domain.bonds import Bond
from handbook.domain.codes import CodeEvent
from handbook.domain.correction_access import Authorship, on_dispute, on_entry
from handbook.domain.data_requests import About
from handbook.domain.handbook import Handbook
from handbook.domain.ids import AccountId, CommuneCode, StaffId, UnitId
from handbook.domain.request_access import lists, on_request
from handbook.domain.restrictions import Restriction
from handbook.domain.stock_access import BatchRights, StockRights, on_batch, on_stock
from tests.builders import (
    DEPARTMENT,
    ELSEWHERE,
    FAR_STATION,
    FATHER,
    HERE,
    MOTHER,
    NOW,
    OTHER_PRINTER,
    PRINTER,
    STATION,
    STRANGER,
    TODAY,
    family,
    handbook,
)

CORRECTIONS = {Action.AMEND_ENTRY, Action.MARK_IN_ERROR, Action.REINSTATE_ENTRY}
CARE = CORRECTIONS | {
    Action.RECORD_MEASUREMENT,
    Action.RECORD_FINDINGS,
    Action.RECORD_MILESTONES,
    Action.RECORD_FEEDING,
    Action.RECORD_SUPPLEMENT,
    Action.RECORD_DENTAL,
    Action.RECORD_SICK_VISIT,
    Action.ATTACH_FILE,
    Action.READ_FILE,
}
CLINICAL = CARE | {
    Action.READ_HANDBOOK,
    Action.EDIT_HANDBOOK,
    Action.RECORD_ENCOUNTER,
    Action.READ_CONFIDENTIAL,
    Action.RECORD_BIRTH,
    Action.RECORD_LIFE,
    Action.RECORD_ADOPTION,
    Action.RECORD_MOTHERS_DOSE,
    Action.RECORD_DOSE,
    Action.PREVIEW_DOSE,
    Action.EXPORT_HANDBOOK,
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
VISITING = CLINICAL | {Action.REFER}
STAFF_ONLY = {
    Action.RECORD_ENCOUNTER,
    Action.READ_CONFIDENTIAL,
    Action.RECORD_ADOPTION,
    Action.RECORD_MOTHERS_DOSE,
    Action.PREVIEW_MERGE,
    Action.MERGE_HANDBOOKS,
    Action.UNMERGE_HANDBOOKS,
    Action.RECORD_DOSE,
    Action.PREVIEW_DOSE,
    Action.RECORD_NOT_GIVEN,
    Action.RECORD_SCREENING,
    Action.RECORD_CONDITION,
    Action.ACKNOWLEDGE_ALERT,
    Action.ANSWER_DISPUTE,
    Action.NOTE_DEFAULTER,
}
NUMBERS = {Action.CHANGE_NUMBER}
BONDS = {Action.READ_GUARDIANS, Action.INVITE, Action.REVOKE_INVITATION, Action.END_BOND}
PAPERS = {Action.READ_CONSENTS, Action.GIVE_CONSENT, Action.WITHDRAW_CONSENT, Action.READ_DATA_REQUESTS}
RIGHTS = {Action.BOOK_APPOINTMENT, Action.READ_GRANTS}
CODES = {Action.READ_CODES, Action.BIND_CODE, Action.VOID_CODE, Action.REPLACE_CODE}
AREA = VISITING | CODES | NUMBERS | BONDS | PAPERS | RIGHTS
LOOKING = {
    Action.READ_HANDBOOK,
    Action.READ_CODES,
    Action.READ_FILE,
    Action.READ_GUARDIANS,
    Action.LEAVE_HANDBOOK,
    Action.READ_VACCINATIONS,
}
CARING = CARE | LOOKING
OWN = {
    Action.READ_ACCESS_LOG,
    Action.OPEN_DISPUTE,
    Action.LEAVE_HANDBOOK,
    Action.TRANSFER_GUARDIANSHIP,
    Action.SHARE_HANDBOOK,
}
GUARDIANS = (CLINICAL - STAFF_ONLY) | CODES | BONDS | PAPERS | RIGHTS | OWN | {Action.OPEN_DATA_REQUEST}
NOTHING: frozenset[Action] = frozenset()
STAFF_ROLES = [role for role in Role if role is not Role.GUARDIAN]

TOMORROW = TODAY + timedelta(days=1)
LATER, LAPSED = NOW + timedelta(seconds=1), NOW
VISITED = handbook(visits=MappingProxyType({FAR_STATION: LATER}))
VISIT_OVER = handbook(visits=MappingProxyType({FAR_STATION: LAPSED}))
UNVISITED = handbook()
RESTRICTED = replace(VISITED, restriction=Restriction(NOW, "request"))


def bound(role: Role, since: date | None = None, until: date | None = None) -> Handbook:
    return handbook(guardians=MappingProxyType({FATHER: Bond(role, since, until)}))


def staff(role: Role, *, here: bool) -> Actor:
    place = (STATION, HERE) if here else (FAR_STATION, ELSEWHERE)
    return Actor(StaffId("somebody"), role, place[0], frozenset({place[1]}))


STANDINGS = {
    "guardian of the child": (family(MOTHER), UNVISITED, GUARDIANS, Ground.GUARDIAN),
    "guardian of another child": (family(STRANGER), UNVISITED, NOTHING, None),
    "guardian on the last day": (family(FATHER), bound(Role.GUARDIAN, until=TOMORROW), GUARDIANS, Ground.GUARDIAN),
    "guardian the day after": (family(FATHER), bound(Role.GUARDIAN, until=TODAY), NOTHING, None),
    "guardian from today": (family(FATHER), bound(Role.GUARDIAN, since=TODAY), GUARDIANS, Ground.GUARDIAN),
    "guardian from tomorrow": (family(FATHER), bound(Role.GUARDIAN, since=TOMORROW), NOTHING, None),
    "carer": (family(FATHER), bound(Role.CARER), CARING, Ground.CARER),
    "carer on the last day": (family(FATHER), bound(Role.CARER, until=TOMORROW), CARING, Ground.CARER),
    "carer the day after": (family(FATHER), bound(Role.CARER, until=TODAY), NOTHING, None),
    "viewer": (family(FATHER), bound(Role.VIEWER), LOOKING, Ground.VIEWER),
    "viewer the day after": (family(FATHER), bound(Role.VIEWER, until=TODAY), NOTHING, None),
    "health worker of the commune": (staff(Role.HEALTH_WORKER, here=True), UNVISITED, AREA, Ground.AREA),
    "health worker elsewhere": (staff(Role.HEALTH_WORKER, here=False), UNVISITED, NOTHING, None),
    "health worker during a visit": (staff(Role.HEALTH_WORKER, here=False), VISITED, VISITING, Ground.VISIT),
    "health worker when the visit lapses": (staff(Role.HEALTH_WORKER, here=False), VISIT_OVER, NOTHING, None),
    "guardian of a restricted handbook": (family(MOTHER), RESTRICTED, GUARDIANS, Ground.GUARDIAN),
    "health worker of the commune, of a restricted one": (
        staff(Role.HEALTH_WORKER, here=True),
        RESTRICTED,
        AREA - {Action.EXPORT_HANDBOOK},
        Ground.AREA,
    ),
    "health worker during a visit, of a restricted one": (
        staff(Role.HEALTH_WORKER, here=False),
        RESTRICTED,
        NOTHING,
        None,
    ),
    "unit manager of the commune": (staff(Role.UNIT_MANAGER, here=True), UNVISITED, NOTHING, None),
    "unit manager during a visit": (staff(Role.UNIT_MANAGER, here=False), VISITED, NOTHING, None),
    "print manager": (staff(Role.PRINT_MANAGER, here=True), UNVISITED, NOTHING, None),
    "print vendor": (staff(Role.PRINT_VENDOR, here=True), UNVISITED, NOTHING, None),
    "programme manager of the commune": (staff(Role.PROGRAMME_MANAGER, here=True), VISITED, NOTHING, None),
    "school of the commune": (staff(Role.SCHOOL, here=True), VISITED, NOTHING, None),
    "operator": (staff(Role.OPERATOR, here=True), VISITED, NOTHING, None),
    "partner of the commune without a scope": (staff(Role.PARTNER, here=True), VISITED, NOTHING, None),
}


@pytest.mark.parametrize("standing", STANDINGS)
def test_each_standing_may_do_what_its_row_lists_and_nothing_else(standing: str) -> None:
    actor, book, allowed, ground = STANDINGS[standing]
    decided = {action: on_handbook(actor, action, book, NOW) for action in Action}
    assert {action for action, found in decided.items() if found is not None} == allowed
    assert set(decided.values()) <= {ground, None}


STATEMENTS = {Action.ALLOCATE_CODES, Action.VOID_CODES}
EVERYBODY = {Action.READ_UNITS}
BY_ROLE = {
    Role.GUARDIAN: {
        Action.OPEN_HANDBOOK,
        Action.MATCH_HANDBOOKS,
        Action.SCAN_CODE,
        Action.READ_SESSIONS,
        Action.ACCEPT_INVITATION,
        Action.OWN_DEVICES,
        Action.OPEN_DATA_REQUEST,
    },
    Role.HEALTH_WORKER: {
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
    },
    Role.UNIT_MANAGER: {
        Action.LIST_BATCHES,
        Action.LIST_BREAK_GLASS,
        Action.READ_NUMBERS,
        Action.READ_SESSIONS,
        Action.PREVIEW_TEXTS,
        Action.EDIT_UNIT,
        Action.MANAGE_STAFF,
        Action.LIST_DATA_REQUESTS,
    }
    | STATEMENTS,
    Role.PRINT_MANAGER: {Action.ORDER_BATCH, Action.LIST_BATCHES, Action.LIST_VENDORS, Action.LIST_LAYOUTS}
    | STATEMENTS,
    Role.PRINT_VENDOR: {Action.LIST_BATCHES, Action.LIST_LAYOUTS},
    Role.PROGRAMME_MANAGER: {Action.READ_NUMBERS},
    Role.SCHOOL: {Action.LIST_GRANTS},
}


@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_without_a_record_what_its_row_lists_and_nothing_else(role: Role) -> None:
    actor = family() if role is Role.GUARDIAN else staff(role, here=True)
    decided = {action: by_role(actor, action) for action in Action}
    assert {action for action, found in decided.items() if found is not None} == BY_ROLE.get(role, NOTHING) | EVERYBODY
    assert set(decided.values()) <= {Ground.ROLE, None}


ON_UNITS = {
    (Role.UNIT_MANAGER, Action.EDIT_UNIT): (True, False),
    (Role.UNIT_MANAGER, Action.MANAGE_STAFF): (True, True),
    (Role.UNIT_MANAGER, Action.LIST_DATA_REQUESTS): (True, True),
    (Role.HEALTH_WORKER, Action.LIST_DATA_REQUESTS): (True, False),
    (Role.UNIT_MANAGER, Action.LIST_BREAK_GLASS): (True, False),
    (Role.UNIT_MANAGER, Action.READ_NUMBERS): (True, True),
    (Role.PROGRAMME_MANAGER, Action.READ_NUMBERS): (True, True),
    (Role.HEALTH_WORKER, Action.LIST_GRANTS): (True, False),
    (Role.SCHOOL, Action.LIST_GRANTS): (True, False),
}
"""Whether a role may at its own unit, and at those below it."""


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_managers_look_after_their_own_units_page_and_the_people_of_what_stands_below(role: Role) -> None:
    actor, above = staff(role, here=True), frozenset({STATION})
    for action in Action:
        own, below = ON_UNITS.get((role, action), (False, False))
        assert (on_unit(actor, action, STATION) is Ground.ROLE) is own, action
        assert (on_unit(actor, action, FAR_STATION, above) is Ground.ROLE) is below, action
        assert on_unit(actor, action, FAR_STATION) is None, action
        assert on_unit(family(), action, STATION, above) is None, action


BY_NURSE = Authorship("nurse", by_family=False, unit_id=FAR_STATION)
BY_MOTHER = Authorship(MOTHER, by_family=True)
AUTHOR = Actor(StaffId("nurse"), Role.HEALTH_WORKER, UnitId("elsewhere-by-now"))
COLLEAGUE = replace(AUTHOR, id=StaffId("colleague"), unit_id=FAR_STATION)


@pytest.mark.parametrize("action", sorted(CORRECTIONS))
@pytest.mark.parametrize(
    ("actor", "entry", "standing", "disputed", "ground"),
    [
        (family(MOTHER), BY_MOTHER, Ground.GUARDIAN, False, Ground.GUARDIAN),
        (family(FATHER), BY_MOTHER, Ground.GUARDIAN, False, Ground.GUARDIAN),
        (family(MOTHER), BY_NURSE, Ground.GUARDIAN, False, None),
        (family(MOTHER), BY_NURSE, Ground.GUARDIAN, True, None),
        (family(STRANGER), BY_MOTHER, None, False, None),
        (family(FATHER), BY_MOTHER, Ground.CARER, False, None),
        (family(MOTHER), BY_MOTHER, Ground.CARER, False, Ground.CARER),
        (family(MOTHER), BY_NURSE, Ground.CARER, True, None),
        (COLLEAGUE, BY_NURSE, Ground.AREA, False, Ground.AREA),
        (COLLEAGUE, BY_MOTHER, Ground.AREA, True, None),
        (COLLEAGUE, BY_NURSE, Ground.VISIT, False, None),
        (COLLEAGUE, BY_NURSE, None, False, None),
        (COLLEAGUE, BY_NURSE, None, True, Ground.DISPUTE),
        (AUTHOR, BY_NURSE, Ground.AREA, False, Ground.AREA),
        (AUTHOR, BY_NURSE, Ground.VISIT, False, Ground.AUTHOR),
        (AUTHOR, BY_NURSE, None, False, Ground.AUTHOR),
        (replace(AUTHOR, role=Role.UNIT_MANAGER), BY_NURSE, None, True, None),
    ],
)
def test_families_correct_what_families_said_and_staff_what_staff_of_the_area_or_they_themselves_recorded(
    action: Action, actor: Actor, entry: Authorship, standing: Ground | None, disputed: bool, ground: Ground | None
) -> None:
    assert on_entry(actor, action, entry, standing, disputed_at_unit=disputed) is ground


def test_a_right_on_an_entry_is_for_corrections_only() -> None:
    for action in set(Action) - CORRECTIONS:
        for actor, entry, standing in ((family(), BY_MOTHER, Ground.GUARDIAN), (AUTHOR, BY_NURSE, Ground.AREA)):
            assert on_entry(actor, action, entry, standing, disputed_at_unit=True) is None, action


@pytest.mark.parametrize("role", STAFF_ROLES)
@pytest.mark.parametrize(
    ("desk", "mine"),
    [((STATION, None), True), ((FAR_STATION, None), False), ((None, HERE), True), ((None, ELSEWHERE), False)],
)
def test_a_dispute_is_answered_by_health_workers_of_its_unit_or_of_its_commune(
    role: Role, desk: tuple[UnitId | None, CommuneCode | None], mine: bool
) -> None:
    answers = mine and role is Role.HEALTH_WORKER
    assert on_dispute(staff(role, here=True), *desk) is (Ground.DISPUTE if answers else None)
    assert on_dispute(family(), *desk) is None
    assert on_dispute(Actor(StaffId("nobody"), Role.HEALTH_WORKER), None, None) is None


OF_HERE, OF_ELSEWHERE = About(commune_code=HERE), About(commune_code=ELSEWHERE)
OF_ACCOUNT = About(account_id=AccountId(MOTHER))
ANSWERING = {Action.READ_DATA_REQUESTS, Action.ANSWER_DATA_REQUEST}


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_a_request_is_answered_by_the_units_people_and_that_of_an_account_by_the_ministrys_managers(role: Role) -> None:
    actor = staff(role, here=True)
    for action in Action:
        answers = action in ANSWERING and role in {Role.UNIT_MANAGER, Role.HEALTH_WORKER}
        manages = action in ANSWERING and role is Role.UNIT_MANAGER
        of_account = on_request(actor, action, OF_ACCOUNT, of_ministry=True)

        assert on_request(actor, action, OF_HERE) is (Ground.DATA_REQUEST if answers else None), action
        assert on_request(actor, action, OF_ELSEWHERE) is None, action
        assert on_request(actor, action, OF_ELSEWHERE, of_ministry=True) is None, action
        assert on_request(actor, action, OF_ACCOUNT) is None, action
        assert of_account is (Ground.DATA_REQUEST if manages else None), action
        assert on_request(family(), action, OF_HERE) is None, action


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_only_who_answers_for_a_commune_is_shown_whose_its_requests_are(role: Role) -> None:
    answers = role in {Role.UNIT_MANAGER, Role.HEALTH_WORKER}
    assert lists(staff(role, here=True), HERE) is answers
    assert not lists(staff(role, here=True), ELSEWHERE)
    assert not lists(staff(role, here=True), None)


BATCH = BatchRights(vendor_id=PRINTER, ordered_by_unit=DEPARTMENT, unit_id=STATION)
ON_BATCH = {
    (Role.PRINT_VENDOR, PRINTER, Action.READ_BATCH): Ground.OWN_BATCH,
    (Role.PRINT_VENDOR, PRINTER, Action.FETCH_FILES): Ground.OWN_BATCH,
    (Role.PRINT_VENDOR, PRINTER, Action.REPORT_BATCH): Ground.OWN_BATCH,
    (Role.PRINT_MANAGER, DEPARTMENT, Action.READ_BATCH): Ground.ROLE,
    (Role.PRINT_MANAGER, DEPARTMENT, Action.END_BATCH): Ground.ROLE,
    **{
        (role, STATION, action): Ground.ROLE
        for role in (Role.HEALTH_WORKER, Role.UNIT_MANAGER, Role.PRINT_MANAGER)
        for action in (Action.READ_BATCH, Action.RECEIVE_BATCH)
    },
}


@pytest.mark.parametrize(("role", "unit"), list(product(STAFF_ROLES, (PRINTER, OTHER_PRINTER, DEPARTMENT, STATION))))
def test_a_batch_is_open_to_its_vendor_the_unit_that_ordered_it_and_the_unit_that_gets_it(
    role: Role, unit: UnitId
) -> None:
    actor = replace(staff(role, here=True), unit_id=unit)
    decided = {action: on_batch(actor, action, BATCH) for action in Action}
    assert decided == {action: ON_BATCH.get((role, unit, action)) for action in Action}


STOCK = StockRights(ordered_by_unit=DEPARTMENT, held_by_unit=STATION)


@pytest.mark.parametrize(("role", "unit"), list(product(STAFF_ROLES, (PRINTER, DEPARTMENT, STATION))))
def test_unused_codes_are_the_unit_that_ordered_them_and_the_unit_that_has_them_to_speak_of(
    role: Role, unit: UnitId
) -> None:
    actor = replace(staff(role, here=True), unit_id=unit)
    speaks = (role, unit) in {(Role.PRINT_MANAGER, DEPARTMENT), (Role.UNIT_MANAGER, STATION)}
    decided = {action: on_stock(actor, action, STOCK) for action in Action}
    assert decided == {action: Ground.ROLE if speaks and action in STATEMENTS else None for action in Action}


def test_unused_codes_that_no_unit_has_are_nobodys_to_hand_on_but_who_ordered_them() -> None:
    at_large = replace(STOCK, held_by_unit=None)
    nobody = Actor(StaffId("nobody"), Role.UNIT_MANAGER)
    assert on_stock(nobody, Action.ALLOCATE_CODES, at_large) is None
    assert on_stock(family(), Action.ALLOCATE_CODES, at_large) is None


def roles_that_may(actions: set[Action]) -> set[Role]:
    """Every role that the policy lets do one of the actions, wherever it has the most rights."""
    places = product(STAFF_ROLES, (PRINTER, DEPARTMENT, STATION))
    actors = [family(MOTHER), *(replace(staff(role, here=True), unit_id=unit) for role, unit in places)]
    return {
        actor.role
        for actor, action in product(actors, actions)
        if by_role(actor, action)
        or on_handbook(actor, action, UNVISITED, NOW)
        or on_batch(actor, action, BATCH)
        or on_stock(actor, action, STOCK)
    }


@pytest.mark.parametrize(
    ("event", "actions", "who"),
    [
        (CodeEvent.PRINT, {Action.REPORT_BATCH}, {Role.PRINT_VENDOR}),
        (CodeEvent.SHIP, {Action.REPORT_BATCH}, {Role.PRINT_VENDOR}),
        (
            CodeEvent.ALLOCATE,
            {Action.ALLOCATE_CODES, Action.RECEIVE_BATCH},
            {Role.PRINT_MANAGER, Role.UNIT_MANAGER, Role.HEALTH_WORKER},
        ),
        (
            CodeEvent.VOID,
            {Action.VOID_CODES, Action.REPORT_BATCH, Action.END_BATCH},
            {Role.PRINT_MANAGER, Role.UNIT_MANAGER, Role.PRINT_VENDOR},
        ),
        (CodeEvent.OPEN, {Action.OPEN_HANDBOOK}, {Role.GUARDIAN, Role.HEALTH_WORKER}),
        (CodeEvent.BIND, {Action.BIND_CODE}, {Role.GUARDIAN, Role.HEALTH_WORKER}),
        (CodeEvent.REPLACE, {Action.REPLACE_CODE}, {Role.GUARDIAN, Role.HEALTH_WORKER}),
        (CodeEvent.WITHDRAW, {Action.VOID_CODE}, {Role.GUARDIAN, Role.HEALTH_WORKER}),
    ],
    ids=lambda value: value if isinstance(value, CodeEvent) else "",
)
def test_managers_and_vendors_move_stock_and_families_and_health_workers_move_codes(
    event: CodeEvent, actions: set[Action], who: set[Role]
) -> None:
    assert roles_that_may(actions) == who


def test_families_never_see_a_batch() -> None:
    assert {on_batch(family(), action, BATCH) for action in Action} == {None}


def test_a_guardians_account_id_gives_no_right_to_a_member_of_staff_with_the_same_id() -> None:
    namesake = Actor(StaffId(MOTHER), Role.UNIT_MANAGER, STATION, frozenset({HERE}))
    assert on_handbook(namesake, Action.READ_HANDBOOK, UNVISITED, NOW) is None


def test_a_role_on_the_handbook_other_than_guardian_opens_nothing() -> None:
    book = handbook(guardians=MappingProxyType({MOTHER: Bond(Role.PRINT_VENDOR)}))
    assert on_handbook(family(MOTHER), Action.READ_HANDBOOK, book, NOW) is None


def test_a_health_worker_without_a_post_has_no_right_of_a_visit() -> None:
    nobody = Actor(StaffId("nobody"), Role.HEALTH_WORKER)
    assert on_handbook(nobody, Action.READ_HANDBOOK, VISITED, NOW) is None


@pytest.mark.parametrize("role", STAFF_ROLES)
@pytest.mark.parametrize("here", [True, False])
def test_vaccination_days_are_planned_by_the_units_own_people_only(role: Role, here: bool) -> None:
    may = here and role in {Role.HEALTH_WORKER, Role.UNIT_MANAGER}
    assert on_sessions(staff(role, here=here), Action.PLAN_SESSIONS, STATION) == (Ground.ROLE if may else None)
    assert on_sessions(family(MOTHER), Action.PLAN_SESSIONS, STATION) is None


@pytest.mark.parametrize("here", [True, False])
def test_vaccination_days_are_seen_by_families_and_health_workers_everywhere(here: bool) -> None:
    for actor in (family(MOTHER), staff(Role.HEALTH_WORKER, here=here), staff(Role.UNIT_MANAGER, here=here)):
        assert on_sessions(actor, Action.READ_SESSIONS, STATION) is Ground.ROLE
    assert on_sessions(staff(Role.PRINT_VENDOR, here=here), Action.READ_SESSIONS, STATION) is None
