"""Correct what was recorded: amend it, say that it was entered in error, or take that back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from handbook.domain.access import Action, Ground
from handbook.domain.amendments import Change, amended, authored_alike, authorship_of, marked_in_error, reinstated
from handbook.domain.correction_access import on_dispute, on_entry
from handbook.domain.encounters.confidential import check_text
from handbook.domain.entries import Entry, Kept, Moved, counting
from handbook.domain.entry_kinds import KINDS
from handbook.domain.errors import ConflictError, ForbiddenError, InvalidFieldError, NotFoundError, StaleVersionError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import LONGEST_ID, HandbookId
from handbook.domain.life_events import LifeEvent
from handbook.domain.mothers import sees_mother
from handbook.domain.mothers_part import is_of_before
from handbook.domain.reasons import ChangeReason, Doing, check_reason
from handbook.usecases.admit import admit, refusal
from handbook.usecases.context import Context
from handbook.usecases.correction_effects import Effects, effects_of
from handbook.usecases.follow import current
from handbook.usecases.follow_correction import followers
from handbook.usecases.ports import Disputes, NewId, Records
from handbook.usecases.retry import on_conflict

if TYPE_CHECKING:
    from handbook.domain.immunization import Schedule
    from handbook.usecases.judge_doses import ServiceSchedule

type Revise = Callable[[Any, Handbook, Context], Entry]
"""Makes the entry that a correction says it should be, of what it was, as of its recording; raises what recording it
would. No entry is about a day after its recording."""

ACTIONS: dict[Doing, Action] = {
    "amend": Action.AMEND_ENTRY,
    "entered_in_error": Action.MARK_IN_ERROR,
    "reinstate": Action.REINSTATE_ENTRY,
}


@dataclass(frozen=True, slots=True)
class Correction:
    """Which entry is corrected and how, based on the version that the caller saw, and why."""

    handbook_id: HandbookId
    kind: type[Entry]
    entry_id: str
    based_on: int
    doing: Doing
    reason: ChangeReason
    revise: Revise | None = None


@dataclass(frozen=True, slots=True)
class Tools:
    """What correcting needs of the world."""

    records: Records
    disputes: Disputes
    schedule: Callable[[], Schedule]
    service: ServiceSchedule
    new_id: NewId


@dataclass(frozen=True, slots=True)
class Named:
    """An entry as a client names it: by the handbook in which it was recorded where another has one of the same id."""

    handbook_id: HandbookId
    kind: type[Entry]
    entry_id: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """The new version, those of entries that follow from it, and what moved.

    No effects for an author who may not see the handbook any more: only the entry is theirs.
    """

    kept: Kept[Entry]
    also: tuple[Kept[Entry], ...]
    effects: Effects | None


def correct_entry(correction: Correction, context: Context, tools: Tools) -> Corrected:
    """Write the next version of an entry, with all that follows from it, and keep the one before.

    Raises: NotFoundError, ForbiddenError, StaleVersionError with the current version, WrongEntryStatusError,
    InvalidFieldError and what recording such an entry raises, TooManyConditionsError, ConflictError; then nothing was
    written.
    """
    return on_conflict(lambda: _correct(correction, context, tools))


def _correct(correction: Correction, context: Context, tools: Tools) -> Corrected:
    if correction.kind is LifeEvent:
        # Rights, residence and codes follow from it: it is taken back by a retraction, which undoes these too.
        raise InvalidFieldError("kind")
    action = ACTIONS[correction.doing]
    handbook, standing = handbook_for(context, action, correction.handbook_id, tools.records)
    named = Named(correction.handbook_id, correction.kind, correction.entry_id)
    kept, ground = entry_for(context, action, handbook, named, standing, tools)
    if kept.version != correction.based_on:
        raise StaleVersionError("If-Match", kept)
    check_reason(correction.reason, correction.doing)
    check_text(correction.reason.text, "reason.text")
    change = Change(context.now, context.actor.id, correction.reason)
    entries = tools.records.all_entries(handbook.handbook_id)
    after = _after(correction, kept, change, handbook, context)
    moved: list[Moved] = [(kept, after)]
    moved += followers(kept, after, entries, change, handbook, schedule=tools.schedule, new_id=tools.new_id)
    effects = effects_of(
        after.entry,
        handbook,
        counting(entries),
        counting(_replaced(entries, moved)),
        context.today,
        schedule=tools.schedule,
        service=tools.service,
    )
    audit = context.audit(action, ground, handbook.handbook_id)
    tools.records.replace_entries(moved, audit, effects.handbook)
    also = tuple(one for _, one in moved[1:])
    return Corrected(after, also, effects if standing is not None else None)


def _after(
    correction: Correction, kept: Kept[Entry], change: Change, handbook: Handbook, context: Context
) -> Kept[Entry]:
    if correction.doing == "entered_in_error":
        return marked_in_error(kept, change)
    if correction.doing == "reinstate":
        return reinstated(kept, change)
    if correction.revise is None or not kept.counts:
        return amended(kept, kept.entry, change)
    as_of = replace(context, now=kept.entry.recorded_at)
    return amended(kept, authored_alike(correction.revise(kept.entry, handbook, as_of), kept.entry), change)


def _replaced(entries: Sequence[Kept[Entry]], moved: Sequence[Moved]) -> list[Kept[Entry]]:
    changed = [one for one, _ in moved if one is not None]
    if not all(one in entries for one in changed):
        # Somebody changed it between the two readings: decide afresh.
        raise ConflictError
    return [*(one for one in entries if one not in changed), *(after for _, after in moved)]


def handbook_for(
    context: Context, action: Action, handbook_id: HandbookId, records: Records
) -> tuple[Handbook, Ground | None]:
    """Read a handbook for one entry or dispute in it, which may be the actor's concern though the handbook is not.

    The ground is None for staff without a standing on the handbook. Raises: NotFoundError, ForbiddenError.
    """
    try:
        return admit(context, action, handbook_id, records)
    except (NotFoundError, ForbiddenError):
        if context.actor.is_family or len(handbook_id) > LONGEST_ID:
            raise
        handbook = current(handbook_id, records)
        if handbook is None:
            raise
        return handbook, None


def entry_for(
    context: Context,
    action: Action,
    handbook: Handbook,
    named: Named,
    standing: Ground | None,
    tools: Tools,
) -> tuple[Kept[Entry], Ground]:
    """Find an entry that the actor may correct, and say on what ground. Raises: NotFoundError, ForbiddenError."""
    kept = find_entry(named, tools.records)
    if kept is None or (not sees_mother(context.actor, handbook) and is_of_before(kept.entry)):
        raise NotFoundError
    authorship = authorship_of(kept.entry)
    ground = on_entry(context.actor, action, authorship, standing)
    if ground is None and not context.actor.is_family:
        answers = _answers_for(named.entry_id, handbook, context, tools.disputes)
        ground = on_entry(context.actor, action, authorship, standing, disputed_at_unit=answers)
    if ground is None:
        raise refusal(context, action, handbook)
    return kept, ground


def find_entry(named: Named, records: Records) -> Kept[Entry] | None:
    """Read an entry by the id that a client sent, None when there is none."""
    kind, entry_id = named.kind, named.entry_id
    kept = records.entry(kind, named.handbook_id, entry_id) if len(entry_id) <= LONGEST_ID else None
    return kept if kept is not None and KINDS[kind].id_of(kept.entry) == entry_id else None


def _answers_for(entry_id: str, handbook: Handbook, context: Context, disputes: Disputes) -> bool:
    about = (one for one in disputes.open_in(handbook.partitions) if one.about and one.about.entry_id == entry_id)
    return any(on_dispute(context.actor, one.desk.unit_id, one.desk.commune_code) for one in about)
