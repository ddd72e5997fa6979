"""Read two handbooks of one child or of one pregnancy in one: look first, then link them, and undo it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from handbook.domain.access import Action, Ground
from handbook.domain.bonds import guardians_on, raised
from handbook.domain.entries import Entry, counting
from handbook.domain.errors import (
    ForbiddenError,
    InvalidFieldError,
    MergeRefusedError,
    MergeUnconfirmedError,
    NotFoundError,
    StaleVersionError,
)
from handbook.domain.handbook import Handbook
from handbook.domain.ids import DoseId, HandbookId
from handbook.domain.matching import Match
from handbook.domain.merged_pregnancies import brought, check_lives, dated_by_both
from handbook.domain.merges import Merge, MergeNote
from handbook.domain.merging import Conflict, MergeWarning, conflicts_between, linked, same_doses, warnings_between
from handbook.domain.summary import summarised
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.match_facts import compare, facts_of, facts_of_pregnancy, with_marks
from handbook.usecases.ports import AuditLog, Identifiers, Records
from handbook.usecases.retry import on_conflict
from handbook.usecases.schedule_contact import with_next_contact

if TYPE_CHECKING:
    from handbook.domain.immunization import Schedule


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What would come together; `entries` counts what the other handbook brings. Of a pair of doses one counts.

    `due_on` is the expected day of birth by the datings of both, None where nothing is known of a pregnancy.
    """

    kept: Handbook
    other: Handbook
    match: Match
    conflicts: tuple[Conflict, ...]
    same_doses: tuple[tuple[DoseId, DoseId], ...]
    warnings: tuple[MergeWarning, ...]
    entries: int
    due_on: date | None


@dataclass(frozen=True, slots=True)
class MergeHandbooks:
    """Which handbook is read in this one, why, as of which versions of both, and which warnings are confirmed."""

    other_id: HandbookId
    reason: str
    based_on: int
    other_based_on: int
    confirmed: frozenset[MergeWarning] = frozenset()


def preview_merge(
    handbook_id: HandbookId,
    other_id: HandbookId,
    context: Context,
    *,
    records: Records,
    identifiers: Identifiers,
    audit: AuditLog,
) -> MergePreview:
    """Say what a merge would bring together; both readings are in the access logs.

    Raises: NotFoundError, ForbiddenError, MergeRefusedError, MergeBeforeBirthError, InvalidFieldError.
    """
    kept, other = pair(Action.PREVIEW_MERGE, handbook_id, other_id, context, records)
    audit.record_all([context.audit(Action.PREVIEW_MERGE, Ground.AREA, one.handbook_id) for one in (kept, other)])
    return _preview(kept, other, context.today, records, identifiers)


def merge_handbooks(
    handbook_id: HandbookId,
    command: MergeHandbooks,
    context: Context,
    *,
    records: Records,
    identifiers: Identifiers,
    schedule: Schedule,
) -> Handbook:
    """Link the other handbook to this one, in which both are read from now on; no entry moves and none is changed.

    A merge that is there already is answered as it is. Raises: NotFoundError, ForbiddenError, StaleVersionError,
    MergeRefusedError, MergeBeforeBirthError, MergeUnconfirmedError, InvalidFieldError, TooManyConditionsError.
    """
    return on_conflict(lambda: _merge(handbook_id, command, context, records, identifiers, schedule))


def _merge(
    handbook_id: HandbookId,
    command: MergeHandbooks,
    context: Context,
    records: Records,
    identifiers: Identifiers,
    schedule: Schedule,
) -> Handbook:
    done = _already(handbook_id, command.other_id, context, records)
    if done is not None:
        return done
    kept, other = pair(Action.MERGE_HANDBOOKS, handbook_id, command.other_id, context, records)
    if (kept.profile_version, other.profile_version) != (command.based_on, command.other_based_on):
        raise StaleVersionError("If-Match" if kept.profile_version != command.based_on else "other_etag")
    found = _preview(kept, other, context.today, records, identifiers)
    if not set(found.warnings) <= command.confirmed:
        raise MergeUnconfirmedError("confirmed")
    seq = max(kept.version or 0, other.version or 0) + 1
    merge = Merge(
        other.handbook_id,
        context.now,
        context.actor.id,
        guardians=tuple(one for one in other.guardians if one not in kept.guardians),
        raised=raised(kept.guardians, other.guardians),
        codes=tuple(carrier.code for carrier in other.all_carriers),
        same_doses=found.same_doses,
        seq=seq,
        datings=brought(kept, other),
    )
    one, two = linked(kept, other, merge)
    entries = entries_of(one, records)
    one = renewed(one, entries, context, schedule)
    note = MergeNote(kept.handbook_id, other.handbook_id, context.now, context.actor.id, command.reason, seq)
    audited = [context.audit(Action.MERGE_HANDBOOKS, Ground.AREA, book.handbook_id) for book in (one, two)]
    records.save_merge(one, two, note, audited)
    return replace(one, version=seq)


