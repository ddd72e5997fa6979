"""List the handbooks that an actor answers for."""

from handbook.domain.access import Action, Ground, by_role
from handbook.domain.bonds import holds
from handbook.domain.errors import ForbiddenError, InvalidFieldError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import AccountId, CommuneCode
from handbook.domain.paging import Page, Position
from handbook.usecases.context import Context
from handbook.usecases.ports import AuditLog, Records


def list_handbooks(
    context: Context,
    limit: int,
    position: Position | None,
    commune_code: CommuneCode | None,
    *,
    records: Records,
    audit: AuditLog,
) -> Page[Handbook]:
    """List a family's handbooks, or those of one commune of a health worker's area, each noted in its access log.

    Without `commune_code` staff see the first commune of their area. Raises: ForbiddenError, InvalidFieldError.
    """
    if context.actor.is_family:
        account = AccountId(context.actor.id)
        page = records.of_account(account, limit, position)
        # The index is a moment behind: whose bond has ended does not see the handbook once more.
        return Page(tuple(book for book in page.items if holds(book.guardians, account, context.today)), page.next)
    if by_role(context.actor, Action.LIST_AREA) is None:
        raise ForbiddenError
    communes = sorted(context.actor.communes)
    chosen = commune_code or next(iter(communes), None)
    if chosen not in context.actor.communes:
        raise InvalidFieldError("commune_code")
    page = records.of_commune(chosen, limit, position)
    audit.record_all([context.audit(Action.LIST_AREA, Ground.AREA, book.handbook_id) for book in page.items])
    return page
