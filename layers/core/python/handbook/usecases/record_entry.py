"""Record something simple about mother or child: a finding, a milestone check, feeding, a supplement, teeth."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handbook.domain.entries import Entry
from handbook.domain.handbook import Handbook
from handbook.domain.ids import EntryId, HandbookId
from handbook.domain.receipts import Receipt
from handbook.usecases.admit import admit
from handbook.usecases.care_kinds import CareKind
from handbook.usecases.context import Context
from handbook.usecases.ports import NewId, Records
from handbook.usecases.watch import AlertsMoved, moved_by


@dataclass(frozen=True, slots=True)
class EntryRecorded[E: Entry]:
    """The entry as it was kept, the alerts that it opened or ended, and the handbook with all recorded before."""

    entry: E
    alerts: AlertsMoved
    handbook: Handbook
    before: Sequence[Entry]


def record_entry[E: Entry](
    handbook_id: HandbookId,
    kind: CareKind[E],
    said: Mapping[str, Any],
    context: Context,
    receipt: Receipt,
    *,
    records: Records,
    new_id: NewId,
) -> EntryRecorded[E]:
    """Write an entry of `kind` with the fields that were said, by family or staff, and say which alerts it moved.

    Raises: NotFoundError, ForbiddenError, ConflictError, and what the kind's check raises; then nothing was written.
    """
    handbook, ground = admit(context, kind.action, handbook_id, records)
    make: Callable[..., E] = kind.entry
    entry = make(
        entry_id=EntryId(new_id()),
        recorded_at=context.now,
        recorded_by=context.actor.id,
        source="family" if context.actor.is_family else "staff",
        **said,
    )
    kind.check(entry, handbook.profile, context.today)
    before = records.history(handbook_id)
    recorded = EntryRecorded(entry, moved_by(entry, handbook, before, context.today), handbook, before)
    marked = handbook.needing(recorded.alerts.attention)
    records.add_entry(entry, context.audit(kind.action, ground, handbook_id), receipt, recorded, changed=marked)
    return recorded
