"""Record an encounter with all that was seen at it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from handbook.domain.access import Action
from handbook.domain.care_plan import CareItem, care_plan
from handbook.domain.encounters.checking import check_encounter
from handbook.domain.encounters.confidential import Confidential, parted
from handbook.domain.encounters.encounter import Details, Encounter
from handbook.domain.encounters.notices import Notice, notices_of
from handbook.domain.entries import Entry
from handbook.domain.errors import IdTakenError, InvalidFieldError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import EntryId, HandbookId
from handbook.domain.receipts import Receipt
from handbook.domain.summary import with_entry
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.encounter_days import care_case_of, check_in_care, situation_of
from handbook.usecases.encounter_parts import Parts, entries_of
from handbook.usecases.ports import NewId, Records
from handbook.usecases.replay import Recorded, recorded_before
from handbook.usecases.watch import AlertsMoved, moved_by_all


@dataclass(frozen=True, slots=True)
class RecordEncounter:
    """What was said of an encounter: its kind's fields, those of all kinds, and what was seen at it."""

    details: Details
    said: Mapping[str, Any]
    parts: Parts


@dataclass(frozen=True, slots=True)
class EncounterRecorded(Recorded):
    """The encounter as it was kept and its entries, what they moved, what is unusual, and the plan of care after it.

    `kept_apart` says that something of it is told to few only, and not what.
    """

    encounter: Encounter
    entries: tuple[Entry, ...]
    kept_apart: bool
    alerts: AlertsMoved
    notices: tuple[Notice, ...]
    plan: tuple[CareItem, ...]


def action_of_kind(kind: str) -> Action:
    """Give what recording an encounter is: a sick visit the family may tell of too."""
    return Action.RECORD_SICK_VISIT if kind == "sick_visit" else Action.RECORD_ENCOUNTER


def record_encounter(
    handbook_id: HandbookId,
    command: RecordEncounter,
    context: Context,
    receipt: Receipt,
    *,
    records: Records,
    new_id: NewId,
) -> EncounterRecorded:
    """Write an encounter and the entries of what was seen at it at once, and say what they moved.

    What tells of HIV is kept apart; a family cannot record it. With an id of the client's own an encounter is written
    once, and then answered as it is kept. Raises: NotFoundError, ForbiddenError, IdTakenError, DeliveryRecordedError,
    ConflictError, InvalidFieldError and its kinds; then nothing was written.
    """
    action = action_of_kind(command.details.kind)
    handbook, ground = admit(context, action, handbook_id, records)
    access = context.audit(action, ground, handbook.handbook_id)
    earlier = recorded_before(Encounter, receipt, access, records)
    before = records.history(handbook_id)
    if earlier is not None and context.actor.is_family and earlier.entry.source != "family":
        # Whoever repeats a visit of staff with each result in turn would learn by the answer which one was kept apart.
        raise IdTakenError(earlier)
    if earlier is not None:
        return replace(_told_again(earlier.entry, handbook, before, context, records), earlier=earlier)
    encounter = _encounter(command, context, receipt, new_id)
    situation = situation_of(handbook, context)
    check_encounter(encounter, situation)
    check_in_care(encounter, handbook)
    entries = entries_of(command.parts, encounter, handbook, context, new_id)
    kept, confidential = parted(encounter)
    if confidential is not None and context.actor.is_family:
        raise InvalidFieldError(_first_field(confidential))
    recorded = _moved(kept, entries, handbook, before, context, notices_of(encounter, situation), confidential)
    changed = with_entry(handbook, kept).needing(recorded.alerts.attention)
    records.add_entry(
        kept,
        access,
        receipt,
        recorded,
        changed=changed,
        also=entries,
        confidential=confidential,
    )
    return recorded


def amended_encounter(
    entry: Encounter, details: Details, said: Mapping[str, Any], handbook: Handbook, context: Context
) -> Encounter:
    """Give an encounter as a correction says it should be, checked as if it were recorded so.

    What was seen at it are entries of their own, and are corrected by themselves. Raises: InvalidFieldError and its
    kinds: also for another kind of encounter, and for what tells of HIV, which is recorded with a new one.
    """
    if details.kind != entry.kind:
        raise InvalidFieldError("kind")
    revised = replace(entry, details=details, **said)
    check_encounter(revised, situation_of(handbook, context))
    check_in_care(revised, handbook)
    kept, confidential = parted(revised)
    if confidential is not None:
        raise InvalidFieldError(_first_field(confidential))
    return kept


def _encounter(command: RecordEncounter, context: Context, receipt: Receipt, new_id: NewId) -> Encounter:
    return Encounter(
        entry_id=EntryId(receipt.id_or(new_id)),
        recorded_at=context.now,
        recorded_by=context.actor.id,
        source="family" if context.actor.is_family else "staff",
        details=command.details,
        **command.said,
    )


def _first_field(confidential: Confidential) -> str:
    return "labs" if confidential.labs else next(iter(confidential.codes))


def _told_again(
    encounter: Encounter, handbook: Handbook, before: Sequence[Entry], context: Context, records: Records
) -> EncounterRecorded:
    mine = tuple(one for one in before if getattr(one, "encounter_id", None) == encounter.entry_id)
    rest = tuple(one for one in before if one not in mine and one != encounter)
    confidential = records.confidential(handbook.handbook_id, encounter.entry_id)
    notices = notices_of(encounter, situation_of(handbook, context))
    return _moved(encounter, mine, handbook, rest, context, notices, confidential)


def _moved(
    encounter: Encounter,
    entries: tuple[Entry, ...],
    handbook: Handbook,
    before: Sequence[Entry],
    context: Context,
    notices: tuple[Notice, ...],
    confidential: Confidential | None,
) -> EncounterRecorded:
    after = handbook.care_contacts
    if all(one.encounter_id != encounter.entry_id for one in after):
        after = with_entry(handbook, encounter).care_contacts
    return EncounterRecorded(
        encounter,
        entries,
        confidential is not None,
        moved_by_all(entries, handbook, before, context.today),
        notices,
        care_plan(care_case_of(handbook), after, context.today),
    )
