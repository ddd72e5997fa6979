"""Which post makes sense where, and how a user name is written."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.access import Role, Scope
from handbook.domain.directory import Post, Unit, UnitKind
from handbook.domain.errors import InvalidFieldError
from handbook.domain.ids import UnitId
from handbook.domain.staffing import check_post, check_username

TODAY = date(2026, 11, 22)
UNIT = UnitId("u")


def refused(post: Post, kind: UnitKind = UnitKind.STATION) -> str:
    try:
        check_post(post, Unit(UNIT, kind, "Đơn vị"), TODAY)
    except InvalidFieldError as error:
        return error.field
    return ""


@pytest.mark.parametrize(
    ("role", "kind", "fits"),
    [
        (Role.HEALTH_WORKER, UnitKind.STATION, True),
        (Role.HEALTH_WORKER, UnitKind.PROVINCE, False),
        (Role.HEALTH_WORKER, UnitKind.PRINT_VENDOR, False),
        (Role.UNIT_MANAGER, UnitKind.COMMUNE, True),
        (Role.UNIT_MANAGER, UnitKind.PRINT_VENDOR, False),
        (Role.PRINT_MANAGER, UnitKind.PROVINCE, True),
        (Role.PRINT_MANAGER, UnitKind.STATION, False),
        (Role.PRINT_VENDOR, UnitKind.PRINT_VENDOR, True),
        (Role.PRINT_VENDOR, UnitKind.STATION, False),
        (Role.GUARDIAN, UnitKind.STATION, False),
        (Role.CARER, UnitKind.STATION, False),
        (Role.SCHOOL, UnitKind.SCHOOL, True),
        (Role.SCHOOL, UnitKind.STATION, False),
        (Role.PROGRAMME_MANAGER, UnitKind.PROVINCE, True),
        (Role.PROGRAMME_MANAGER, UnitKind.STATION, False),
        (Role.OPERATOR, UnitKind.MINISTRY, True),
        (Role.OPERATOR, UnitKind.PROVINCE, False),
        (Role.PARTNER, UnitKind.SCHOOL, False),
    ],
)
def test_a_role_is_given_where_it_makes_sense(role: Role, kind: UnitKind, *, fits: bool) -> None:
    assert refused(Post(UNIT, role), kind) == ("" if fits else "role")


@pytest.mark.parametrize(
    ("since", "until", "field"),
    [
        (TODAY, TODAY + timedelta(days=1), ""),
        (TODAY, TODAY, "until"),
        (None, TODAY, ""),
        (TODAY + timedelta(days=366), None, ""),
        (TODAY + timedelta(days=367), None, "since"),
        (date(1, 1, 1), None, "since"),
        (date(1990, 1, 1), None, ""),
    ],
)
def test_a_post_ends_after_its_begin_which_is_within_a_year(since: date | None, until: date | None, field: str) -> None:
    assert refused(Post(UNIT, Role.HEALTH_WORKER, since, until)) == field


def test_a_partners_system_has_scopes_and_nobody_else() -> None:
    assert refused(Post(UNIT, Role.PARTNER, scopes=(Scope.RECORD_READ,)), UnitKind.FACILITY) == ""
    assert refused(Post(UNIT, Role.PARTNER), UnitKind.FACILITY) == "scopes"
    assert refused(Post(UNIT, Role.HEALTH_WORKER, scopes=(Scope.RECORD_READ,))) == "scopes"


@pytest.mark.parametrize("name", ["an", "a" * 65, "Lan", "-lan", "lan.", "lan hoa", "làn", "lan@x", "lan\n"])
def test_a_user_name_of_other_signs_or_another_length_is_refused(name: str) -> None:
    with pytest.raises(InvalidFieldError) as caught:
        check_username(name)
    assert caught.value.field == "username"


@given(st.from_regex(r"[a-z0-9][a-z0-9._-]{1,62}[a-z0-9]", fullmatch=True))
def test_a_user_name_of_three_to_sixty_four_signs_is_taken(name: str) -> None:
    assert check_username(name) == name


@given(st.dates(), st.dates() | st.none(), st.dates() | st.none())
def test_a_post_is_held_from_its_first_day_to_its_last(day: date, since: date | None, until: date | None) -> None:
    held = Post(UNIT, Role.HEALTH_WORKER, since, until).held_on(day)
    assert held is ((since is None or day >= since) and (until is None or day < until))
