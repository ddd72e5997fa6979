"""What every look-up has in common: it is counted before, and written down whether it finds anything or not."""

from collections.abc import Iterable

from handbook.domain.access import Action, on_handbook
from handbook.domain.errors import TooManyRequestsError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.lookups import PER_SEEKER, SoughtBy, lookup
from handbook.domain.sign_in import seconds_left
from handbook.usecases.context import Context
from handbook.usecases.follow import current
from handbook.usecases.ports import AuditLog, Counters, Records


def count_lookup(context: Context, counters: Counters) -> None:
    """Count one look-up of the actor, before anything is read. Raises: TooManyRequestsError."""
    # Each window counts by itself, also where two of them begin in the same second.
    subjects = [(f"LOOKUP#{limit.window.total_seconds():.0f}#{context.actor.id}", limit) for limit in PER_SEEKER]
    over = counters.count(subjects, context.now)
    if over is not None:
        raise TooManyRequestsError(seconds_left(over, context.now))


def visible(found: Iterable[Handbook | HandbookId], context: Context, records: Records) -> list[Handbook]:
    """Give those that the actor may read, each once; of one that was merged the one that it was merged into."""
    shown: dict[HandbookId, Handbook] = {}
    for one in found:
        handbook = _now(one, records)
        if handbook is not None and on_handbook(context.actor, Action.READ_HANDBOOK, handbook, context.now):
            shown.setdefault(handbook.handbook_id, handbook)
    return list(shown.values())


def _now(one: Handbook | HandbookId, records: Records) -> Handbook | None:
    if not isinstance(one, Handbook):
        return current(one, records)
    return records.get(one.merged_into) if one.merged_into is not None else one


def note_lookup(shown: Iterable[Handbook], by: SoughtBy, action: Action, context: Context, audit: AuditLog) -> None:
    """Write down a look-up and, in the log of each handbook that is not the actor's own, that it was shown."""
    books = list(shown)
    grounds = ((book, on_handbook(context.actor, Action.READ_HANDBOOK, book, context.now)) for book in books)
    entries = [
        context.audit(action, ground, book.handbook_id)
        for book, ground in grounds
        if ground is not None and not context.actor.is_family
    ]
    audit.record_lookup(lookup(context.actor, by, len(books), context.now, context.request_id), entries)
