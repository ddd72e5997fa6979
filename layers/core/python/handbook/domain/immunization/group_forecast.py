"""From antigens to vaccine groups (CDSi logic specification, chapter 9)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handbook.domain.immunization.reasons import Reason, ReasonCode
from handbook.domain.immunization.results import (
    AntigenForecast,
    DueState,
    ForecastDate,
    GroupForecast,
    SeriesStatus,
)
from handbook.domain.immunization.schedule import Group, Schedule


def due_state(
    status: SeriesStatus, recommended: ForecastDate | None, past_due: ForecastDate | None, on: date
) -> DueState:
    """Where the next dose stands: due from the recommended date, overdue once the past-due date has gone by.

    A group that is too old for its next dose is expired, which is not overdue: nothing is to be given.
    """
    if status is SeriesStatus.AGED_OUT:
        return DueState.EXPIRED
    if status is not SeriesStatus.NOT_COMPLETE or recommended is None:
        return DueState.NONE
    if on < recommended.on:
        return DueState.UPCOMING
    return DueState.OVERDUE if past_due is not None and on > past_due.on else DueState.DUE


def group_forecast(
    schedule: Schedule, group: Group, members: Sequence[AntigenForecast], on: date, priority_floor: date | None
) -> GroupForecast:
    """Join the forecasts of a group's antigens (tables 9-4 and 9-5).

    The earliest date is the latest of the antigens that still need a dose. When one of them is a priority
    forecast it is the first of theirs, but not before `priority_floor`, the group's latest dose (MULTIANTVG-1).
    Recommended and past due are the first of theirs (FORECASTVG-2 and 3).
    """
    if len(members) == 1:
        return _single(schedule, group, members[0], on)
    status = _status(group, members)
    contained = [one for one in members if one.status is status]
    needed = contained if status is SeriesStatus.NOT_COMPLETE else []
    earliest = _earliest(needed, priority_floor)
    recommended = _not_before(earliest, _first([one.recommended for one in needed]))
    past_due = _not_before(earliest, _first([one.past_due for one in needed]))
    notes = dict.fromkeys(note for one in contained for note in one.uncertain)
    return GroupForecast(
        group=group.id,
        series_group=members[0].series_group,
        name=group.name,
        status=status,
        reason=contained[0].reason,
        dose_number=_dose_number(group, needed),
        earliest=earliest,
        recommended=recommended,
        past_due=past_due,
        latest=_first([one.latest for one in needed]),
        due_state=due_state(status, recommended, past_due, on),
        antigens=tuple(dict.fromkeys(one.antigen for one in members)),
        products=_common_products(needed),
        refused_on=min((one.refused_on for one in members if one.refused_on is not None), default=None),
        uncertain=tuple(schedule.notes[note] for note in notes),
    )


def _single(schedule: Schedule, group: Group, member: AntigenForecast, on: date) -> GroupForecast:
    """Section 9.2: with one antigen, its forecast is the group's."""
    return GroupForecast(
        group=group.id,
        series_group=member.series_group,
        name=group.name,
        status=member.status,
        reason=member.reason,
        dose_number=member.dose_number,
        earliest=member.earliest,
        recommended=member.recommended,
        past_due=member.past_due,
        latest=member.latest,
        due_state=due_state(member.status, member.recommended, member.past_due, on),
        antigens=(member.antigen,),
        products=member.products,
        refused_on=member.refused_on,
        uncertain=tuple(schedule.notes[note] for note in dict.fromkeys(member.uncertain)),
    )


def _status(group: Group, members: Sequence[AntigenForecast]) -> SeriesStatus:
    present = {one.status for one in members}
    for status in group.status_precedence:
        if status in present:
            return SeriesStatus(status)
    return members[0].status


def _dose_number(group: Group, needed: Sequence[AntigenForecast]) -> int | None:
    """FORECASTDN-2: the lowest number where all antigens are given together, else the highest."""
    numbers = [one.dose_number for one in needed if one.dose_number is not None]
    if not numbers:
        return None
    return min(numbers) if group.administer_full else max(numbers)


def _earliest(needed: Sequence[AntigenForecast], priority_floor: date | None) -> ForecastDate | None:
    dates = [one.earliest for one in needed if one.earliest is not None]
    if not dates:
        return None
    if priority_floor is None:
        return max(dates, key=lambda entry: entry.on)
    first = min(dates, key=lambda entry: entry.on)
    if first.on >= priority_floor:
        return first
    return ForecastDate(priority_floor, Reason(ReasonCode.AFTER_LAST_DOSE))


def _first(dates: Sequence[ForecastDate | None]) -> ForecastDate | None:
    present = [entry for entry in dates if entry is not None]
    return min(present, key=lambda entry: entry.on) if present else None


def _not_before(floor: ForecastDate | None, entry: ForecastDate | None) -> ForecastDate | None:
    if floor is None or entry is None or entry.on >= floor.on:
        return entry
    return floor


def _common_products(needed: Sequence[AntigenForecast]) -> tuple[str, ...]:
    """Products that serve every antigen still needed; with none, whatever serves the first."""
    if not needed:
        return ()
    common = [product for product in needed[0].products if all(product in one.products for one in needed[1:])]
    return tuple(common) or needed[0].products
