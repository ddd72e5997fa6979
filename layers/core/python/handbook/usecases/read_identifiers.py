"""Show the numbers of a handbook: the list hides all but their ends, one alone is shown whole."""

from handbook.domain.access import PASSING, Action, Ground
from handbook.domain.errors import ForbiddenError, NotFoundError
from handbook.domain.identifiers import Identifier
from handbook.domain.ids import HandbookId, IdentifierId
from handbook.usecases.admit import admit, admit_reader
from handbook.usecases.change_identifier import identifier_of, is_shown
from handbook.usecases.context import Context
from handbook.usecases.ports import AuditLog, Identifiers, Records


def list_identifiers(
    handbook_id: HandbookId, context: Context, *, records: Records, identifiers: Identifiers, audit: AuditLog
) -> tuple[Identifier, ...]:
    """Give all numbers of a handbook, for a list that masks them. Raises: NotFoundError, ForbiddenError."""
    handbook = admit_reader(context, Action.LIST_IDENTIFIERS, handbook_id, records, audit)
    return tuple(one for one in identifiers.of_handbook(handbook) if is_shown(one, handbook, context))


def read_identifier(
    handbook_id: HandbookId,
    identifier_id: IdentifierId,
    context: Context,
    *,
    records: Records,
    identifiers: Identifiers,
    audit: AuditLog,
) -> Identifier:
    """Give one number whole, to guardians and to the staff of the area, with an access log entry of its own.

    A visit lasts a day and needs the end of a number only. Raises: NotFoundError, ForbiddenError.
    """
    handbook, ground = admit(context, Action.READ_IDENTIFIER, handbook_id, records)
    if ground in PASSING:
        raise ForbiddenError
    found = identifier_of(handbook, identifier_id, identifiers)
    if not is_shown(found, handbook, context):
        raise NotFoundError
    if ground is not Ground.GUARDIAN:
        audit.record(context.audit(Action.READ_IDENTIFIER, ground, handbook.handbook_id))
    return found
