"""Who may give whom which post. Pure."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from handbook.domain.access import Role
from handbook.domain.bonds import BOND_ROLES
from handbook.domain.directory import Post, Unit, UnitKind
from handbook.domain.errors import InvalidFieldError
from handbook.domain.ids import StaffId

GIVEN_BY_MANAGERS = frozenset(
    {Role.HEALTH_WORKER, Role.UNIT_MANAGER, Role.PRINT_MANAGER, Role.PROGRAMME_MANAGER, Role.SCHOOL}
)
"""The roles that managers give at their unit and below it; operators load the people of print vendors, partners'
systems with their scopes, and each other."""

_KINDS: Mapping[Role, frozenset[UnitKind]] = {
    Role.PRINT_VENDOR: frozenset({UnitKind.PRINT_VENDOR}),
    Role.HEALTH_WORKER: frozenset({UnitKind.STATION, UnitKind.FACILITY, UnitKind.DEPARTMENT, UnitKind.SCHOOL}),
    Role.PRINT_MANAGER: frozenset({UnitKind.MINISTRY, UnitKind.PROVINCE}),
    Role.PROGRAMME_MANAGER: frozenset({UnitKind.MINISTRY, UnitKind.PROVINCE, UnitKind.COMMUNE, UnitKind.DEPARTMENT}),
    Role.SCHOOL: frozenset({UnitKind.SCHOOL}),
    Role.PARTNER: frozenset({UnitKind.STATION, UnitKind.FACILITY, UnitKind.DEPARTMENT}),
    Role.OPERATOR: frozenset({UnitKind.MINISTRY}),
}
"""Where a role makes sense; the others do everywhere but at a print vendor."""

_USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,62})[a-z0-9]", re.ASCII)
_LONGEST_WAIT = timedelta(days=366)


def check_username(text: str) -> StaffId:
    """Read a user name: 3 to 64 small letters, digits, points, hyphens and underscores. Raises: InvalidFieldError."""
    if not _USERNAME.fullmatch(text):
        raise InvalidFieldError("username")
    return StaffId(text)


def check_post(post: Post, unit: Unit, today: date) -> None:
    """Refuse a post where its role makes no sense, that ends before it begins, or that begins in a distant year.

    Raises: InvalidFieldError ("role", "scopes", "until", "since").
    """
    kinds = _KINDS.get(post.role)
    fits = unit.kind in kinds if kinds is not None else unit.kind is not UnitKind.PRINT_VENDOR
    if not fits or post.role in BOND_ROLES:
        raise InvalidFieldError("role")
    if bool(post.scopes) is not (post.role is Role.PARTNER):
        raise InvalidFieldError("scopes")
    if post.since is not None and abs(post.since - today) > 60 * _LONGEST_WAIT:
        raise InvalidFieldError("since")
    if post.since is not None and post.since - today > _LONGEST_WAIT:
        raise InvalidFieldError("since")
    if post.until is not None and post.since is not None and post.until <= post.since:
        raise InvalidFieldError("until")
