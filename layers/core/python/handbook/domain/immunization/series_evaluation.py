"""Walking a person's doses through one series (CDSi logic specification, chapter 6)."""

from __future__ import annotations

from collections.abc import Iterable

from handbook.domain.immunization.judging import ValidityByPosition, judge
from handbook.domain.immunization.progress import Judgement, Progress
from handbook.domain.immunization.reasons import Reason, ReasonCode
from handbook.domain.immunization.results import DoseStatus
from handbook.domain.immunization.series_rules import Series, SkipContext
from handbook.domain.immunization.skipping import SeriesGroupComplete, SkipQuestion, skip_targets
from handbook.domain.immunization.timeline import Shot, Timeline


def starts_in_time(timeline: Timeline, series: Series, first: Shot) -> bool:
    """Whether a series may begin with this dose: its age lies within the start ages of the series."""
    return timeline.within_ages(first.on, series.min_start_age, series.max_start_age)


def evaluate_series(
    timeline: Timeline,
    series: Series,
    shots: Iterable[Shot],
    validity: ValidityByPosition,
    group_complete: SeriesGroupComplete,
    *,
    drop_late_starts: bool,
) -> Progress | None:
    """Judge every shot of the series' antigen in order and return how far the series got.

    Products the series ignores leave no trace in it; a same-day duplicate never moves it. With
    `drop_late_starts` the answer is None as soon as the first dose that counts lies outside the start ages of the
    series: it cannot be followed any more.
    """
    progress = Progress(series)
    for shot in shots:
        if shot.product.id in series.ignored_products:
            continue
        if progress.target is not None and progress.target.skips:
            skip_targets(SkipQuestion(timeline, progress, SkipContext.EVALUATION, shot.on, group_complete))
        if shot.duplicate and progress.target is not None:
            reason = Reason(ReasonCode.DUPLICATE)
            progress.judged.append(
                Judgement(shot, progress.target, progress.dose_number, DoseStatus.EXTRANEOUS, reason)
            )
            continue
        progress.record(judge(timeline, progress, shot, validity))
        if drop_late_starts and progress.first_valid is shot and not starts_in_time(timeline, series, shot):
            return None
    return progress
