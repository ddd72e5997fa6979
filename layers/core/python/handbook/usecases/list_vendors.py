"""List the print vendors and who signs in for them."""

from dataclasses import dataclass
from typing import Protocol

from handbook.domain.access import Action, Role, by_role
from handbook.domain.directory import Post, Staff, Unit, UnitKind
from handbook.domain.errors import ForbiddenError
from handbook.domain.ids import UnitId
from handbook.domain.paging import Page, Position
from handbook.usecases.context import Context


@dataclass(frozen=True, slots=True)
class Vendor:
    """A print vendor and its accounts."""

    unit: Unit
    accounts: tuple[Staff, ...]


class UnitsAndStaff(Protocol):
    """See storage.directory.Directory."""

    def units_of_kind(self, kind: UnitKind, limit: int, position: Position | None = None) -> Page[Unit]: ...
    def staff_of(self, unit_id: UnitId) -> tuple[Staff, ...]: ...


def list_vendors(context: Context, limit: int, position: Position | None, *, directory: UnitsAndStaff) -> Page[Vendor]:
    """List vendors in the order of ids, each with the people who can sign in for it now. Raises: ForbiddenError."""
    if by_role(context.actor, Action.LIST_VENDORS) is None:
        raise ForbiddenError
    page = directory.units_of_kind(UnitKind.PRINT_VENDOR, limit, position)
    vendors = tuple(Vendor(unit, _accounts(unit, context, directory)) for unit in page.items)
    return Page(vendors, page.next)


def _accounts(unit: Unit, context: Context, directory: UnitsAndStaff) -> tuple[Staff, ...]:
    people = directory.staff_of(unit.unit_id)
    return tuple(person for person in people if _prints(person.post_at(unit.unit_id), context))


def _prints(post: Post | None, context: Context) -> bool:
    return post is not None and post.role is Role.PRINT_VENDOR and post.held_on(context.today)
