"""Correct what was said of a pregnancy, and date it anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from handbook.domain.access import Action, Ground
from handbook.domain.dating import Dating, check_dating
from handbook.domain.errors import NoPregnancyError, StaleVersionError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.pregnancy import Pregnancy, check_pregnancy
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.ports import Records
from handbook.usecases.retry import on_conflict
from handbook.usecases.schedule_contact import with_next_contact

if TYPE_CHECKING:
    from handbook.domain.immunization import Schedule


@dataclass(frozen=True, slots=True)
class PregnancyChanges:
    """What is to change: fields of the mother and of the pregnancy by name, and datings added or withdrawn."""

    mother: Mapping[str, Any]
    fields: Mapping[str, Any]
    dating: Dating | None = None
    withdraw_dating: str | None = None


def edit_pregnancy(
    handbook_id: HandbookId,
    changes: PregnancyChanges,
    based_on: int,
    context: Context,
    *,
    records: Records,
    schedule: Schedule,
) -> Handbook:
    """Change what is present, as seen at version `based_on`; every earlier dating stays and is shown.

    Visits move with the dating, and the day on which the family is told of the next one moves with them. What was said
    before is kept with who replaced it. Raises: NotFoundError, StaleVersionError, NoPregnancyError, InvalidFieldError,
    DatingNeededError, GestationTooLongError.
    """
    return on_conflict(lambda: _edit(handbook_id, changes, based_on, context, records, schedule))


def _edit(
    handbook_id: HandbookId,
    changes: PregnancyChanges,
    based_on: int,
    context: Context,
    records: Records,
    schedule: Schedule,
) -> Handbook:
    handbook, ground = admit(context, Action.EDIT_HANDBOOK, handbook_id, records)
    if handbook.pregnancy is None or (handbook.mother_hidden and ground is Ground.GUARDIAN):
        raise NoPregnancyError
    if handbook.profile_version != based_on:
        raise StaleVersionError("If-Match")
    dated = handbook.with_pregnancy(_changed(handbook.pregnancy, handbook, changes, context))
    changed = with_next_contact(dated, schedule, context.today)
    records.save_profile(changed, handbook, context.audit(Action.EDIT_HANDBOOK, ground, handbook.handbook_id))
    return replace(changed, version=(changed.version or 0) + 1)


def _changed(pregnancy: Pregnancy, handbook: Handbook, changes: PregnancyChanges, context: Context) -> Pregnancy:
    changed = replace(pregnancy, **changes.fields, mother=replace(pregnancy.mother, **changes.mother))
    if changes.dating is not None:
        ended = handbook.child.birth_date if handbook.child else handbook.ended_on
        check_dating(changes.dating, context.today, ended)
        changed = changed.dated(changes.dating)
    if changes.withdraw_dating is not None:
        changed = changed.without_dating(changes.withdraw_dating, context.now)
    check_pregnancy(changed)
    return changed
