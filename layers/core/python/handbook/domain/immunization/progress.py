"""How far a person is in one series while its doses are judged one after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from handbook.domain.immunization.reasons import Reason, ReasonCode
from handbook.domain.immunization.results import DoseStatus
from handbook.domain.immunization.series_rules import IntervalFrom, IntervalRule, Series, TargetDose
from handbook.domain.immunization.timeline import Shot, Timeline

_EARLY = frozenset({ReasonCode.TOO_YOUNG, ReasonCode.INTERVAL_TOO_SHORT})
_COUNTED_FROM = frozenset({DoseStatus.VALID, DoseStatus.NOT_VALID})
"""What the interval to the next dose may be counted from."""


class Judgement(NamedTuple):
    """One shot judged against one target dose (None when no target dose was left)."""

    shot: Shot
    target: TargetDose | None
    dose_number: int | None
    status: DoseStatus
    reason: Reason


@dataclass(slots=True)
class Progress:
    """The running state of one series: what was judged, satisfied and skipped so far.

    `target` is the target dose to be satisfied next, None when all are satisfied or skipped.
    """

    series: Series
    judged: list[Judgement] = field(default_factory=list)
    satisfied_on: dict[int, date] = field(default_factory=dict)
    index: int = 0
    repeats: int = 0
    previous_on: date | None = None
    previous_was_early: bool = False
    valid_count: int = 0
    first_valid: Shot | None = None
    latest_inadvertent_on: date | None = None
    target: TargetDose | None = field(init=False)

    def __post_init__(self) -> None:
        self.target = self.series.doses[0]

    def _advance(self) -> None:
        self.index += 1
        doses = self.series.doses
        self.target = doses[self.index] if self.index < len(doses) else None

    @property
    def dose_number(self) -> int | None:
        """The number of the next dose; a recurring last dose counts on."""
        target = self.target
        return None if target is None else target.number + self.repeats

    def skip_target(self) -> None:
        """Leave the current target dose out."""
        self._advance()

    def record(self, judgement: Judgement) -> None:
        """Take a judgement into account for the doses that follow it."""
        self.judged.append(judgement)
        if judgement.reason.code is ReasonCode.INADVERTENT_PRODUCT:
            self.latest_inadvertent_on = judgement.shot.on
            return
        if judgement.status is DoseStatus.VALID:
            self._satisfy(judgement)
        if judgement.status in _COUNTED_FROM:
            self.previous_on = judgement.shot.on
            self.previous_was_early = judgement.reason.code in _EARLY

    def _satisfy(self, judgement: Judgement) -> None:
        target = judgement.target
        if target is None:
            return
        self.valid_count += 1
        self.first_valid = self.first_valid or judgement.shot
        self.satisfied_on[target.number + self.repeats] = judgement.shot.on
        if target.recurring:
            self.repeats += 1
        else:
            self._advance()

    def interval_start(self, timeline: Timeline, rule: IntervalRule) -> date | None:
        """The date an interval is counted from, None when there is no such event (CALCDTINT-1, 2, 8, 9)."""
        match rule.origin:
            case IntervalFrom.PREVIOUS:
                return self.previous_on
            case IntervalFrom.TARGET_DOSE:
                return self.satisfied_on.get(rule.target_dose)
            case IntervalFrom.MOST_RECENT:
                return self._most_recent(rule.products)
            case IntervalFrom.OBSERVATION:
                return timeline.person.observations.get(rule.observation)

    def _most_recent(self, products: frozenset[str]) -> date | None:
        for judgement in reversed(self.judged):
            inadvertent = judgement.reason.code is ReasonCode.INADVERTENT_PRODUCT
            if judgement.shot.product.id in products and not inadvertent:
                return judgement.shot.on
        return None
