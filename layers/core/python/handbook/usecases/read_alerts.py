"""Read what a child's records warn of."""

from handbook.domain.access import Action
from handbook.domain.acknowledgements import AlertState
from handbook.domain.ids import HandbookId
from handbook.domain.mothers import sees_mother
from handbook.domain.mothers_entries import is_mothers
from handbook.usecases.admit import admit_reader
from handbook.usecases.context import Context
from handbook.usecases.ports import AuditLog, Records
from handbook.usecases.watch import WatchedAlert, watch


def read_alerts(
    handbook_id: HandbookId, state: AlertState | None, context: Context, *, records: Records, audit: AuditLog
) -> tuple[WatchedAlert, ...]:
    """Read the alerts in a state, or all that have not ended; the gravest first. Raises: NotFoundError.

    Those of a mother whose data the guardians of now may not see are left out.
    """
    handbook = admit_reader(context, Action.READ_HANDBOOK, handbook_id, records, audit)
    shown = sees_mother(context.actor, handbook)
    entries = tuple(one for one in records.history(handbook_id) if shown or not is_mothers(one))
    found = watch(handbook, entries, context.today)
    return tuple(one for one in found if (one.state == state if state else one.state != "resolved"))
