"""Read what a child's records warn of."""

from handbook.domain.access import Action
from handbook.domain.acknowledgements import AlertState
from handbook.domain.ids import HandbookId
from handbook.usecases.admit import admit_reader
from handbook.usecases.context import Context
from handbook.usecases.ports import AuditLog, Records
from handbook.usecases.watch import WatchedAlert, watch


def read_alerts(
    handbook_id: HandbookId, state: AlertState | None, context: Context, *, records: Records, audit: AuditLog
) -> tuple[WatchedAlert, ...]:
    """Read the alerts in a state, or all that have not ended; the gravest first. Raises: NotFoundError."""
    handbook = admit_reader(context, Action.READ_HANDBOOK, handbook_id, records, audit)
    found = watch(handbook, records.history(handbook_id), context.today)
    return tuple(one for one in found if (one.state == state if state else one.state != "resolved"))
