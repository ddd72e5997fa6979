"""Read the register of a commune: its children by age, its pregnant women by due date."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from handbook.domain.access import Action, Ground, by_role
from handbook.domain.calendar import latest_birth_aged
from handbook.domain.errors import ForbiddenError, InvalidFieldError, NotFoundError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import CommuneCode
from handbook.domain.paging import Page, Position
from handbook.usecases.context import Context
from handbook.usecases.ports import AuditLog, Register


@dataclass(frozen=True, slots=True)
class RegisterQuery:
    """Who is listed: children of so many completed months of age, or women due between two days; ends are included."""

    of: Literal["children", "pregnant"] = "children"
    age_months_from: int | None = None
    age_months_to: int | None = None
    due_from: date | None = None
    due_to: date | None = None


def read_register(
    commune_code: CommuneCode,
    query: RegisterQuery,
    context: Context,
    limit: int,
    position: Position | None,
    *,
    register: Register,
    audit: AuditLog,
) -> Page[Handbook]:
    """List one commune of the actor's area, a page at a time, each handbook noted in its access log.

    Raises: ForbiddenError, NotFoundError for a commune of another area, InvalidFieldError for a filter that does not
    belong to what is listed, InvalidCursorError.
    """
    if by_role(context.actor, Action.LIST_AREA) is None:
        raise ForbiddenError
    if commune_code not in context.actor.communes:
        raise NotFoundError
    _check(query)
    if query.of == "children":
        born_from, born_to = _births(query, context.today)
        page = register.children(commune_code, born_from, born_to, limit, position)
    else:
        page = register.pregnancies(commune_code, query.due_from, query.due_to, limit, position)
    audit.record_all([context.audit(Action.LIST_AREA, Ground.AREA, book.handbook_id) for book in page.items])
    return page


def _births(query: RegisterQuery, today: date) -> tuple[date | None, date | None]:
    youngest, oldest = query.age_months_from, query.age_months_to
    return (
        latest_birth_aged(oldest + 1, today) + timedelta(days=1) if oldest is not None else None,
        latest_birth_aged(youngest, today) if youngest is not None else None,
    )


def _check(query: RegisterQuery) -> None:
    strange = ("due_from", "due_to") if query.of == "children" else ("age_months_from", "age_months_to")
    for name in strange:
        if getattr(query, name) is not None:
            raise InvalidFieldError(name)
    if query.age_months_from is not None and query.age_months_to is not None:
        _check_order(query.age_months_from <= query.age_months_to, "age_months_to")
    if query.due_from is not None and query.due_to is not None:
        _check_order(query.due_from <= query.due_to, "due_to")


def _check_order(in_order: bool, name: str) -> None:
    if not in_order:
        raise InvalidFieldError(name)
