"""Conditional skips: when a target dose is left out (CDSi logic specification, sections 6.2 and 7.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from handbook.domain.immunization.progress import Progress
from handbook.domain.immunization.results import DoseStatus
from handbook.domain.immunization.series_rules import (
    Comparison,
    ConditionalSkip,
    SkipCondition,
    SkipContext,
    SkipKind,
    SkipSet,
    TargetDose,
)
from handbook.domain.immunization.timeline import Shot, Timeline

SeriesGroupComplete = Callable[[str], bool]


class SkipQuestion(NamedTuple):
    """Where and when a target dose is looked at.

    The reference date is the day of the dose being judged, the day asked about, or the earliest date just
    forecast (CONDSKIP-2). `group_complete` tells whether another series group of the antigen is complete.
    """

    timeline: Timeline
    progress: Progress
    context: SkipContext
    reference: date
    group_complete: SeriesGroupComplete


def can_skip(question: SkipQuestion, target: TargetDose) -> bool:
    """Whether a target dose is left out."""
    for skip in target.skips:
        if (skip.context is SkipContext.BOTH or skip.context is question.context) and _skip_applies(question, skip):
            return True
    return False


def skip_targets(question: SkipQuestion) -> None:
    """Move the progress over every next target dose that is left out."""
    target = question.progress.target
    while target is not None and can_skip(question, target):
        question.progress.skip_target()
        target = question.progress.target


def _skip_applies(question: SkipQuestion, skip: ConditionalSkip) -> bool:
    for one in skip.sets:
        met = _set_met(question, one)
        if met is not skip.require_all:
            return met
    return skip.require_all


def _set_met(question: SkipQuestion, one: SkipSet) -> bool:
    if not one.effective_from <= question.reference < one.effective_to:
        return False
    for condition in one.conditions:
        met = _condition_met(question, condition)
        if met is not one.require_all:
            return met
    return one.require_all


def _condition_met(question: SkipQuestion, condition: SkipCondition) -> bool:
    match condition.kind:
        case SkipKind.AGE:
            return question.timeline.within_ages(question.reference, condition.from_age, condition.until_age)
        case SkipKind.INTERVAL:
            previous = question.progress.previous_on
            if previous is None or condition.interval is None:
                return False
            return question.reference >= question.timeline.after(previous, condition.interval)
        case SkipKind.DOSE_COUNT:
            return _count_met(question, condition)
        case SkipKind.COMPLETED_SERIES:
            return any(question.group_complete(group) for group in condition.series_groups)


def _count_met(question: SkipQuestion, condition: SkipCondition) -> bool:
    found = sum(_counts(question, shot, condition) for shot in _countable(question, condition))
    match condition.comparison:
        case Comparison.GREATER_THAN:
            return found > condition.count
        case Comparison.EQUAL_TO:
            return found == condition.count
        case Comparison.LESS_THAN:
            return found < condition.count


def _countable(question: SkipQuestion, condition: SkipCondition) -> Iterable[Shot]:
    """The doses a condition may count: in evaluation, only those before the dose being judged."""
    if condition.valid_only:
        return (j.shot for j in question.progress.judged if j.status is DoseStatus.VALID)
    shots = question.timeline.shots
    if question.context is SkipContext.EVALUATION:
        return (shot for shot in shots if shot.on < question.reference)
    return shots


def _counts(question: SkipQuestion, shot: Shot, condition: SkipCondition) -> bool:
    if condition.products and shot.product.id not in condition.products:
        return False
    if not condition.products and question.progress.series.antigen not in shot.antigens:
        return False
    if condition.from_date is not None and shot.on < condition.from_date:
        return False
    if condition.until_date is not None and shot.on >= condition.until_date:
        return False
    return question.timeline.within_ages(shot.on, condition.from_age, condition.until_age)
