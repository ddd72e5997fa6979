"""Record something simple about mother or child: a finding, a milestone check, feeding, a supplement, teeth."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from handbook.domain.entries import Entry
from handbook.domain.handbook import Handbook
from handbook.domain.ids import EntryId, HandbookId
from handbook.domain.receipts import Receipt
from handbook.domain.recordable import check_recordable
from handbook.domain.summary import with_entry
from handbook.usecases.admit import admit
from handbook.usecases.care_kinds import CareKind
from handbook.usecases.context import Context
from handbook.usecases.ports import NewId, Records
from handbook.usecases.replay import Recorded, recorded_before, without
from handbook.usecases.watch import AlertsMoved, moved_by


@dataclass(frozen=True, slots=True)
class EntryRecorded[E: Entry](Recorded):
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

    With an id of the client's own it is written once, and then answered as it is kept.
    Raises: NotFoundError, ForbiddenError, IdTakenError, ConflictError, and what the kind's check raises; then nothing
    was written.
    """
    handbook, ground = admit(context, kind.action, handbook_id, records)
    access = context.audit(kind.action, ground, handbook.handbook_id)
    earlier = recorded_before(kind.entry, receipt, access, records)
    if earlier is not None:
        before = without(records.history(handbook_id), earlier.entry)
        return replace(_moved(earlier.entry, handbook, before, context), earlier=earlier)
    make: Callable[..., E] = kind.entry
    entry = make(
        entry_id=EntryId(receipt.id_or(new_id)),
        recorded_at=context.now,
        recorded_by=context.actor.id,
        source="family" if context.actor.is_family else "staff",
        **{**said, **kind.known(said, handbook)},
    )
    kind.check(entry, handbook, context.today)
    check_recordable(handbook, getattr(entry, kind.day), kind.day, routine=True)
    recorded = _moved(entry, handbook, records.history(handbook_id), context)
    marked = with_entry(handbook, entry).needing(recorded.alerts.attention)
    records.add_entry(entry, access, receipt, recorded, changed=marked)
    return recorded


def _moved[E: Entry](entry: E, handbook: Handbook, before: Sequence[Entry], context: Context) -> EntryRecorded[E]:
    return EntryRecorded(entry, moved_by(entry, handbook, before, context.today), handbook, before)