def _already(handbook_id: HandbookId, other_id: HandbookId, context: Context, records: Records) -> Handbook | None:
    handbook, _ = admit(context, Action.MERGE_HANDBOOKS, handbook_id, records)
    return handbook if handbook.handbook_id == handbook_id and other_id in handbook.partitions[1:] else None


def pair(
    action: Action, handbook_id: HandbookId, other_id: HandbookId, context: Context, records: Records
) -> tuple[Handbook, Handbook]:
    """Admit an actor to two handbooks of the own area that may be linked. A visit is no ground: it lasts a day.

    Raises: NotFoundError, ForbiddenError, InvalidFieldError, MergeRefusedError, MergeBeforeBirthError.
    """
    if handbook_id == other_id:
        raise InvalidFieldError("other_id")
    found = []
    for one in (handbook_id, other_id):
        handbook, ground = admit(context, action, one, records)
        if ground is not Ground.AREA:
            raise ForbiddenError
        found.append(handbook)
    kept, other = found
    if kept.handbook_id != handbook_id or other.handbook_id != other_id or other.merged_from:
        raise MergeRefusedError("other_id")
    if kept.mother_hidden != other.mother_hidden:
        # Those who adopted would see what is the mother's, and she her child again: the adoption is recorded in both.
        raise MergeRefusedError("other_id")
    parents = [set(guardians_on(one.guardians, context.today)) for one in found]
    if kept.mother_hidden and parents[0].isdisjoint(parents[1]):
        # Two families that adopted would learn of each other; of one child the same adoption is recorded in both.
        raise MergeRefusedError("other_id")
    check_lives(kept, other)
    return kept, other


def _preview(kept: Handbook, other: Handbook, today: date, records: Records, identifiers: Identifiers) -> MergePreview:
    of_one = facts_of if other.child is not None else facts_of_pregnancy
    facts = [with_marks(of_one(one, today), identifiers.marks_of(one)) for one in (kept, other)]
    found = compare(facts[0], facts[1])
    conflicts = conflicts_between(kept, other)
    # Of two handbooks of one pregnancy that is what is expected; two children were born of one each.
    both_pregnancies = other.child is not None and kept.pregnancy is not None and other.pregnancy is not None
    dated = dated_by_both(kept, other)
    return MergePreview(
        kept,
        other,
        found,
        conflicts,
        same_doses(kept.doses, other.doses),
        warnings_between(conflicts, twins=found.twins, alike=found.probable, pregnancies=both_pregnancies),
        entries=len(records.entries_in(other.handbook_id)),
        due_on=dated.due_on if dated else None,
    )


def entries_of(handbook: Handbook, records: Records) -> Sequence[Entry]:
    """Read all entries that count of the handbooks that are read in one, as a link that is not written yet says."""
    return [entry for place in handbook.partitions for entry in counting(records.entries_in(place))]


def renewed(handbook: Handbook, entries: Sequence[Entry], context: Context, schedule: Schedule) -> Handbook:
    """Make anew what a handbook derives from its entries, with the mark of the gravest alert and the next contact."""
    from handbook.usecases.watch import attention_of, watch  # noqa: PLC0415 - the rules of alerts are many

    built = summarised(handbook, entries)
    marked = built.needing(attention_of(watch(built, entries, context.today)))
    return with_next_contact(marked, schedule, context.today)


def other_of(handbook: Handbook, other_id: HandbookId, records: Records) -> Handbook:
    """Read a handbook that is merged into another as it is itself. Raises: NotFoundError."""
    other = records.get(other_id)
    if other is None or other.merged_into != handbook.handbook_id:
        raise NotFoundError
    return other
