"""Record what stands between a child and a vaccine: a contraindication, an immunity, a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from handbook.domain.access import Action
from handbook.domain.conditions import ConditionKind, ImmunizationCondition
from handbook.domain.errors import InvalidFieldError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import ConditionId, HandbookId
from handbook.domain.plausible_days import check_end, check_event_date
from handbook.domain.receipts import Receipt
from handbook.domain.recordable import check_recordable
from handbook.domain.vaccination_codes import entry_of
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.judge_doses import Explained, explained
from handbook.usecases.ports import NewId, Records
from handbook.usecases.recommend import forecast_of
from handbook.usecases.replay import Recorded, recorded_before
from handbook.usecases.schedule_contact import with_contact_after

if TYPE_CHECKING:
    from handbook.domain.immunization import Schedule

REFUSED = "refused"
"""The code of every refusal: a reason of the list of reasons for not giving."""


@dataclass(frozen=True, slots=True)
class RecordCondition:
    """What was found or said. `since` is today when it is left out."""

    kind: ConditionKind
    code: str = REFUSED
    of: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class ConditionRecorded(Recorded):
    """The condition, and the forecast that sees it."""

    condition: ImmunizationCondition
    explained: Explained


def action_for(kind: ConditionKind) -> Action:
    """Name the right that a kind needs: families may refuse, findings are the staff's."""
    return Action.RECORD_REFUSAL if kind == "refusal" else Action.RECORD_CONDITION


def record_condition(
    handbook_id: HandbookId,
    command: RecordCondition,
    context: Context,
    receipt: Receipt,
    *,
    records: Records,
    schedule: Schedule,
    new_id: NewId,
) -> ConditionRecorded:
    """Write a condition where every later forecast sees it, in one transaction.

    Raises: NotFoundError, ForbiddenError, InvalidFieldError, DateInFutureError, DateBeforeBirthError, IdTakenError,
    ConflictError.
    """
    action = action_for(command.kind)
    handbook, ground = admit(context, action, handbook_id, records)
    access = context.audit(action, ground, handbook.handbook_id)
    earlier = recorded_before(ImmunizationCondition, receipt, access, records)
    if earlier is not None:
        now = forecast_of(handbook, schedule, context.today)
        return ConditionRecorded(earlier.entry, explained(handbook, schedule, now), earlier=earlier)
    condition = condition_of(command, ConditionId(receipt.id_or(new_id)), handbook, context, schedule)
    changed = handbook.with_condition(condition.fact, context.today)
    found = forecast_of(changed, schedule, context.today)
    recorded = ConditionRecorded(condition, explained(changed, schedule, found))
    planned = with_contact_after(changed, found, context.today)
    records.add_entry(condition, access, receipt, recorded, changed=planned)
    return recorded


def condition_of(
    command: RecordCondition, condition_id: ConditionId, handbook: Handbook, context: Context, schedule: Schedule
) -> ImmunizationCondition:
    """Make the condition that a command speaks of.

    Raises: InvalidFieldError, DateInFutureError, DateBeforeBirthError.
    """
    _check(command, schedule)
    since = command.since or context.today
    check_event_date(since, handbook.profile.birth_date, context.today, "since")
    check_recordable(handbook, since, "since", routine=False)
    if command.until is not None:
        check_end(command.until, since, handbook.profile.birth_date, "until")
    return ImmunizationCondition(
        condition_id=condition_id,
        kind=command.kind,
        code=command.code,
        since=since,
        recorded_at=context.now,
        recorded_by=context.actor.id,
        of=command.of,
        until=command.until,
        evidence=command.evidence,
        unit_id=context.actor.unit_id,
    )


def _check(command: RecordCondition, schedule: Schedule) -> None:
    antigens = schedule.antigen_names.keys()
    if command.evidence is not None:
        entry_of("evidence", command.evidence, "evidence")
    if command.kind == "refusal":
        if command.code != REFUSED:
            raise InvalidFieldError("code")
        if not command.of or not set(command.of) <= schedule.groups.keys() | antigens:
            raise InvalidFieldError("of")
        return
    if command.of:
        raise InvalidFieldError("of")
    known = {rule.code for rule in schedule.contraindications} if command.kind == "contraindication" else set()
    if command.code not in known | antigens:
        raise InvalidFieldError("code")
