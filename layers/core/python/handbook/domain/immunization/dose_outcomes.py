"""From judgements inside series to one outcome per recorded dose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from handbook.domain.immunization.progress import Judgement
from handbook.domain.immunization.reasons import Reason, ReasonCode
from handbook.domain.immunization.results import AntigenOutcome, DoseOutcome, DoseStatus
from handbook.domain.immunization.series_forecast import SeriesOutcome
from handbook.domain.immunization.timeline import Shot, Timeline

# A dose counts when it counts for anything; otherwise the most telling of its faults is shown.
_RANK = {
    DoseStatus.VALID: 0,
    DoseStatus.NOT_VALID: 1,
    DoseStatus.SUB_POTENT: 2,
    DoseStatus.EXTRANEOUS: 3,
}

_Outcomes = Mapping[str, Sequence[SeriesOutcome]]


def validity_of(outcomes: _Outcomes) -> dict[int, bool]:
    """For each judged shot, by position, whether it counts for any antigen."""
    valid: dict[int, bool] = {}
    for _series, judgement in _judgements(outcomes):
        position = judgement.shot.position
        valid[position] = valid.get(position, False) or judgement.status is DoseStatus.VALID
    return valid


def dose_outcomes(timeline: Timeline, outcomes: _Outcomes) -> tuple[DoseOutcome, ...]:
    """One outcome per recorded dose, in the order of the days; the doses without a place come last."""
    found: list[dict[str, AntigenOutcome]] = [{} for _ in timeline.shots]
    for series_outcome, (shot, _, dose_number, status, reason) in _judgements(outcomes):
        series, by_antigen = series_outcome.series, found[shot.position]
        rival = by_antigen.get(series.antigen)
        if rival is None or _RANK[status] < _RANK[rival.status]:
            by_antigen[series.antigen] = AntigenOutcome(
                series.antigen, series.id, series.group, status, reason, dose_number
            )
    placed = [_outcome(shot, tuple(found[shot.position].values())) for shot in timeline.shots]
    unplaced = [
        DoseOutcome(dose.dose_id, dose.product, dose.administered_on, DoseStatus.NOT_VALID, reason, ())
        for dose, reason in timeline.unplaced
    ]
    return (*placed, *unplaced)


def _judgements(outcomes: _Outcomes) -> Iterator[tuple[SeriesOutcome, Judgement]]:
    for best in outcomes.values():
        for outcome in best:
            for judgement in outcome.progress.judged:
                yield outcome, judgement


def _outcome(shot: Shot, antigens: tuple[AntigenOutcome, ...]) -> DoseOutcome:
    dose = shot.dose
    if not antigens:
        reason = Reason(ReasonCode.NOT_IN_SCHEDULE)
        return DoseOutcome(dose.dose_id, dose.product, shot.on, DoseStatus.EXTRANEOUS, reason, ())
    best = min(antigens, key=lambda one: _RANK[one.status])
    return DoseOutcome(dose.dose_id, dose.product, shot.on, best.status, best.reason, antigens)
