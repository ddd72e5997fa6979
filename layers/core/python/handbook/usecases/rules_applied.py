"""What the rules in force say of a handbook on a day, with the edition of each: for an export that others read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from handbook.domain.measurements import Measurement
from handbook.usecases.assess_measurement import assess_measurement, scores_of
from handbook.usecases.judge_doses import judge_doses

if TYPE_CHECKING:
    from handbook.domain.whole import Whole
    from handbook.usecases.gather_book import Schedules
    from handbook.usecases.judge_doses import Judgements


def rules_applied(whole: Whole, schedules: Schedules, on: date) -> Mapping[str, object]:
    """Judge every dose and measurement that counts, and forecast what is due; nothing of it is what was recorded.

    Before the birth there is nothing to judge.
    """
    if whole.handbook.child is None:
        return {"on": on}
    judged = judge_doses(whole.handbook, schedules.child, schedules.service, on)
    growth = {
        one.now.entry.measurement_id: scores_of(assess_measurement(whole.handbook, one.now.entry))
        for one in whole.entries
        if one.now.counts and isinstance(one.now.entry, Measurement)
    }
    return {"on": on, "doses": _doses(judged), "forecast": _forecast(judged), "growth": growth}


def _doses(judged: Judgements) -> Mapping[str, object]:
    return {
        dose_id: {
            "status": one.outcome.status.value,
            "reason": one.outcome.reason.code.value,
            "schedule_id": one.schedule_id,
            "schedule_version": one.schedule_version,
            "engine_version": one.engine_version,
        }
        for dose_id, one in judged.doses.items()
    }


def _forecast(judged: Judgements) -> Mapping[str, object]:
    found = judged.forecast
    groups = [
        {
            "group": group.group,
            "status": group.status.value,
            "due_state": group.due_state.value,
            "dose_number": group.dose_number,
            "recommended_on": group.recommended.on if group.recommended else None,
        }
        for group in found.groups
    ]
    return {
        "schedule_id": found.schedule_id,
        "schedule_version": found.schedule_version,
        "engine_version": found.engine_version,
        "groups": groups,
    }
