"""Rights for a while: what each reaches, whom, from when until when; and what is refused when one is given."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.access import (
    PASSING,
    Action,
    Actor,
    Ground,
    Outcome,
    Role,
    Scope,
    Why,
    by_role,
    decide,
    may_end_grant,
    on_handbook,
)
from handbook.domain.access.allowed import AREA, BY_GRANT, BY_SCOPE, CLINICAL, EMERGENCY, REFERRED, VISITING
from handbook.domain.consents import ConsentFact
from handbook.domain.errors import InvalidFieldError, TooManyGrantsError
from handbook.domain.grant_records import GrantRecord, GrantState
from handbook.domain.grants import (
    BREAK_GLASS_SPAN,
    LONGEST_SHARE,
    MOST_GRANTS,
    Grant,
    GrantKind,
    check_appointment,
    check_purpose,
    check_referral,
    check_share,
    day_of_visit,
    purposes_of,
    with_grant,
    without_grant,
)
from handbook.domain.handbook import Handbook
from handbook.domain.ids import GrantId, StaffId, UnitId
from handbook.domain.restrictions import Restriction
from tests import builders
from tests.builders import ELSEWHERE, FAR_STATION, HERE, MOTHER, NOW, STATION, TODAY, family, nurse

GUEST = replace(nurse(FAR_STATION), id=StaffId("guest"))
COLLEAGUE = replace(GUEST, id=StaffId("colleague"))
SECOND = timedelta(seconds=1)


AGREED = {"share_school": ConsentFact("1", TODAY)}


def handbook(**changes: Any) -> Handbook:
    """A handbook whose family agreed to share with a school."""
    return builders.handbook(**{"consents": AGREED, **changes})


def grant(kind: GrantKind, purpose: str = "", **changes: object) -> Grant:
    made = Grant(GrantId("g"), kind, FAR_STATION, purpose, NOW, NOW + SECOND)
    return replace(made, **changes)  # type: ignore[arg-type]


CARE = grant(GrantKind.SHARE, "care")
SCHOOL = grant(GrantKind.SHARE, "school")
BOOKED = grant(GrantKind.APPOINTMENT, "vaccination")
REFERRED_TO = grant(GrantKind.REFERRAL, "diagnosis")
BROKEN = grant(GrantKind.BREAK_GLASS, "life_in_danger", staff_id=GUEST.id)
REACHES = {
    CARE: (Ground.SHARE, VISITING),
    SCHOOL: (Ground.SHARE, frozenset({Action.READ_VACCINATIONS})),
    BOOKED: (Ground.VISIT, VISITING),
    REFERRED_TO: (Ground.REFERRAL, REFERRED),
    BROKEN: (Ground.BREAK_GLASS, EMERGENCY),
}


@pytest.mark.parametrize("one", REACHES)
def test_each_right_reaches_what_its_row_lists_and_nothing_else(one: Grant) -> None:
    ground, actions = REACHES[one]
    reached = {action: on_handbook(GUEST, action, handbook(grants=(one,)), NOW) for action in Action}
    assert reached == {action: ground if action in actions else None for action in Action}


@pytest.mark.parametrize("one", REACHES)
def test_a_right_holds_from_its_first_instant_to_before_its_last(one: Grant) -> None:
    book = handbook(grants=(one,))
    held = [decide(GUEST, Action.READ_VACCINATIONS, book, at).ground for at in (NOW - SECOND, NOW, NOW + SECOND)]
    assert held == [None, REACHES[one][0], None]


@pytest.mark.parametrize("one", REACHES)
def test_a_right_is_the_units_and_a_broken_glass_one_persons(one: Grant) -> None:
    book, action = handbook(grants=(one,)), Action.READ_VACCINATIONS
    assert on_handbook(replace(GUEST, unit_id=UnitId("third")), action, book, NOW) is None
    assert on_handbook(replace(GUEST, unit_id=None), action, book, NOW) is None
    assert (on_handbook(COLLEAGUE, action, book, NOW) is None) is (one is BROKEN)


@pytest.mark.parametrize(("one", "role"), list(product(REACHES, Role)))
def test_a_right_is_for_the_roles_that_it_is_for(one: Grant, role: Role) -> None:
    actor = replace(GUEST, role=role, scopes=frozenset(Scope))
    expected = {
        CARE: {Role.HEALTH_WORKER, Role.PARTNER},
        SCHOOL: {Role.HEALTH_WORKER, Role.SCHOOL},
        BOOKED: {Role.HEALTH_WORKER, Role.PARTNER},
        REFERRED_TO: {Role.HEALTH_WORKER, Role.PARTNER},
        BROKEN: {Role.HEALTH_WORKER},
    }
    ground = on_handbook(actor, Action.READ_VACCINATIONS, handbook(grants=(one,)), NOW)
    assert (ground is not None) is (role in expected[one])


@pytest.mark.parametrize("one", REACHES)
@pytest.mark.parametrize(
    ("consents", "born_days_ago", "agreed"),
    [
        ({}, 400, False),
        (AGREED, 400, True),
        ({"share_school": ConsentFact("1", TODAY, withdrawn_on=TODAY)}, 400, False),
        (AGREED, 7 * 366, False),
        ({"share_school": ConsentFact("1", TODAY, child_agreed_on=TODAY)}, 7 * 366, True),
        ({"share_partner": ConsentFact("1", TODAY)}, 400, False),
    ],
)
def test_a_share_with_a_school_holds_as_long_as_its_consent_does_and_no_other_right_asks_for_one(
    one: Grant, consents: dict[str, ConsentFact], born_days_ago: int, agreed: bool
) -> None:
    book = handbook(grants=(one,), consents=consents)
    child = replace(book.profile, birth_date=TODAY - timedelta(days=born_days_ago))
    found = on_handbook(GUEST, Action.READ_VACCINATIONS, replace(book, child=child), NOW)

    assert (found is not None) is (agreed or one is not SCHOOL)


@pytest.mark.parametrize("one", REACHES)
def test_while_the_family_has_it_restricted_only_an_emergency_lets_guests_in(one: Grant) -> None:
    book = handbook(grants=(one,), restriction=Restriction(NOW, "request"))
    assert (on_handbook(GUEST, Action.READ_VACCINATIONS, book, NOW) is not None) is (one is BROKEN)


@given(st.permutations(list(REACHES)))
def test_of_several_rights_the_first_in_the_order_of_grounds_goes_into_the_log(rights: list[Grant]) -> None:
    held = tuple(replace(one, grant_id=GrantId(str(number))) for number, one in enumerate(rights))
    assert on_handbook(GUEST, Action.READ_HANDBOOK, handbook(grants=held), NOW) is Ground.VISIT
    shared = tuple(one for one in held if one.kind is not GrantKind.APPOINTMENT)
    assert on_handbook(GUEST, Action.READ_HANDBOOK, handbook(grants=shared), NOW) is Ground.SHARE


def test_guests_never_do_more_than_the_area_and_an_emergency_less_than_a_visit() -> None:
    assert AREA > VISITING > CLINICAL >= REFERRED
    assert EMERGENCY < CLINICAL
    apart = {Action.EXPORT_HANDBOOK, Action.READ_IDENTIFIER, Action.LIST_IDENTIFIERS, Action.READ_CONFIDENTIAL}
    merging = {Action.PREVIEW_MERGE, Action.MERGE_HANDBOOKS, Action.UNMERGE_HANDBOOKS, Action.REFER}
    assert not EMERGENCY & (apart | merging)
    assert {ground for reaches in BY_GRANT.values() for ground, _, _ in reaches.values()} == PASSING


@pytest.mark.parametrize("kind", GrantKind)
def test_every_purpose_has_a_text_in_both_languages_and_a_reach(kind: GrantKind) -> None:
    texts = purposes_of(kind)
    assert texts
    assert all(text.vi and text.en for text in texts.values())
    assert set(BY_GRANT[kind]) in ({""}, set(texts))
    check_purpose(kind, next(iter(texts)), "purpose")
    with pytest.raises(InvalidFieldError):
        check_purpose(kind, "insurance", "purpose")


SCOPES = [scope for scope in Scope if scope is not Scope.REGISTER_READ]


@pytest.mark.parametrize("scope", SCOPES)
def test_a_partner_does_what_its_scope_and_its_units_ground_both_allow(scope: Scope) -> None:
    partner = Actor(StaffId("system"), Role.PARTNER, STATION, frozenset({HERE}), frozenset({scope}))
    elsewhere = replace(partner, communes=frozenset({ELSEWHERE}))
    assert {one for one in Action if on_handbook(partner, one, handbook(), NOW)} == BY_SCOPE[scope] & AREA
    assert {one for one in Action if on_handbook(elsewhere, one, handbook(), NOW)} == set()
    assert {one for one in Action if by_role(partner, one)} == {Action.READ_UNITS}


def test_a_partner_looks_into_the_register_with_the_scope_for_it_only() -> None:
    partner = Actor(StaffId("system"), Role.PARTNER, STATION, frozenset({HERE}), frozenset({Scope.REGISTER_READ}))
    assert by_role(partner, Action.LIST_AREA) is Ground.ROLE
    assert by_role(replace(partner, scopes=frozenset()), Action.LIST_AREA) is None
    assert on_handbook(partner, Action.READ_HANDBOOK, handbook(), NOW) is None


ABROAD = handbook()


@pytest.mark.parametrize("action", Action)
def test_a_decision_says_why_and_whether_the_glass_may_be_broken(action: Action) -> None:
    stranger = decide(GUEST, action, ABROAD, NOW)
    assert (stranger.outcome is Outcome.BREAK_GLASS) is (action in EMERGENCY)
    assert (stranger.ground, stranger.standing, stranger.why) == (None, None, Why.NO_GROUND)
    pupil = decide(replace(GUEST, role=Role.SCHOOL), action, handbook(grants=(SCHOOL,)), NOW)
    allowed = action is Action.READ_VACCINATIONS
    assert pupil.standing is Ground.SHARE
    assert (pupil.outcome, pupil.why) == ((Outcome.ALLOWED, None) if allowed else (Outcome.REFUSED, Why.GROUND))
    clerk = decide(replace(GUEST, role=Role.PROGRAMME_MANAGER), action, ABROAD, NOW)
    assert (clerk.outcome, clerk.why) == (Outcome.REFUSED, Why.ROLE)
    assert decide(family(MOTHER), action, handbook(guardians={}), NOW).outcome is Outcome.REFUSED


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("since", "until", "fault"),
    [
        (TODAY, TODAY, ""),
        (TODAY - DAY, TODAY, "since"),
        (TODAY + LONGEST_SHARE, TODAY + LONGEST_SHARE, ""),
        (TODAY + LONGEST_SHARE + DAY, TODAY + LONGEST_SHARE + DAY, "since"),
        (TODAY + DAY, TODAY, "until"),
        (TODAY, TODAY + LONGEST_SHARE, ""),
        (TODAY, TODAY + LONGEST_SHARE + DAY, "until"),
        (TODAY, date.max, "until"),
    ],
)
def test_a_share_begins_today_at_the_earliest_and_lasts_a_year_at_most(since: date, until: date, fault: str) -> None:
    assert _fault(lambda: check_share(since, until, TODAY)) == fault


@pytest.mark.parametrize(("days", "fault"), [(-1, "on"), (0, ""), (366, ""), (367, "on")])
def test_an_appointment_is_on_a_day_of_the_coming_year(days: int, fault: str) -> None:
    assert _fault(lambda: check_appointment(TODAY + days * DAY, TODAY)) == fault


@pytest.mark.parametrize(("days", "fault"), [(0, "days"), (1, ""), (30, ""), (31, "days")])
def test_a_referral_holds_for_one_to_thirty_days(days: int, fault: str) -> None:
    assert _fault(lambda: check_referral(days)) == fault


def _fault(check: object) -> str:
    try:
        check()  # type: ignore[operator]
    except InvalidFieldError as error:
        return error.field
    return ""


def test_an_appointment_begins_with_its_day_in_vietnam_and_lapses_at_the_end_of_the_day_after() -> None:
    since, until = day_of_visit(TODAY)
    assert (since.isoformat(), until.isoformat()) == ("2026-11-20T00:00:00+07:00", "2026-11-22T00:00:00+07:00")


def test_a_handbook_takes_forty_rights_and_lapsed_ones_make_room() -> None:
    full = tuple(replace(CARE, grant_id=GrantId(str(number))) for number in range(MOST_GRANTS))
    with pytest.raises(TooManyGrantsError):
        with_grant(full, BOOKED, NOW)
    assert with_grant(full, BOOKED, NOW + SECOND) == (BOOKED,)
    assert len(with_grant(full[1:], BOOKED, NOW)) == MOST_GRANTS
    assert without_grant(full, GrantId("0"), NOW) == full[1:]


def _record(one: Grant) -> GrantRecord:
    return GrantRecord(one, handbook().handbook_id, NOW, "mother", "family")


@pytest.mark.parametrize(
    ("at", "stands", "state"),
    [
        (NOW - SECOND, True, GrantState.COMING),
        (NOW, True, GrantState.HELD),
        (NOW + SECOND, True, GrantState.LAPSED),
        (NOW, False, GrantState.ENDED),
        (NOW + SECOND, False, GrantState.LAPSED),
    ],
)
def test_a_record_says_whether_its_right_holds(at: datetime, stands: bool, state: GrantState) -> None:
    assert _record(CARE).state(handbook(grants=(CARE,) if stands else ()), at) is state
    ended = _record(CARE).ended(NOW, "mother", "family")
    assert (ended.version, ended.state(handbook(), at)) == (2, GrantState.ENDED)


GIVER = nurse(STATION)


@pytest.mark.parametrize(
    ("actor", "ends"),
    [
        (family(), {GrantKind.SHARE, GrantKind.APPOINTMENT, GrantKind.REFERRAL}),
        (GIVER, {GrantKind.APPOINTMENT, GrantKind.REFERRAL}),
        (COLLEAGUE, {GrantKind.APPOINTMENT, GrantKind.REFERRAL}),
        (GUEST, {GrantKind.APPOINTMENT, GrantKind.REFERRAL, GrantKind.BREAK_GLASS}),
        (replace(GUEST, id=StaffId("third"), unit_id=UnitId("third")), set()),
        (replace(GUEST, id=StaffId("third"), unit_id=None), set()),
    ],
)
def test_families_end_what_they_and_staff_gave_and_staff_what_their_unit_gave_or_holds(
    actor: Actor, ends: set[GrantKind]
) -> None:
    assert {one.kind for one in REACHES if may_end_grant(actor, one, STATION)} == ends


def test_an_emergency_lasts_four_hours() -> None:
    assert timedelta(hours=4) == BREAK_GLASS_SPAN
