"""Compare summaries with the entries that they are made of, and make those anew that drifted: the entries are right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import TYPE_CHECKING

from handbook.domain.access import Action, Ground
from handbook.domain.audit import AuditEntry
from handbook.domain.calendar import local_date
from handbook.domain.errors import ConflictError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.summary import summarised
from handbook.usecases.ports import Records
from handbook.usecases.retry import TRIES
from handbook.usecases.schedule_contact import with_next_contact
from handbook.usecases.watch import attention_of, watch

if TYPE_CHECKING:
    from handbook.domain.immunization import Schedule

_PAGE = 100
"""The most that one BatchGetItem takes."""


@dataclass(frozen=True, slots=True)
class Looked:
    """One handbook that was compared; `drifted` names what its summary says otherwise than its entries."""

    handbook_id: HandbookId
    drifted: tuple[str, ...]
    rebuilt: bool = False


def rebuild_shard(
    shard: int, now: datetime, *, records: Records, schedule: Callable[[], Schedule], applies: bool
) -> Iterator[Looked]:
    """Look at every handbook of one part of all, page by page, and with `applies` write those anew that drifted.

    Each that is written gets its next contact and its mark as of today and an entry in its access log. Somebody who
    writes at the same time wins; the handbook is then read afresh. Raises: UnavailableError, ConflictError.
    """
    page = records.of_shard(shard, _PAGE)
    while True:
        for handbook in page.items:
            yield _look(handbook.handbook_id, now, records, schedule, applies=applies)
        if page.next is None:
            return
        page = records.of_shard(shard, _PAGE, page.next)


def _look(
    handbook_id: HandbookId, now: datetime, records: Records, schedule: Callable[[], Schedule], *, applies: bool
) -> Looked:
    for _ in range(TRIES):
        found = _compared(handbook_id, records)
        if found is None:
            return Looked(handbook_id, ())
        built, drifted = found
        if not drifted or not applies:
            return Looked(handbook_id, drifted)
        try:
            records.replace_entries([], _noted(handbook_id, now), _as_of(built, local_date(now), records, schedule))
        except ConflictError:
            continue
        return Looked(handbook_id, drifted, rebuilt=True)
    raise ConflictError


def _compared(handbook_id: HandbookId, records: Records) -> tuple[Handbook, tuple[str, ...]] | None:
    # The summary is read before and after the entries: one that moved in between was not compared with its own.
    for _ in range(TRIES):
        handbook = records.get(handbook_id)
        if handbook is None or handbook.merged_into is not None:
            # What is read in another handbook is a part of that one's summary.
            return None
        built = summarised(handbook, records.history(handbook_id))
        again = records.get(handbook_id)
        if again is not None and again.version == handbook.version:
            return built, drift(handbook, built)
    raise ConflictError


def drift(handbook: Handbook, built: Handbook) -> tuple[str, ...]:
    """Name the parts of a summary that differ from one made of the entries."""
    names = (field.name for field in fields(Handbook))
    return tuple(name for name in names if getattr(handbook, name) != getattr(built, name))


def _as_of(built: Handbook, today: date, records: Records, schedule: Callable[[], Schedule]) -> Handbook:
    if built.child is None:
        return built
    marked = built.needing(attention_of(watch(built, records.history(built.handbook_id), today)))
    return with_next_contact(marked, schedule(), today)


def _noted(handbook_id: HandbookId, now: datetime) -> AuditEntry:
    return AuditEntry(handbook_id, now, "operator", "operator", None, Action.REBUILD_SUMMARY, Ground.ROLE, "rebuild")
