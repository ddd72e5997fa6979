"""Judging one recorded dose against one target dose (CDSi logic specification, sections 6.1 to 6.10)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from handbook.domain.immunization.progress import Judgement, Progress
from handbook.domain.immunization.reasons import Reason, ReasonCode
from handbook.domain.immunization.results import DoseStatus
from handbook.domain.immunization.series_rules import AgeRule, IntervalRule, TargetDose
from handbook.domain.immunization.timeline import Shot, Timeline

_VALID = Reason(ReasonCode.VALID)
_VALID_IN_GRACE = Reason(ReasonCode.VALID_IN_GRACE)

ValidityByPosition = Mapping[int, bool]


def judge(timeline: Timeline, progress: Progress, shot: Shot, validity: ValidityByPosition) -> Judgement:
    """Judge a shot against the series' current target dose, without changing the progress.

    `validity` tells of earlier shots (by position) whether they counted, for live-vaccine conflicts; a
    shot it does not name counts as valid.
    """
    target = progress.target
    if target is None:
        reason = Reason(ReasonCode.SERIES_COMPLETE)
        return Judgement(shot, None, None, DoseStatus.EXTRANEOUS, reason)
    status, reason = _judge_against(timeline, progress, target, shot, validity)
    return Judgement(shot, target, progress.dose_number, status, reason)


def _judge_against(
    timeline: Timeline, progress: Progress, target: TargetDose, shot: Shot, validity: ValidityByPosition
) -> tuple[DoseStatus, Reason]:
    substandard = _substandard(shot)
    if substandard is not None:
        return DoseStatus.SUB_POTENT, substandard
    if shot.product.id in target.inadvertent:
        return DoseStatus.NOT_VALID, Reason(ReasonCode.INADVERTENT_PRODUCT)
    age_fault, age_in_grace = _judge_age(timeline, progress, target, shot.on)
    if age_fault is not None:
        too_old = age_fault.code is ReasonCode.TOO_OLD
        return (DoseStatus.EXTRANEOUS if too_old else DoseStatus.NOT_VALID), age_fault
    interval_fault, interval_in_grace = _judge_intervals(timeline, progress, target, shot.on)
    if interval_fault is not None:
        return DoseStatus.NOT_VALID, interval_fault
    fault = _judge_live_conflict(timeline, shot, validity) or _judge_product(timeline, progress, target, shot)
    if fault is not None:
        return DoseStatus.NOT_VALID, fault
    return DoseStatus.VALID, _VALID_IN_GRACE if age_in_grace or interval_in_grace else _VALID


def _substandard(shot: Shot) -> Reason | None:
    if shot.dose.sub_potent:
        return Reason(ReasonCode.SUB_POTENT)
    expires_on = shot.dose.lot_expires_on
    if expires_on is not None and shot.on > expires_on:
        return Reason(ReasonCode.LOT_EXPIRED, expires_on)
    return None


def age_rule_on(target: TargetDose, on: date) -> AgeRule | None:
    """The age rule of a target dose that is in force on a day, None when it has none."""
    for rule in target.ages:
        if rule.effective_from <= on <= rule.effective_to:
            return rule
    return None


def _judge_age(timeline: Timeline, progress: Progress, target: TargetDose, on: date) -> tuple[Reason | None, bool]:
    rule = age_rule_on(target, on)
    if rule is None:
        return None, False
    if rule.max is not None and on >= timeline.age_date(rule.max):
        return Reason(ReasonCode.TOO_OLD, timeline.age_date(rule.max)), False
    if rule.absolute_min is not None and on < timeline.age_date(rule.absolute_min):
        return Reason(ReasonCode.TOO_YOUNG, timeline.age_date(rule.min or rule.absolute_min)), False
    if rule.min is not None and on < timeline.age_date(rule.min):
        # where there is no target dose before it, an early dose took nothing away
        if target is not progress.series.doses[0] and _grace_lost(timeline, progress):
            return Reason(ReasonCode.TOO_YOUNG, timeline.age_date(rule.min)), False
        return None, True
    return None, False


def _grace_lost(timeline: Timeline, progress: Progress) -> bool:
    """Grace is for a dose after a good one: where the schedule says so, an early dose uses it up."""
    return timeline.schedule.grace_lost_after_early_dose and progress.previous_was_early


def _judge_intervals(
    timeline: Timeline, progress: Progress, target: TargetDose, on: date
) -> tuple[Reason | None, bool]:
    fault: Reason | None = None
    in_grace = False
    for rule in target.intervals:
        found, graced = _judge_interval(timeline, progress, rule, on)
        in_grace = in_grace or graced
        fault = fault or found
    if fault is None:
        return None, in_grace
    if any(_allows(timeline, progress, rule, on) for rule in target.allowable_intervals):
        return None, False
    return fault, False


def _judge_interval(timeline: Timeline, progress: Progress, rule: IntervalRule, on: date) -> tuple[Reason | None, bool]:
    start = progress.interval_start(timeline, rule)
    if start is None or not rule.effective_from <= on <= rule.effective_to:
        return None, False
    if rule.absolute_min is not None and on < timeline.after(start, rule.absolute_min):
        due = timeline.after(start, rule.min or rule.absolute_min)
        return Reason(ReasonCode.INTERVAL_TOO_SHORT, due), False
    if rule.min is not None and on < timeline.after(start, rule.min):
        if _grace_lost(timeline, progress):
            return Reason(ReasonCode.INTERVAL_TOO_SHORT, timeline.after(start, rule.min)), False
        return None, True
    return None, False


def _allows(timeline: Timeline, progress: Progress, rule: IntervalRule, on: date) -> bool:
    start = progress.interval_start(timeline, rule)
    if start is None or not rule.effective_from <= on <= rule.effective_to:
        return False
    return rule.absolute_min is None or on >= timeline.after(start, rule.absolute_min)


def _judge_live_conflict(timeline: Timeline, shot: Shot, validity: ValidityByPosition) -> Reason | None:
    """Section 6.7: too soon after another live vaccine, whatever antigen that one was for."""
    schedule = timeline.schedule
    if shot.product.id not in schedule.live_products:
        return None
    for earlier in timeline.live_shots:
        if earlier.position >= shot.position:
            break
        conflict = schedule.live_conflicts.get((earlier.product.id, shot.product.id))
        if conflict is None or shot.on < timeline.after(earlier.on, conflict.begin):
            continue
        counted = validity.get(earlier.position, True)
        end = timeline.after(earlier.on, conflict.end_after_valid if counted else conflict.end)
        if shot.on < end:
            return Reason(ReasonCode.LIVE_CONFLICT, end)
    return None


def _judge_product(timeline: Timeline, progress: Progress, target: TargetDose, shot: Shot) -> Reason | None:
    first = progress.first_valid
    if progress.series.product_lock and first is not None and first.product.id != shot.product.id:
        return Reason(ReasonCode.PRODUCT_LOCKED)
    wrong = ReasonCode.WRONG_PRODUCT
    for rule in target.accepted.get(shot.product.id, ()):
        if rule.manufacturer and rule.manufacturer != shot.dose.manufacturer:
            continue
        if timeline.within_ages(shot.on, rule.from_age, rule.until_age):
            return None
        wrong = ReasonCode.WRONG_AGE_FOR_PRODUCT
    return Reason(wrong)
