"""All series of one antigen: judged, forecast, and the one to follow per series group."""

from __future__ import annotations

from datetime import date

from handbook.domain.immunization.judging import ValidityByPosition
from handbook.domain.immunization.results import SeriesStatus
from handbook.domain.immunization.series_evaluation import evaluate_series, starts_in_time
from handbook.domain.immunization.series_forecast import SeriesOutcome, forecast_series
from handbook.domain.immunization.series_rules import Series
from handbook.domain.immunization.series_selection import prioritized, relevant_series
from handbook.domain.immunization.timeline import Timeline


def antigen_outcomes(timeline: Timeline, antigen: str, on: date, validity: ValidityByPosition) -> list[SeriesOutcome]:
    """The series to follow for an antigen, one per series group, in the schedule's order.

    A series group is left out when an equivalent group is complete, or is followed because of a risk
    (section 8.8).
    """
    workbench = _Workbench(timeline, antigen, on, validity)
    best = [prioritized(timeline, workbench.outcomes(group)) for group in workbench.groups]
    return best if len(best) == 1 else [one for one in best if not _superseded(one, best)]


class _Workbench:
    """Judges series groups on demand, since a skip may ask whether another group is complete."""

    def __init__(self, timeline: Timeline, antigen: str, on: date, validity: ValidityByPosition) -> None:
        self._timeline = timeline
        self._on = on
        self._validity = validity
        self._shots = timeline.by_antigen.get(antigen, [])
        self._done: dict[str, list[SeriesOutcome]] = {}
        self._under_way: set[str] = set()
        self.groups: dict[str, list[Series]] = {}
        for series in relevant_series(timeline, timeline.schedule.series_by_antigen[antigen], on):
            self.groups.setdefault(series.series_group, []).append(series)

    def outcomes(self, group: str) -> list[SeriesOutcome]:
        """The judged series of a series group, worked out at the first question."""
        done = self._done.get(group)
        if done is None:
            self._under_way.add(group)
            done = self._judged(group)
            self._done[group] = done
        return done

    def _judged(self, group: str) -> list[SeriesOutcome]:
        """Judge what can win: beside a default series, only standard series that a dose has begun in time."""
        candidates = self.groups[group]
        has_default = len(candidates) > 1 and any(one.default for one in candidates)
        found = []
        for series in candidates:
            droppable = has_default and not series.default and not series.risk
            if droppable and not self._may_have_begun(series):
                continue
            outcome = self._outcome(series, drop_late_starts=droppable)
            if outcome is not None:
                found.append(outcome)
        return found

    def _may_have_begun(self, series: Series) -> bool:
        return any(
            shot.product.id in series.accepted_products and starts_in_time(self._timeline, series, shot)
            for shot in self._shots
        )

    def complete(self, group: str) -> bool:
        """Whether any series of a series group is complete."""
        # a group that is itself being judged cannot be its own answer
        if group not in self.groups or (group in self._under_way and group not in self._done):
            return False
        return any(one.status is SeriesStatus.COMPLETE for one in self.outcomes(group))

    def _outcome(self, series: Series, *, drop_late_starts: bool) -> SeriesOutcome | None:
        progress = evaluate_series(
            self._timeline,
            series,
            self._shots,
            self._validity,
            self.complete,
            drop_late_starts=drop_late_starts,
        )
        return None if progress is None else forecast_series(self._timeline, progress, self._on, self.complete)


def _superseded(one: SeriesOutcome, best: list[SeriesOutcome]) -> bool:
    """Table 8-14: whether a series of an equivalent group makes this one redundant."""
    if one.status is SeriesStatus.COMPLETE:
        return False
    rivals = [other for other in best if other.series.series_group in one.series.equivalent_groups]
    if any(other.status is SeriesStatus.COMPLETE for other in rivals):
        return True
    return not one.series.risk and any(other.series.risk for other in rivals)
