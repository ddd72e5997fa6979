"""What an adoption changes of who may see a handbook, and what taking it back gives back."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from handbook.domain.bonds import Bond
from handbook.domain.errors import InvalidFieldError
from handbook.domain.grants import Grant, GrantKind
from handbook.domain.handbook import Handbook
from handbook.domain.ids import AccountId
from handbook.domain.life_events import Guardianship
from handbook.domain.names import fold
from handbook.domain.roles import Role


def adopted(
    handbook: Handbook, guardian: AccountId, today: date, *, mother_shared: bool, full_name: str | None
) -> tuple[Guardianship, Handbook]:
    """Let the old guardians' rights end and the new one's begin, with nothing of the mother's in the new ones' sight.

    Her name leaves the profile, unless she shares; a child who bears it ("Con bà ...") is given another name with it.
    Raises: InvalidFieldError ("full_name") where the child bears hers.
    """
    child = handbook.profile
    if full_name is not None:
        child = replace(child, full_name=full_name)
    hidden = not mother_shared
    names = {handbook.profile.mother_name, handbook.pregnancy.mother.full_name if handbook.pregnancy else None}
    if hidden and any(name and fold(name) in fold(child.full_name) for name in names):
        raise InvalidFieldError("full_name")
    rights = Guardianship(
        ended=tuple(sorted(handbook.guardians)),
        began=(guardian,),
        mother_shared=mother_shared,
        mother_name=handbook.profile.mother_name,
        bonds=tuple(sorted(handbook.guardians.items())),
        restriction=handbook.restriction,
    )
    return rights, replace(
        handbook,
        child=replace(child, mother_name=None) if hidden else child,
        guardians=MappingProxyType({guardian: Bond(Role.GUARDIAN, since=today)}),
        mother_hidden=handbook.mother_hidden or hidden,
        # What the old family agreed to and asked for binds nobody else; the acts themselves stay.
        consents=MappingProxyType({}),
        restriction=None,
        grants=given_by_units(handbook.grants),
    )


def given_back(handbook: Handbook, rights: Guardianship, *, mother_hidden: bool) -> Handbook:
    """Give the guardians of before their bonds and what they had restricted.

    What those gave who are its family no more ends; the old family agrees and shares anew.
    """
    return replace(
        handbook,
        child=replace(handbook.profile, mother_name=rights.mother_name),
        guardians=MappingProxyType(dict.fromkeys(rights.ended, Bond(Role.GUARDIAN)) | dict(rights.bonds)),
        mother_hidden=mother_hidden,
        consents=MappingProxyType({}),
        grants=given_by_units(handbook.grants),
        restriction=rights.restriction,
    )


def given_by_units(grants: Iterable[Grant]) -> tuple[Grant, ...]:
    """Leave out the rights that a family gave: they end with its own."""
    return tuple(one for one in grants if one.kind is not GrantKind.SHARE and not one.by_family)
