"""`evaluate` and `forecast`: the two questions asked of a schedule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from handbook.domain.immunization.antigen_outcome import antigen_outcomes
from handbook.domain.immunization.dose_outcomes import dose_outcomes, validity_of
from handbook.domain.immunization.group_forecast import due_state, group_forecast
from handbook.domain.immunization.history import AdministeredDose, Person
from handbook.domain.immunization.results import (
    ENGINE_VERSION,
    AntigenForecast,
    Evaluation,
    Forecast,
    GroupForecast,
    Outlook,
)
from handbook.domain.immunization.schedule import Schedule
from handbook.domain.immunization.series_forecast import SeriesOutcome
from handbook.domain.immunization.series_rules import Series
from handbook.domain.immunization.timeline import Timeline
from handbook.domain.immunization.touched import touched_by_last
from handbook.domain.immunization.visit import next_visit

_Outcomes = dict[str, list[SeriesOutcome]]


def evaluate(
    schedule: Schedule, person: Person, doses: Iterable[AdministeredDose], on: date | None = None
) -> Evaluation:
    """Judge every recorded dose: does it count, for which dose of which antigen, and if not, why.

    Without `on`, no dose is in the future. The answer does not depend on the order of the doses, the input is
    not changed, and no history raises: what cannot be judged gets an outcome that says so.
    """
    timeline = Timeline(schedule, person, doses, on)
    return _evaluation(timeline, _outcomes(timeline, _reference_day(timeline, on)))


def forecast(schedule: Schedule, person: Person, doses: Iterable[AdministeredDose], on: date) -> Forecast:
    """Say what is next as of a day, per antigen, per vaccine group and as one visit, with the evaluation.

    Dates are local dates; every list is in the schedule's order. Same guarantees as `evaluate`.
    """
    timeline = Timeline(schedule, person, doses, on)
    return _forecast(timeline, _outcomes(timeline, on), on)


def forecast_beside(
    schedule: Schedule, person: Person, doses: Iterable[AdministeredDose], added: AdministeredDose, on: date
) -> tuple[Forecast, Outlook]:
    """Forecast with one more dose, and look without it: what `forecast` says of both, for little more than one costs.

    A dose behind all others changes only what looks at it; what is said of the other antigens is worked out once.
    """
    before = list(doses)
    after = Timeline(schedule, person, [*before, added], on)
    outcomes = _outcomes(after, on)
    touched = touched_by_last(after, added)
    if touched is None:
        without = Timeline(schedule, person, before, on)
        kept = _outcomes(without, on)
    else:
        without = after.without_last()
        kept = {
            antigen: antigen_outcomes(without, antigen, on, {}) if antigen in touched else found
            for antigen, found in outcomes.items()
        }
    return _forecast(after, outcomes, on), Outlook(_antigens(kept, on, person), _evaluation(without, kept))


def _forecast(timeline: Timeline, outcomes: _Outcomes, on: date) -> Forecast:
    schedule, person = timeline.schedule, timeline.person
    antigens = _antigens(outcomes, on, person)
    return Forecast(
        schedule_id=schedule.id,
        schedule_version=schedule.version,
        engine_version=ENGINE_VERSION,
        on=on,
        antigens=antigens,
        groups=_groups(timeline, outcomes, antigens, on),
        next_visit=next_visit(schedule, antigens, on),
        evaluation=_evaluation(timeline, outcomes),
        uncertain=tuple(schedule.notes[note] for note in schedule.uncertain),
    )


def _reference_day(timeline: Timeline, on: date | None) -> date:
    if on is not None:
        return on
    return timeline.shots[-1].on if timeline.shots else timeline.person.birth_date


def _outcomes(timeline: Timeline, on: date) -> _Outcomes:
    outcomes = {antigen: antigen_outcomes(timeline, antigen, on, {}) for antigen in timeline.schedule.series_by_antigen}
    if not timeline.schedule.conflicts_depend_on_validity:
        return outcomes
    live = [shot for shot in timeline.shots if shot.product.id in timeline.schedule.live_products]
    affected = sorted({antigen for shot in live for antigen in shot.antigens} & outcomes.keys())
    # Whether an earlier live dose counted decides how long it stands in the way. Each look settles one more.
    validity: dict[int, bool] = {}
    for _look in live[1:]:
        known = validity_of(outcomes)
        if known == validity:
            break
        validity = known
        outcomes |= {antigen: antigen_outcomes(timeline, antigen, on, validity) for antigen in affected}
    return outcomes


def _evaluation(timeline: Timeline, outcomes: _Outcomes) -> Evaluation:
    schedule = timeline.schedule
    return Evaluation(schedule.id, schedule.version, ENGINE_VERSION, dose_outcomes(timeline, outcomes))


def _antigens(outcomes: _Outcomes, on: date, person: Person) -> tuple[AntigenForecast, ...]:
    return tuple(_antigen_forecast(one, on, person) for best in outcomes.values() for one in best)


def _antigen_forecast(outcome: SeriesOutcome, on: date, person: Person) -> AntigenForecast:
    dates = outcome.dates
    series = outcome.series
    recommended = dates.recommended if dates else None
    past_due = dates.past_due if dates else None
    return AntigenForecast(
        antigen=series.antigen,
        group=series.group,
        series_group=series.series_group,
        series_id=series.id,
        status=outcome.status,
        reason=outcome.reason,
        dose_number=outcome.progress.dose_number if dates else None,
        earliest=dates.earliest if dates else None,
        recommended=recommended,
        past_due=past_due,
        latest=dates.latest if dates else None,
        due_state=due_state(outcome.status, recommended, past_due, on),
        products=outcome.products,
        refused_on=_refused_on(person, series) if person.refusals else None,
        uncertain=outcome.uncertain,
    )


def _refused_on(person: Person, series: Series) -> date | None:
    days = [refusal.on for refusal in person.refusals if refusal.of in {series.antigen, series.group}]
    return max(days, default=None)


def _groups(
    timeline: Timeline, outcomes: _Outcomes, antigens: Sequence[AntigenForecast], on: date
) -> tuple[GroupForecast, ...]:
    """One forecast per vaccine group and series group (FORECASTVG-1), in the schedule's order."""
    schedule = timeline.schedule
    members: dict[tuple[str, str], list[AntigenForecast]] = {}
    for one in antigens:
        members.setdefault((one.group, one.series_group), []).append(one)
    priority = {
        (one.series.group, one.series.series_group) for best in outcomes.values() for one in best if _is_priority(one)
    }
    order = list(schedule.groups)
    return tuple(
        group_forecast(
            schedule,
            schedule.groups[key[0]],
            members[key],
            on,
            _latest_shot(timeline, members[key]) if key in priority else None,
        )
        for key in sorted(members, key=lambda key: order.index(key[0]))
    )


def _is_priority(outcome: SeriesOutcome) -> bool:
    """FORECASTPRIORITY-1: the target dose has intervals, and all of them take precedence in the group."""
    target = outcome.progress.target
    if target is None or not target.intervals or outcome.dates is None:
        return False
    return all(rule.group_priority for rule in target.intervals)


def _latest_shot(timeline: Timeline, members: list[AntigenForecast]) -> date:
    wanted = {one.antigen for one in members}
    days = [shot.on for shot in timeline.shots if wanted & shot.antigens]
    return max(days, default=timeline.person.birth_date)
