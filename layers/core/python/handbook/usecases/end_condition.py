"""End a condition that no longer holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from handbook.domain.access import Action
from handbook.domain.conditions import ImmunizationCondition
from handbook.domain.errors import InvalidFieldError, NotFoundError, StaleVersionError, WrongEntryStatusError
from handbook.domain.ids import ConditionId, HandbookId
from handbook.domain.plausible_days import check_event_date
from handbook.domain.vaccination_codes import entry_of
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.ports import Records
from handbook.usecases.record_condition import action_for
from handbook.usecases.retry import on_conflict
from handbook.usecases.schedule_contact import with_next_contact

if TYPE_CHECKING:
    from handbook.domain.immunization import Schedule


@dataclass(frozen=True, slots=True)
class EndCondition:
    """When it ended and why; `based_on` is the version that the caller saw."""

    ended_on: date
    end_reason: str
    based_on: int


def end_condition(
    handbook_id: HandbookId,
    condition_id: ConditionId,
    command: EndCondition,
    context: Context,
    *,
    records: Records,
    schedule: Schedule,
) -> ImmunizationCondition:
    """Write into a condition how it ended, once; what it was stays, and later forecasts no longer see it.

    Raises: NotFoundError, ForbiddenError, StaleVersionError, DateInFutureError, DateBeforeBirthError;
    WrongEntryStatusError for what was entered in error; InvalidFieldError for a reason that nobody knows, a day before
    it began, and a condition that has ended.
    """
    return on_conflict(lambda: _end(handbook_id, condition_id, command, context, records, schedule))


def _end(
    handbook_id: HandbookId,
    condition_id: ConditionId,
    command: EndCondition,
    context: Context,
    records: Records,
    schedule: Schedule,
) -> ImmunizationCondition:
    admit(context, Action.READ_HANDBOOK, handbook_id, records)
    kept = records.entry(ImmunizationCondition, handbook_id, condition_id)
    if kept is None:
        raise NotFoundError
    if not kept.counts:
        raise WrongEntryStatusError
    condition = kept.entry
    action = action_for(condition.kind)
    handbook, ground = admit(context, action, handbook_id, records)
    if condition.version != command.based_on:
        raise StaleVersionError("If-Match")
    entry_of("end_reasons", command.end_reason, "end_reason")
    check_event_date(command.ended_on, handbook.profile.birth_date, context.today, "ended_on")
    if condition.ended_on is not None or command.ended_on < condition.since:
        raise InvalidFieldError("ended_on")
    ended = replace(
        condition,
        ended_on=command.ended_on,
        end_reason=command.end_reason,
        ended_by=context.actor.id,
        ended_at=context.now,
        version=condition.version + 1,
    )
    changed = with_next_contact(handbook.without_condition(condition_id), schedule, context.today)
    # The reason of an amendment before is not that of the end, which stands in the entry.
    after = replace(
        kept, entry=ended, version=ended.version, changed_at=context.now, changed_by=context.actor.id, reason=None
    )
    records.replace_entries([(kept, after)], context.audit(action, ground, handbook.handbook_id), changed)
    return ended
