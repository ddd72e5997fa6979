"""How one child's forecast differs between two schedules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from handbook.domain.immunization.results import DoseStatus, DueState, Forecast, GroupForecast


class GroupChange(StrEnum):
    """What another schedule makes of a vaccine group of one child."""

    NEWLY_DUE = "newly_due"
    NO_LONGER_DUE = "no_longer_due"
    NEWLY_PLANNED = "newly_planned"
    NO_LONGER_PLANNED = "no_longer_planned"
    EARLIEST_EARLIER = "earliest_earlier"
    EARLIEST_LATER = "earliest_later"
    RECOMMENDED_EARLIER = "recommended_earlier"
    RECOMMENDED_LATER = "recommended_later"
    DOSE_BEGINS_TO_COUNT = "dose_begins_to_count"
    DOSE_CEASES_TO_COUNT = "dose_ceases_to_count"


_DUE = {DueState.DUE, DueState.OVERDUE}
_Key = tuple[str, str]


def group_changes(before: Forecast, after: Forecast) -> frozenset[tuple[str, GroupChange]]:
    """List what changes, as pairs of vaccine group and change; empty when the two say the same.

    Both forecasts are of the same child and day. A group that one schedule does not have counts as one without
    anything planned; doses count by their id, for a group when they are valid for any of its antigens.
    """
    old, new = _by_key(before), _by_key(after)
    planned = {(key[0], change) for key in old.keys() | new.keys() for change in _moved(old.get(key), new.get(key))}
    return frozenset(planned | set(_recounted(before, after)))


def _by_key(found: Forecast) -> dict[_Key, GroupForecast]:
    return {(one.group, one.series_group): one for one in found.groups}


def _moved(old: GroupForecast | None, new: GroupForecast | None) -> Iterator[GroupChange]:
    was_due, is_due = _is_due(old), _is_due(new)
    if was_due != is_due:
        yield GroupChange.NEWLY_DUE if is_due else GroupChange.NO_LONGER_DUE
    was, now = _dates(old), _dates(new)
    if (was is None) != (now is None):
        yield GroupChange.NEWLY_PLANNED if was is None else GroupChange.NO_LONGER_PLANNED
    if was is None or now is None:
        return
    if was[0] != now[0]:
        yield GroupChange.EARLIEST_EARLIER if now[0] < was[0] else GroupChange.EARLIEST_LATER
    if was[1] != now[1]:
        yield GroupChange.RECOMMENDED_EARLIER if now[1] < was[1] else GroupChange.RECOMMENDED_LATER


def _is_due(group: GroupForecast | None) -> bool:
    return group is not None and group.due_state in _DUE


def _dates(group: GroupForecast | None) -> tuple[date, date] | None:
    """Earliest and recommended day of the next dose."""
    if group is None or group.earliest is None or group.recommended is None:
        return None
    return group.earliest.on, group.recommended.on


def _recounted(before: Forecast, after: Forecast) -> Iterator[tuple[str, GroupChange]]:
    counted, counts = _counted(before), _counted(after)
    yield from ((group, GroupChange.DOSE_BEGINS_TO_COUNT) for group, _dose in counts - counted)
    yield from ((group, GroupChange.DOSE_CEASES_TO_COUNT) for group, _dose in counted - counts)


def _counted(found: Forecast) -> set[tuple[str, str]]:
    return {
        (one.group, dose.dose_id)
        for dose in found.evaluation.doses
        for one in dose.antigens
        if one.status is DoseStatus.VALID
    }
