"""How bonds are written down in a summary and beside it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from handbook.domain.bonds import Bond
from handbook.domain.calendar import from_iso_day, iso_day
from handbook.domain.ids import AccountId
from handbook.domain.roles import Role


def bond_form(bond: Bond) -> str | list[str | None]:
    """Write a bond: the role alone where no day is known, as all were before days were kept."""
    if bond.since is None and bond.until is None:
        return bond.role.value
    return [bond.role.value, iso_day(bond.since), *([iso_day(bond.until)] if bond.until else [])]


def bond_from(form: str | list[Any]) -> Bond:
    """Read what `bond_form` wrote, and the plain role of before."""
    if isinstance(form, str):
        return Bond(Role(form))
    role, since, *until = form
    return Bond(Role(role), from_iso_day(since), from_iso_day(next(iter(until), None)))


def bonds_form(bonds: Mapping[AccountId, Bond]) -> dict[str, Any]:
    """Write the bonds to a handbook."""
    return {account: bond_form(bond) for account, bond in bonds.items()}


def bonds_from(form: Mapping[str, Any]) -> Mapping[AccountId, Bond]:
    """Read what `bonds_form` wrote."""
    return MappingProxyType({AccountId(account): bond_from(one) for account, one in form.items()})
