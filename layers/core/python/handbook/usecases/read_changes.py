"""Read what changed in a handbook since a version of it."""

from dataclasses import dataclass

from handbook.domain.access import Action
from handbook.domain.changes import Changes
from handbook.domain.errors import InvalidCursorError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.usecases.admit import admit_reader
from handbook.usecases.context import Context
from handbook.usecases.ports import AuditLog, Records


@dataclass(frozen=True, slots=True)
class ChangesRead:
    """A handbook as it is, and what changed in it."""

    handbook: Handbook
    changes: Changes


def read_changes(
    handbook_id: HandbookId, since: int, limit: int, context: Context, *, records: Records, audit: AuditLog
) -> ChangesRead:
    """Give what changed after version `since`, oldest change first; 0 is from the beginning.

    Raises: NotFoundError, ForbiddenError; InvalidCursorError for a version that the handbook has not reached, as after
    a restored backup: the client then begins anew.
    """
    handbook = admit_reader(context, Action.READ_HANDBOOK, handbook_id, records, audit)
    if since > (handbook.version or 0):
        raise InvalidCursorError("since")
    # Who asks for a handbook by its name from before a merge counted by its versions, until it has seen the merge.
    own = next((merge for merge in handbook.merged_from if merge.handbook_id == handbook_id), None)
    if own is not None and since < own.seq:
        return ChangesRead(handbook, _upto_merge(handbook, own.seq, limit, records))
    return ChangesRead(handbook, records.changes(handbook, since, limit))


def _upto_merge(handbook: Handbook, merged_at: int, limit: int, records: Records) -> Changes:
    # Whole, though it be more than a page: a cursor from before the merge would be taken for one of the old name's
    # versions, and lead to the first page again and again.
    found = records.changes(handbook, 0, limit)
    while found.more and found.upto < merged_at:
        rest = records.changes(handbook, found.upto, limit)
        found = Changes((*found.items, *rest.items), rest.upto, rest.more)
    return found
