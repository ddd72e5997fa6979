"""Status and next dose of one series (CDSi logic specification, chapter 7)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from handbook.domain.immunization.areas import offered_here
from handbook.domain.immunization.progress import Progress
from handbook.domain.immunization.reasons import Reason, ReasonCode
from handbook.domain.immunization.results import SeriesStatus
from handbook.domain.immunization.series_dates import SeriesDates, series_dates
from handbook.domain.immunization.series_rules import Series, SkipContext, TargetDose
from handbook.domain.immunization.skipping import SeriesGroupComplete, SkipQuestion, can_skip, skip_targets
from handbook.domain.immunization.timeline import Timeline


class SeriesOutcome(NamedTuple):
    """One series judged and forecast. `dates` are there exactly when its status is not complete."""

    series: Series
    progress: Progress
    status: SeriesStatus
    reason: Reason
    dates: SeriesDates | None
    products: tuple[str, ...]
    uncertain: tuple[str, ...]


def forecast_series(
    timeline: Timeline, progress: Progress, on: date, group_complete: SeriesGroupComplete
) -> SeriesOutcome:
    """Decide whether the series needs another dose as of a day, and when.

    Moves `progress` over target doses that are skipped as of the day (section 7.1) or would be skipped on
    the earliest date just forecast (section 7.6).
    """
    if progress.target is not None and progress.target.skips:
        skip_targets(SkipQuestion(timeline, progress, SkipContext.FORECAST, on, group_complete))
    while True:
        outcome = _forecast_target(timeline, progress, on)
        target = progress.target
        if outcome.dates is None or target is None or not target.skips:
            return outcome
        earliest_on = max(outcome.dates.earliest.on, on)
        question = SkipQuestion(timeline, progress, SkipContext.FORECAST, earliest_on, group_complete)
        if not can_skip(question, target):
            return outcome
        progress.skip_target()


def _forecast_target(timeline: Timeline, progress: Progress, on: date) -> SeriesOutcome:
    series = progress.series
    target = progress.target
    if target is None:
        return _closed(progress, *_finished(progress))
    stop = _standing_stop(timeline, series)
    if stop is not None:
        return _closed(progress, *stop)
    dates = series_dates(timeline, progress, target, on)
    stop = _dated_stop(target, dates, on)
    if stop is not None:
        return _closed(progress, *stop)
    products = _products(timeline, target, max(dates.recommended.on, on))
    if not products:
        return _closed(progress, SeriesStatus.CONTRAINDICATED, Reason(ReasonCode.CONTRAINDICATED))
    offered, uncertain = offered_here(timeline, series.area, on)
    # a series begun elsewhere or privately goes on wherever the person lives
    if not offered and not progress.valid_count:
        here = Reason(ReasonCode.NOT_OFFERED_HERE)
        return SeriesOutcome(series, progress, SeriesStatus.NOT_RECOMMENDED, here, None, (), uncertain)
    notes = (*series.uncertain, *target.uncertain, *uncertain)
    in_progress = Reason(ReasonCode.IN_PROGRESS)
    return SeriesOutcome(series, progress, SeriesStatus.NOT_COMPLETE, in_progress, dates, products, notes)


def _closed(progress: Progress, status: SeriesStatus, reason: Reason) -> SeriesOutcome:
    return SeriesOutcome(progress.series, progress, status, reason, None, (), ())


def _finished(progress: Progress) -> tuple[SeriesStatus, Reason]:
    if progress.satisfied_on:
        return SeriesStatus.COMPLETE, Reason(ReasonCode.COMPLETE)
    return SeriesStatus.NOT_RECOMMENDED, Reason(ReasonCode.ALL_DOSES_SKIPPED)


def _standing_stop(timeline: Timeline, series: Series) -> tuple[SeriesStatus, Reason] | None:
    if is_immune(timeline, series.antigen):
        return SeriesStatus.IMMUNE, Reason(ReasonCode.IMMUNE)
    if series.antigen in timeline.person.contraindications:
        return SeriesStatus.CONTRAINDICATED, Reason(ReasonCode.CONTRAINDICATED)
    for rule in timeline.contraindications:
        if series.antigen in rule.antigens:
            return SeriesStatus.CONTRAINDICATED, Reason(ReasonCode.CONTRAINDICATED)
    return None


def _dated_stop(target: TargetDose, dates: SeriesDates, on: date) -> tuple[SeriesStatus, Reason] | None:
    if dates.max_on is not None and on >= dates.max_on:
        offer_ended = dates.latest is not None and dates.latest.reason.code is ReasonCode.OFFER_END
        code = ReasonCode.OFFER_ENDED if offer_ended else ReasonCode.PAST_MAX_AGE
        return SeriesStatus.AGED_OUT, Reason(code, dates.max_on)
    if dates.max_on is not None and dates.earliest.on >= dates.max_on:
        return SeriesStatus.AGED_OUT, Reason(ReasonCode.CANNOT_FIT_BEFORE_MAX_AGE, dates.max_on)
    if target.season_until is not None and on > target.season_until:
        return SeriesStatus.NOT_RECOMMENDED, Reason(ReasonCode.SEASON_OVER, target.season_until)
    return None


def is_immune(timeline: Timeline, antigen: str) -> bool:
    """Whether the person counts as immune: by a recorded immunity, or by being born early enough."""
    person = timeline.person
    codes = timeline.schedule.clinical_immunities.get(antigen, frozenset())
    if antigen in person.immunities or codes & person.immunities:
        return True
    return any(
        rule.antigen == antigen
        and person.birth_date < rule.born_before
        and rule.country in {"", person.birth_country}
        and not rule.exclusions & person.observations.keys()
        for rule in timeline.schedule.birth_immunities
    )


def _products(timeline: Timeline, target: TargetDose, on: date) -> tuple[str, ...]:
    """Preferable products for the day, those the programme gives first; contraindicated ones left out.

    Where no age window fits the day, every preferable product stays: the dates speak for themselves. Empty when
    a contraindication leaves nothing.
    """
    fitting = [rule for rule in target.preferable if timeline.within_ages(on, rule.from_age, rule.until_age)]
    barred = {product for rule in timeline.contraindications for product in rule.products}
    allowed = [rule.product for rule in fitting or target.preferable if rule.product not in barred]
    first = {rule.product for rule in fitting or target.preferable if rule.forecast}
    return tuple(dict.fromkeys(sorted(allowed, key=lambda product: product not in first)))
