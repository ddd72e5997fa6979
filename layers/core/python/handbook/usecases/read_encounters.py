"""Read encounters with what was seen at them, and the plan of care."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from handbook.domain.access import Action, Ground, on_handbook
from handbook.domain.care_plan import CareItem, care_plan
from handbook.domain.encounters.confidential import Confidential
from handbook.domain.encounters.encounter import ChildCheckup, Encounter
from handbook.domain.entries import Entry, Kept
from handbook.domain.errors import NotFoundError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import LONGEST_ID, HandbookId
from handbook.domain.mothers import sees_mother
from handbook.domain.paging import Page, Position
from handbook.usecases.admit import admit_reader
from handbook.usecases.context import Context
from handbook.usecases.encounter_days import care_case_of, is_mothers
from handbook.usecases.ports import AuditLog, Records


@dataclass(frozen=True, slots=True)
class EncounterSeen:
    """One encounter as it is kept, the entries of what was seen at it that count, and what few may read of it."""

    kept: Kept[Encounter]
    entries: tuple[Entry, ...]
    confidential: Confidential | None = None


def list_encounters(
    handbook_id: HandbookId,
    limit: int,
    position: Position | None,
    context: Context,
    *,
    records: Records,
    audit: AuditLog,
) -> Page[EncounterSeen]:
    """Read one page of encounters in the order of days; nothing confidential is among them. Raises: NotFoundError.

    Those of a mother whose data the guardians of now may not see are left out, so that a page may hold fewer.
    """
    handbook = admit_reader(context, Action.READ_HANDBOOK, handbook_id, records, audit)
    page = records.entries(Encounter, handbook_id, limit, position)
    shown = [_shown(one, handbook, context) for one in page.items if _may_see(handbook, one.entry, context)]
    seen = records.history(handbook_id) if shown else ()
    return Page(tuple(EncounterSeen(one, _at(one.entry, seen)) for one in shown), page.next)


def read_encounter(
    handbook_id: HandbookId, encounter_id: str, context: Context, *, records: Records, audit: AuditLog
) -> EncounterSeen:
    """Read one encounter; what tells of HIV only to those with the right, each time with its own entry in the log.

    Raises: NotFoundError.
    """
    handbook = admit_reader(context, Action.READ_HANDBOOK, handbook_id, records, audit)
    kept = records.entry(Encounter, handbook_id, encounter_id) if len(encounter_id) <= LONGEST_ID else None
    if kept is None or not _may_see(handbook, kept.entry, context):
        raise NotFoundError
    kept = _shown(kept, handbook, context)
    entries = _at(kept.entry, records.history(handbook_id))
    return EncounterSeen(kept, entries, _confidential(handbook, kept.entry, context, records, audit))


def read_care_plan(
    handbook_id: HandbookId, context: Context, *, records: Records, audit: AuditLog
) -> tuple[CareItem, ...]:
    """Read which official contacts are done, due and missed as of today. Raises: NotFoundError."""
    handbook = admit_reader(context, Action.READ_HANDBOOK, handbook_id, records, audit)
    case = care_case_of(handbook, mother=not _mother_hidden(handbook, context))
    return care_plan(case, handbook.care_contacts, context.today)


def _mother_hidden(handbook: Handbook, context: Context) -> bool:
    return not sees_mother(context.actor, handbook)


def _may_see(handbook: Handbook, encounter: Encounter, context: Context) -> bool:
    return not (_mother_hidden(handbook, context) and is_mothers(encounter))


def _shown(kept: Kept[Encounter], handbook: Handbook, context: Context) -> Kept[Encounter]:
    details = kept.entry.details
    if _mother_hidden(handbook, context) and isinstance(details, ChildCheckup):
        return replace(kept, entry=replace(kept.entry, details=replace(details, newborn_history=None)))
    return kept


def _at(encounter: Encounter, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    found: Sequence[Entry] = [one for one in entries if getattr(one, "encounter_id", None) == encounter.entry_id]
    return tuple(found)


def _confidential(
    handbook: Handbook, encounter: Encounter, context: Context, records: Records, audit: AuditLog
) -> Confidential | None:
    ground: Ground | None = on_handbook(context.actor, Action.READ_CONFIDENTIAL, handbook, context.now)
    if ground is None:
        return None
    found = records.confidential(handbook.handbook_id, encounter.entry_id)
    if found is not None:
        audit.record(context.audit(Action.READ_CONFIDENTIAL, ground, handbook.handbook_id))
    return found
