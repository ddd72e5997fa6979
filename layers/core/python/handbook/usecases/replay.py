"""Find what a client recorded before with an id of its own making: a batch that is sent again changes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from handbook.domain.access import Ground
from handbook.domain.audit import AuditEntry
from handbook.domain.entries import Entry, Kept
from handbook.domain.errors import IdTakenError
from handbook.domain.receipts import Receipt
from handbook.usecases.ports import Records


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What recording gives. `earlier` is the newest version of an entry that came before, None of a new one."""

    earlier: Kept[Any] | None = None


def recorded_before[E: Entry](kind: type[E], receipt: Receipt, reading: AuditEntry, records: Records) -> Kept[E] | None:
    """Give the entry that the request made when it came before, None when it is new or its client made no id.

    It is the newest version: what was corrected since stays corrected. Call it after the actor was admitted: `reading`
    says on which ground, and is kept in the access log where it is not a guardian's.
    Raises: IdTakenError with what the id was used for, when something else was said with it.
    """
    if receipt.named is None:
        return None
    mark = records.mark(reading.handbook_id, receipt.named.id)
    if mark is None:
        return None
    if reading.ground is not Ground.GUARDIAN:
        records.note(reading)
    kept = records.marked_entry(reading.handbook_id, mark)
    if kept is None or mark.said != receipt.named.said or not isinstance(kept.entry, kind):
        raise IdTakenError(kept)
    return cast("Kept[E]", kept)


def without[E: Entry](entries: Iterable[Entry], entry: E) -> tuple[Entry, ...]:
    """Give entries as they stood without one of them."""
    return tuple(one for one in entries if one != entry)
