"""Choosing one series per series group (CDSi logic specification, chapter 8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from handbook.domain.immunization.results import DoseStatus, SeriesStatus
from handbook.domain.immunization.series_evaluation import starts_in_time
from handbook.domain.immunization.series_forecast import SeriesOutcome
from handbook.domain.immunization.series_rules import Series
from handbook.domain.immunization.timeline import Timeline

Score = Callable[[SeriesOutcome], int]


def relevant_series(timeline: Timeline, candidates: Sequence[Series], on: date) -> list[Series]:
    """The series that concern this person: sex fits, and a risk series has a standing indication."""
    return [series for series in candidates if _concerns(timeline, series, on)]


def _concerns(timeline: Timeline, series: Series, on: date) -> bool:
    if series.sexes and timeline.person.sex not in series.sexes:
        return False
    if not series.risk:
        return True
    return any(
        indication.observation in timeline.person.observations
        and timeline.within_ages(on, indication.from_age, indication.until_age)
        for indication in series.indications
    )


def prioritized(timeline: Timeline, outcomes: Sequence[SeriesOutcome]) -> SeriesOutcome:
    """The one series of a series group to follow (sections 8.1 to 8.7, tables 8-3 and 8-5)."""
    if len(outcomes) == 1:
        return outcomes[0]
    default = next((one for one in outcomes if one.series.default), None)
    scorable = _locked(_scorable(timeline, outcomes, has_default=default is not None))
    if not scorable:
        return default or min(outcomes, key=_preference)
    complete = [one for one in scorable if one.status is SeriesStatus.COMPLETE]
    if complete:
        return _best(complete, _score_complete(complete))
    in_process = [one for one in scorable if one.progress.valid_count and one.status is SeriesStatus.NOT_COMPLETE]
    if in_process:
        return _best(in_process, _score_started(timeline, in_process))
    if default is not None and len(scorable) > 1:
        return default
    return _best(scorable, _score_unstarted(timeline, scorable))


def _best(outcomes: Sequence[SeriesOutcome], score: Score) -> SeriesOutcome:
    return min(outcomes, key=lambda one: (-score(one), _preference(one)))


def _preference(outcome: SeriesOutcome) -> tuple[str, int]:
    return outcome.series.priority, outcome.series.preference


def _scorable(timeline: Timeline, outcomes: Sequence[SeriesOutcome], *, has_default: bool) -> list[SeriesOutcome]:
    """Section 8.1: not contraindicated unless all are, and begun at an age the series allows.

    A standard series that is not begun competes only where the group has no default.
    """
    candidates = [one for one in outcomes if one.status is not SeriesStatus.CONTRAINDICATED] or list(outcomes)
    best_priority = min(one.series.priority for one in candidates)
    return [one for one in candidates if _competes(timeline, one, best_priority, has_default=has_default)]


def _competes(timeline: Timeline, outcome: SeriesOutcome, best_priority: str, *, has_default: bool) -> bool:
    if outcome.series.risk:
        return outcome.series.priority == best_priority
    first = outcome.progress.first_valid
    if first is None:
        return not has_default
    return starts_in_time(timeline, outcome.series, first)


def _locked(outcomes: Sequence[SeriesOutcome]) -> list[SeriesOutcome]:
    """With product locks: only the series of the product that the person began with."""
    begun = [one.progress.first_valid.position for one in outcomes if one.progress.first_valid is not None]
    if not begun or not any(one.series.product_lock for one in outcomes):
        return list(outcomes)
    return [
        one
        for one in outcomes
        if one.progress.first_valid is not None and one.progress.first_valid.position == min(begun)
    ]


def _score_complete(complete: Sequence[SeriesOutcome]) -> Score:
    """Table 8-7."""
    most = max(one.progress.valid_count for one in complete)
    alone = sum(one.progress.valid_count == most for one in complete) == 1
    return lambda one: (1 if alone else 0) if one.progress.valid_count == most else -1


def _score_started(timeline: Timeline, started: Sequence[SeriesOutcome]) -> Score:
    """Table 8-9."""
    finish = {id(one): _finish_on(timeline, one) for one in started}
    completable = [one for one in started if _completable(timeline, one, finish[id(one)])]
    most_valid = _extreme(started, lambda one: one.progress.valid_count)
    closest = _extreme(started, lambda one: -_open_doses(one))
    soonest = _extreme(completable, lambda one: -finish[id(one)].toordinal())

    def score(one: SeriesOutcome) -> int:
        points = 2 if one.series.product_path and _all_valid(one) else -2
        points += 3 if one in completable else -3
        points += 2 * most_valid(one) + 2 * closest(one)
        return points + (soonest(one) if one in completable else -1)

    return score


def _score_unstarted(timeline: Timeline, unstarted: Sequence[SeriesOutcome]) -> Score:
    """Table 8-11."""
    finish = {id(one): _finish_on(timeline, one) for one in unstarted}
    earliest = _extreme(unstarted, lambda one: -(one.dates.earliest.on if one.dates else date.max).toordinal())

    def score(one: SeriesOutcome) -> int:
        points = earliest(one)
        points += 1 if _completable(timeline, one, finish[id(one)]) else -1
        return points + (-1 if one.series.product_path else 1)

    return score


def _extreme(outcomes: Sequence[SeriesOutcome], measure: Score) -> Score:
    """+1 for the only one with the highest measure, 0 for those that share it, -1 for the others."""
    if not outcomes:
        return lambda _one: -1
    best = max(measure(one) for one in outcomes)
    alone = sum(measure(one) == best for one in outcomes) == 1
    return lambda one: (1 if alone else 0) if measure(one) == best else -1


def _all_valid(outcome: SeriesOutcome) -> bool:
    """SELECTB-2: every dose judged against a target dose counts."""
    return all(judged.status is DoseStatus.VALID for judged in outcome.progress.judged)


def _open_doses(outcome: SeriesOutcome) -> int:
    return len(outcome.series.doses) - outcome.progress.index


def _finish_on(timeline: Timeline, outcome: SeriesOutcome) -> date:
    """SELECTB-12: the earliest date of the next dose, then the minimum intervals of those after it."""
    if outcome.dates is None:
        return date.max
    finish = outcome.dates.earliest.on
    for target in outcome.series.doses[outcome.progress.index + 1 :]:
        lengths = [timeline.after(finish, rule.min) for rule in target.intervals if rule.min is not None]
        finish = max(lengths, default=finish)
    return finish


def _completable(timeline: Timeline, outcome: SeriesOutcome, finish_on: date) -> bool:
    """SELECTB-3: the finish date lies before the maximum age of the last target dose."""
    if outcome.dates is None:
        return False
    last = outcome.series.doses[-1]
    ends = [timeline.age_date(rule.max) for rule in last.ages if rule.max is not None]
    return not ends or finish_on < min(ends)
