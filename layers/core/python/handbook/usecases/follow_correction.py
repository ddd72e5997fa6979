"""What follows from a correction: conditions that were found by a screening, or by a dose that was refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from handbook.domain.amendments import Change, amended, marked_in_error, reinstated
from handbook.domain.conditions import ImmunizationCondition
from handbook.domain.doses import NotGiven
from handbook.domain.encounters.encounter import Encounter
from handbook.domain.entries import Entry, Kept, Moved, first_version
from handbook.domain.entry_kinds import KINDS
from handbook.domain.handbook import Handbook
from handbook.domain.screening import Screening
from handbook.usecases.record_not_given import refusals_of
from handbook.usecases.record_screening import contraindications_of

if TYPE_CHECKING:
    from handbook.domain.immunization import Schedule
    from handbook.usecases.ports import NewId


def followers(
    before: Kept[Entry],
    after: Kept[Entry],
    entries: Sequence[Kept[Entry]],
    change: Change,
    handbook: Handbook,
    *,
    schedule: Callable[[], Schedule],
    new_id: NewId,
) -> list[Moved]:
    """Give what changes with an entry: the conditions that it is the source of, or what was seen at an encounter.

    They are entered in error with it and reinstated with it. Where it is amended, they are made to say what it says
    now; those that somebody ended stay as they are.
    """
    mine = [one for one in entries if _follows(one.entry, after.entry)]
    if not after.counts:
        return [(one, marked_in_error(one, change)) for one in mine if one.counts]
    if not before.counts:
        same = (before.changed_at, before.changed_by)
        return [(one, reinstated(one, change)) for one in mine if not one.counts and _changed(one) == same]
    if not isinstance(after.entry, Screening | NotGiven):
        # What was seen at an encounter is amended by itself.
        return []
    wanted = _wanted(before.entry, after.entry, mine, handbook, schedule(), new_id)
    # What is new lies where its source does, and goes back with it.
    return [
        (one, made if one is not None else replace(made, kept_in=after.kept_in))
        for one, made in _made_alike(mine, wanted, change)
    ]


def _follows(entry: Entry, source: Entry) -> bool:
    if isinstance(source, Encounter):
        return getattr(entry, "encounter_id", None) == source.entry_id
    if isinstance(source, Screening | NotGiven) and isinstance(entry, ImmunizationCondition):
        return entry.source_id == KINDS[type(source)].id_of(source)
    return False


def _changed(kept: Kept[Entry]) -> tuple[object, str]:
    return kept.changed_at, kept.changed_by


def _wanted(
    before: Entry,
    after: Screening | NotGiven,
    mine: Sequence[Kept[Entry]],
    handbook: Handbook,
    schedule: Schedule,
    new_id: NewId,
) -> Sequence[ImmunizationCondition]:
    if isinstance(after, NotGiven):
        return refusals_of(after, schedule, new_id)
    found_before = isinstance(before, Screening) and any(one.codes for one in before.findings)
    if found_before and not mine:
        # Whoever screened chose that nothing be kept of what was found.
        return ()
    own = {one.entry.condition_id for one in mine if isinstance(one.entry, ImmunizationCondition)}
    others = tuple(one for one in handbook.conditions if one.condition_id not in own)
    return contraindications_of(after, replace(handbook, conditions=others), new_id)


def _made_alike(mine: Sequence[Kept[Entry]], wanted: Sequence[ImmunizationCondition], change: Change) -> list[Moved]:
    moved: list[Moved] = []
    left = {one.code: one for one in wanted}
    for kept in mine:
        entry = kept.entry
        if not isinstance(entry, ImmunizationCondition) or not kept.counts:
            continue
        now = left.pop(entry.code, None)
        if entry.ended_on is not None:
            continue
        if now is None:
            moved.append((kept, marked_in_error(kept, change)))
            continue
        alike = replace(entry, of=now.of, since=now.since, until=now.until)
        if alike != entry:
            moved.append((kept, amended(kept, alike, change)))
    new = (replace(one, recorded_at=change.at, recorded_by=change.by) for one in left.values())
    return [*moved, *((None, first_version(one)) for one in new)]
