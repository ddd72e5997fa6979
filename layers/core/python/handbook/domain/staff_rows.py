"""A list of staff as rows of texts: what is wrong with one is said by its field, never by its value. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from handbook.domain.bonds import BOND_ROLES
from handbook.domain.directory import Post
from handbook.domain.errors import InvalidFieldError, PhoneNotVietnameseError
from handbook.domain.ids import StaffId, UnitId
from handbook.domain.names import clean_name
from handbook.domain.phones import normalise_phone
from handbook.domain.roles import Role, Scope
from handbook.domain.staff_contacts import Contacts, SecondFactor, check_contacts
from handbook.domain.staffing import check_username

COLUMNS = (
    "username",
    "full_name",
    "email",
    "phone",
    "second_factor",
    "unit_id",
    "role",
    "since",
    "until",
    "scopes",
)
"""What a row may say: somebody's post at one unit. Whoever has several has a row for each; `scopes` are parted by
spaces, and are a partner's system's only."""

_LONGEST_NAME = 120
_ROLES = frozenset(Role) - {*BOND_ROLES, Role.UNPROVED}
_FACTORS: Mapping[str, SecondFactor | None] = {"": None, "authenticator": "authenticator", "sms": "sms"}

type Outcome = Literal["created", "changed", "unchanged", "refused"]


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one row, with the field at fault where it is refused."""

    outcome: Outcome
    field: str = ""


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A row that could be read. `contacts` are there where it says them: somebody who has an account needs none."""

    username: StaffId
    full_name: str
    post: Post
    contacts: Contacts | None


def row_of(texts: Mapping[str, str]) -> StaffRow:
    """Read a row. Raises: InvalidFieldError by column, "column" for one that is not known."""
    if not set(texts) <= set(COLUMNS):
        raise InvalidFieldError("column")
    said = {name: texts.get(name, "").strip() for name in COLUMNS}
    return StaffRow(
        check_username(said["username"]),
        _name(said["full_name"]),
        Post(UnitId(said["unit_id"]), _role(said["role"]), _day(said, "since"), _day(said, "until"), _scopes(said)),
        _contacts(said),
    )


def _contacts(said: Mapping[str, str]) -> Contacts | None:
    if said["second_factor"] not in _FACTORS:
        raise InvalidFieldError("second_factor")
    if not said["email"]:
        if said["phone"] or said["second_factor"]:
            raise InvalidFieldError("email")
        return None
    try:
        phone = normalise_phone(said["phone"]) if said["phone"] else None
    except PhoneNotVietnameseError as error:
        raise InvalidFieldError("phone") from error
    return check_contacts(Contacts(said["email"], phone, _FACTORS[said["second_factor"]]))


def _name(text: str) -> str:
    name = clean_name(text)
    if not 1 <= len(name) <= _LONGEST_NAME or not name.isprintable() or not any(map(str.isalpha, name)):
        raise InvalidFieldError("full_name")
    return name


def _role(text: str) -> Role:
    found = next((role for role in _ROLES if role.value == text), None)
    if found is None:
        raise InvalidFieldError("role")
    return found


def _day(said: Mapping[str, str], field: str) -> date | None:
    try:
        return date.fromisoformat(said[field]) if said[field] else None
    except ValueError as error:
        raise InvalidFieldError(field) from error


def _scopes(said: Mapping[str, str]) -> tuple[Scope, ...]:
    try:
        scopes = tuple(map(Scope, said["scopes"].split()))
    except ValueError as error:
        raise InvalidFieldError("scopes") from error
    if len(set(scopes)) != len(scopes):
        raise InvalidFieldError("scopes")
    return scopes
