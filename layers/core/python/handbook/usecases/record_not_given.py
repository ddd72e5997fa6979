"""Record that a dose was not given, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import TYPE_CHECKING

from handbook.domain.access import Action
from handbook.domain.conditions import ImmunizationCondition
from handbook.domain.doses import NotGiven
from handbook.domain.errors import UnknownProductError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import ConditionId, HandbookId, NotGivenId
from handbook.domain.plausible_days import check_end, check_event_date
from handbook.domain.receipts import Receipt
from handbook.domain.recordable import check_recordable
from handbook.domain.standing import groups_with
from handbook.domain.summary import with_entry
from handbook.domain.vaccination_codes import entry_of
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.judge_doses import Explained, explained
from handbook.usecases.ports import NewId, Records
from handbook.usecases.recommend import forecast_of
from handbook.usecases.record_condition import REFUSED
from handbook.usecases.replay import Recorded, recorded_before
from handbook.usecases.schedule_contact import with_contact_after

if TYPE_CHECKING:
    from handbook.domain.immunization import Schedule


@dataclass(frozen=True, slots=True)
class RecordNotGiven:
    """Which dose was not given, when, why, and until when; `on` is today when it is left out."""

    product: str
    reason: str
    on: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class NotGivenRecorded(Recorded):
    """The entry, and the forecast after it."""

    not_given: NotGiven
    explained: Explained


def record_not_given(
    handbook_id: HandbookId,
    command: RecordNotGiven,
    context: Context,
    receipt: Receipt,
    *,
    records: Records,
    schedule: Schedule,
    new_id: NewId,
) -> NotGivenRecorded:
    """Write that a dose was not given. It never counts as a dose: a refusal becomes a condition, a deferral moves days.

    Raises: NotFoundError, UnknownProductError, InvalidFieldError, DateInFutureError, DateBeforeBirthError,
    IdTakenError, ConflictError.
    """
    handbook, ground = admit(context, Action.RECORD_NOT_GIVEN, handbook_id, records)
    access = context.audit(Action.RECORD_NOT_GIVEN, ground, handbook.handbook_id)
    earlier = recorded_before(NotGiven, receipt, access, records)
    if earlier is not None:
        now = forecast_of(handbook, schedule, context.today)
        return NotGivenRecorded(earlier.entry, explained(handbook, schedule, now), earlier=earlier)
    entry = not_given_of(command, NotGivenId(receipt.id_or(new_id)), handbook, context, schedule)
    refusals = refusals_of(entry, schedule, new_id)
    changed = reduce(with_entry, refusals, with_entry(handbook, entry))
    found = forecast_of(changed, schedule, context.today)
    recorded = NotGivenRecorded(entry, explained(changed, schedule, found))
    records.add_entry(
        entry,
        access,
        receipt,
        recorded,
        changed=with_contact_after(changed, found, context.today),
        also=refusals,
    )
    return recorded


def _check_days(on: date, until: date | None, handbook: Handbook, today: date) -> None:
    born = handbook.profile.birth_date
    check_event_date(on, born, today, "not_given_on")
    check_recordable(handbook, on, "not_given_on", routine=False)
    if until is not None:
        check_end(until, on, born, "until")


def not_given_of(
    command: RecordNotGiven, not_given_id: NotGivenId, handbook: Handbook, context: Context, schedule: Schedule
) -> NotGiven:
    """Make the entry that a command speaks of.

    Raises: UnknownProductError, InvalidFieldError, DateInFutureError, DateBeforeBirthError.
    """
    if command.product not in schedule.products:
        raise UnknownProductError("product")
    entry_of("not_given_reasons", command.reason, "reason")
    on = command.on or context.today
    _check_days(on, command.until, handbook, context.today)
    return NotGiven(
        not_given_id=not_given_id,
        product=command.product,
        on=on,
        reason=command.reason,
        recorded_at=context.now,
        recorded_by=context.actor.id,
        until=command.until,
        unit_id=context.actor.unit_id,
    )


def refusals_of(entry: NotGiven, schedule: Schedule, new_id: NewId) -> tuple[ImmunizationCondition, ...]:
    """Give the condition that follows where the family refused; none otherwise."""
    if entry_of("not_given_reasons", entry.reason, "reason")["effect"] != "refusal":
        return ()
    product = schedule.products[entry.product]
    refusal = ImmunizationCondition(
        condition_id=ConditionId(new_id()),
        kind="refusal",
        code=REFUSED,
        since=entry.on,
        recorded_at=entry.recorded_at,
        recorded_by=entry.recorded_by,
        of=tuple(sorted(groups_with(schedule, entry.product))) or product.antigens,
        until=entry.until,
        evidence="family",
        unit_id=entry.unit_id,
        source_id=entry.not_given_id,
    )
    return (refusal,)
