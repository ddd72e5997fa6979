"""Read what happened to a handbook."""

from handbook.domain.access import Action
from handbook.domain.entries import counting
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.life_events import LifeEvent
from handbook.usecases.admit import admit_reader
from handbook.usecases.context import Context
from handbook.usecases.ports import AuditLog, Records

_MOST = 100
"""More than happens to anybody in six years."""


def read_life(
    handbook_id: HandbookId, context: Context, *, records: Records, audit: AuditLog
) -> tuple[Handbook, tuple[LifeEvent, ...]]:
    """Read a handbook and every event of its life, those that were taken back among them. Raises: NotFoundError."""
    handbook = admit_reader(context, Action.READ_HANDBOOK, handbook_id, records, audit)
    return handbook, counting(records.entries(LifeEvent, handbook_id, _MOST).items)
