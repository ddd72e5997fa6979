"""The dates of the next dose of a series (CDSi logic specification, section 7.5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import NamedTuple

from handbook.domain.immunization.judging import age_rule_on
from handbook.domain.immunization.progress import Progress
from handbook.domain.immunization.reasons import Reason, ReasonCode
from handbook.domain.immunization.results import ForecastDate
from handbook.domain.immunization.series_rules import AgeRule, IntervalRule, TargetDose
from handbook.domain.immunization.spans import Span
from handbook.domain.immunization.timeline import Timeline

_DAY_BEFORE = Span(months=0, days=-1)
_NO_AGE_RULE = AgeRule()


class SeriesDates(NamedTuple):
    """Forecast dates of one target dose; `max_on` is the first day on which it may no longer be given."""

    earliest: ForecastDate
    recommended: ForecastDate
    past_due: ForecastDate | None
    latest: ForecastDate | None
    max_on: date | None


def series_dates(timeline: Timeline, progress: Progress, target: TargetDose, on: date) -> SeriesDates:
    """Work out the dates of a target dose as of a day.

    `earliest` is the latest of the lower limits (FORECASTDTCAN-1) and of the programme's offered age.
    Recommended and past due never come before it (FORECASTDT-5 and 6); past due is the last day that is
    not late, the day before the latest recommended date (FORECASTDT-3).
    """
    age = age_rule_on(target, on) or _NO_AGE_RULE
    intervals = [
        (start, rule)
        for rule in target.intervals
        if rule.effective_from <= on <= rule.effective_to
        and (start := progress.interval_start(timeline, rule)) is not None
    ]
    earliest = _earliest(timeline, progress, target, age, intervals)
    recommended = _recommended(timeline, age, intervals, earliest)
    past_due = _past_due(timeline, age, intervals, earliest)
    max_on, latest = _upper_limit(timeline, age)
    return SeriesDates(earliest, recommended, past_due, latest, max_on)


def _upper_limit(timeline: Timeline, age: AgeRule) -> tuple[date | None, ForecastDate | None]:
    ends = [
        (timeline.age_date(end), code)
        for end, code in ((age.max, ReasonCode.MAX_AGE), (age.offered_until, ReasonCode.OFFER_END))
        if end is not None
    ]
    if not ends:
        return None, None
    max_on, code = min(ends, key=lambda end: end[0])
    return max_on, ForecastDate(timeline.after(max_on, _DAY_BEFORE), Reason(code))


_Used = list[tuple[date, IntervalRule]]


def _earliest(timeline: Timeline, progress: Progress, target: TargetDose, age: AgeRule, used: _Used) -> ForecastDate:
    on, code = timeline.person.birth_date, ReasonCode.MIN_AGE
    limits = chain(_lower_limits(timeline, progress, target, age, used), _deferrals(timeline, progress, target))
    for limit, why in limits:
        if limit > on:
            on, code = limit, why
    return ForecastDate(on, Reason(code, on if code is ReasonCode.DEFERRED else None))


def _lower_limits(
    timeline: Timeline, progress: Progress, target: TargetDose, age: AgeRule, used: _Used
) -> Iterator[tuple[date, ReasonCode]]:
    """FORECASTDTCAN-1; where two fall on one day, the first named here is given as the reason."""
    if age.min is not None:
        yield timeline.age_date(age.min), ReasonCode.MIN_AGE
    if age.offered_from is not None:
        yield timeline.age_date(age.offered_from), ReasonCode.OFFERED_AGE
    for start, rule in used:
        for length in (rule.min, rule.offered_from):
            if length is not None:
                yield timeline.after(start, length), ReasonCode.MIN_INTERVAL
    conflict_end = _conflict_end(timeline, target)
    if conflict_end is not None:
        yield conflict_end, ReasonCode.AFTER_LIVE_DOSE
    if target.season_from is not None:
        yield target.season_from, ReasonCode.SEASON_START
    if progress.latest_inadvertent_on is not None:
        yield progress.latest_inadvertent_on, ReasonCode.AFTER_LAST_DOSE
    if progress.judged:
        yield progress.judged[-1].shot.on, ReasonCode.AFTER_LAST_DOSE


def _deferrals(timeline: Timeline, progress: Progress, target: TargetDose) -> Iterator[tuple[date, ReasonCode]]:
    for deferral in timeline.person.deferrals:
        if deferral.holds(progress.series.group, (rule.product for rule in target.preferable)):
            yield deferral.until, ReasonCode.DEFERRED


def _conflict_end(timeline: Timeline, target: TargetDose) -> date | None:
    """The day from which no live dose already given stands in the way of every preferable product."""
    schedule = timeline.schedule
    ends: list[date] = []
    live = [rule.product for rule in target.preferable if rule.product in schedule.live_products]
    if not live:
        return None
    for shot in timeline.live_shots:
        for product in live:
            conflict = schedule.live_conflicts.get((shot.product.id, product))
            if conflict is not None:
                ends.append(timeline.after(shot.on, conflict.end))
                break
    return max(ends, default=None)


def _recommended(timeline: Timeline, age: AgeRule, used: _Used, earliest: ForecastDate) -> ForecastDate:
    unadjusted: ForecastDate | None = None
    if age.earliest_recommended is not None:
        on = timeline.age_date(age.earliest_recommended)
        unadjusted = ForecastDate(on, Reason(ReasonCode.RECOMMENDED_AGE))
    else:
        latest = _latest_after(timeline, [(start, rule.earliest_recommended) for start, rule in used])
        if latest is not None:
            unadjusted = ForecastDate(latest, Reason(ReasonCode.RECOMMENDED_INTERVAL))
    if unadjusted is not None and unadjusted.on >= earliest.on:
        return unadjusted
    return earliest


def _past_due(timeline: Timeline, age: AgeRule, used: _Used, earliest: ForecastDate) -> ForecastDate | None:
    if age.latest_recommended is not None:
        on = timeline.after(timeline.age_date(age.latest_recommended), _DAY_BEFORE)
        return ForecastDate(max(on, earliest.on), Reason(ReasonCode.LATEST_AGE))
    latest = _latest_after(timeline, [(start, rule.latest_recommended) for start, rule in used])
    if latest is None:
        return None
    return ForecastDate(max(timeline.after(latest, _DAY_BEFORE), earliest.on), Reason(ReasonCode.LATEST_INTERVAL))


def _latest_after(timeline: Timeline, entries: list[tuple[date, Span | None]]) -> date | None:
    return max((timeline.after(start, length) for start, length in entries if length is not None), default=None)
