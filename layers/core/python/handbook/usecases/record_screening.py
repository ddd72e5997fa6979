"""Record a screening before vaccination and say what may be given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from typing import TYPE_CHECKING

from handbook.domain.access import Action
from handbook.domain.conditions import ImmunizationCondition
from handbook.domain.entries import Entry
from handbook.domain.errors import UnknownProductError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import ConditionId, HandbookId, ScreeningId
from handbook.domain.plausible_days import check_end, check_event_date
from handbook.domain.receipts import Receipt
from handbook.domain.recordable import check_recordable
from handbook.domain.screening import (
    GRAVEST,
    Decision,
    Finding,
    Screening,
    ScreeningFacts,
    check_answers,
    checklist,
    concerns,
    findings_of,
    form_for,
    live_groups,
)
from handbook.domain.summary import with_entry
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.judge_doses import Explained, explained
from handbook.usecases.ports import NewId, Records
from handbook.usecases.recommend import forecast_of
from handbook.usecases.replay import Recorded, recorded_before
from handbook.usecases.schedule_contact import with_contact_after

if TYPE_CHECKING:
    from handbook.domain.immunization import Forecast, GroupForecast, Schedule


_TO_DECIDE = {"not_complete", "contraindicated"}
"""Of what is complete, too late or not offered there is nothing to decide."""


@dataclass(frozen=True, slots=True)
class GroupDecision:
    """What may be done today with one vaccine group, until when it waits, and the findings behind it."""

    group: GroupForecast
    decision: Decision
    until: date | None
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScreeningRecorded(Recorded):
    """The screening, the decision for each vaccine group, the conditions it found, and the forecast after it."""

    screening: Screening
    groups: tuple[GroupDecision, ...]
    conditions: tuple[ImmunizationCondition, ...]
    explained: Explained


def record_screening(
    handbook_id: HandbookId,
    facts: ScreeningFacts,
    context: Context,
    receipt: Receipt,
    *,
    keep_conditions: bool,
    records: Records,
    schedule: Schedule,
    new_id: NewId,
) -> ScreeningRecorded:
    """Write a screening; what it defers, every later forecast sees, and it settles earlier deferrals.

    With `keep_conditions`, contraindications it found are recorded in the same transaction.
    Raises: NotFoundError, ForbiddenError, InvalidFieldError, ImplausibleValueError, UnknownProductError,
    DateInFutureError, DateBeforeBirthError, IdTakenError, ConflictError.
    """
    handbook, ground = admit(context, Action.RECORD_SCREENING, handbook_id, records)
    access = context.audit(Action.RECORD_SCREENING, ground, handbook.handbook_id)
    earlier = recorded_before(Screening, receipt, access, records)
    if earlier is not None:
        told = _as_kept(earlier.entry, handbook, records.history(handbook_id), schedule, context.today)
        return replace(told, earlier=earlier)
    screening = screening_of(facts, handbook, context, schedule, ScreeningId(receipt.id_or(new_id)))
    found = contraindications_of(screening, handbook, new_id)
    deferred = with_entry(handbook, screening)
    warned = reduce(with_entry, found, deferred)
    changed = warned if keep_conditions else deferred
    forecast = forecast_of(changed, schedule, context.today)
    recorded = ScreeningRecorded(
        screening,
        _decisions(screening, forecast_of(warned, schedule, context.today), schedule),
        found if keep_conditions else (),
        explained(changed, schedule, forecast),
    )
    records.add_entry(
        screening,
        access,
        receipt,
        recorded,
        changed=with_contact_after(changed, forecast, context.today),
        also=recorded.conditions,
    )
    return recorded


def _as_kept(
    screening: Screening, handbook: Handbook, entries: Sequence[Entry], schedule: Schedule, today: date
) -> ScreeningRecorded:
    forecast = forecast_of(handbook, schedule, today)
    found = (one for one in entries if isinstance(one, ImmunizationCondition))
    return ScreeningRecorded(
        screening,
        _decisions(screening, forecast, schedule),
        tuple(one for one in found if one.source_id == screening.screening_id),
        explained(handbook, schedule, forecast),
    )


def screening_of(
    facts: ScreeningFacts, handbook: Handbook, context: Context, schedule: Schedule, screening_id: ScreeningId
) -> Screening:
    """Make a screening of what was asked and measured, with what it finds.

    Raises: InvalidFieldError, ImplausibleValueError, UnknownProductError, DateInFutureError, DateBeforeBirthError.
    """
    form = form_for(handbook.profile.birth_date, facts.screened_on)
    _check(facts, handbook, context.today, schedule)
    check_answers(facts, form)
    return Screening(
        screening_id=screening_id,
        screened_on=facts.screened_on,
        facts=facts,
        checklist_id=checklist()["id"],
        checklist_version=checklist()["version"],
        form=form["id"],
        findings=findings_of(facts, form, schedule),
        recorded_at=context.now,
        recorded_by=context.actor.id,
        unit_id=context.actor.unit_id,
    )


def _check(facts: ScreeningFacts, handbook: Handbook, today: date, schedule: Schedule) -> None:
    born = handbook.profile.birth_date
    check_event_date(facts.screened_on, born, today, "screened_on")
    check_recordable(handbook, facts.screened_on, "screened_on", routine=False)
    for name in ("immunoglobulin_on", "corticosteroid_ended_on"):
        day: date | None = getattr(facts, name)
        if day is not None:
            check_event_date(day, born, facts.screened_on, name)
    if facts.recheck_on is not None:
        check_end(facts.recheck_on, facts.screened_on, born, "recheck_on")
    if not set(facts.anaphylaxis_products) <= schedule.products.keys():
        raise UnknownProductError("anaphylaxis_products")


def contraindications_of(screening: Screening, handbook: Handbook, new_id: NewId) -> tuple[ImmunizationCondition, ...]:
    """Give the contraindications that a screening found and that do not stand in the handbook yet."""
    known = {one.code for one in handbook.conditions if one.kind == "contraindication"}
    codes = dict.fromkeys(code for finding in screening.findings for code in finding.codes if code not in known)
    return tuple(
        ImmunizationCondition(
            condition_id=ConditionId(new_id()),
            kind="contraindication",
            code=code,
            since=screening.screened_on,
            recorded_at=screening.recorded_at,
            recorded_by=screening.recorded_by,
            evidence="screening",
            unit_id=screening.unit_id,
            source_id=screening.screening_id,
        )
        for code in codes
    )


def _decisions(screening: Screening, forecast: Forecast, schedule: Schedule) -> tuple[GroupDecision, ...]:
    live = live_groups(schedule)
    open_groups = [group for group in forecast.groups if group.status.value in _TO_DECIDE]
    return tuple(_decision(screening.findings, group, live) for group in open_groups)


def _decision(findings: Sequence[Finding], group: GroupForecast, live: frozenset[str]) -> GroupDecision:
    about = [one for one in findings if concerns(one, group.group, live)]
    decisions: set[Decision] = {"may_vaccinate", *(one.decision for one in about)}
    codes = [one.code for one in about]
    if group.status.value == "contraindicated":
        decisions.add("contraindicated")
        codes += [one.code for one in findings if one.decision == "contraindicated"]
    decision = next(one for one in GRAVEST if one in decisions)
    until = max((one.until for one in about if one.until), default=None)
    return GroupDecision(group, decision, None if decision == "contraindicated" else until, tuple(codes))
