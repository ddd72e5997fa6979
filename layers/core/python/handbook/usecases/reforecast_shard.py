"""Plan the children of one shard anew, page by page. It can stop anywhere and go on: no child is counted twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from handbook.domain.bonds import guardians_on
from handbook.domain.errors import ConflictError
from handbook.domain.handbook import Handbook
from handbook.domain.reforecast import (
    MESSAGES_DAYS,
    PAGE,
    Count,
    Job,
    JobId,
    JobState,
    ShardProgress,
    child_tally,
    contact_change,
)
from handbook.usecases.move_sessions import Told, retold
from handbook.usecases.ports import Records, Reforecasts
from handbook.usecases.recommend import forecast_of
from handbook.usecases.retry import TRIES
from handbook.usecases.schedule_contact import with_contact_after

if TYPE_CHECKING:
    from handbook.domain.immunization import Forecast, Schedule


class Outcome(StrEnum):
    """How the work on a shard ended: `paused` for want of time, `stopped` since the job was cancelled or is gone."""

    DONE = "done"
    PAUSED = "paused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Tools:
    """What the work needs of the world. `schedules` gives a job's two, the one before and the one after."""

    jobs: Reforecasts
    records: Records
    schedules: Callable[[Job], tuple[Schedule, Schedule]]
    reminders: Told


def reforecast_shard(job_id: JobId, shard: int, tools: Tools, keep_going: Callable[[], bool]) -> Outcome:
    """Work on a shard until it is done, or `keep_going` says no; at least one page, so that every call gets on.

    Children's pages are read anew when another worker stored one first. Raises: UnavailableError, ConflictError.
    """
    schedules: tuple[Schedule, Schedule] | None = None
    progress = tools.jobs.progress(job_id, shard)
    while not progress.done:
        job = tools.jobs.get(job_id)
        if job is None or job.state is JobState.CANCELLED:
            return Outcome.STOPPED
        schedules = schedules or tools.schedules(job)
        progress = _next_page(job, progress, schedules, tools)
        if not progress.done and not keep_going():
            return Outcome.PAUSED
    return Outcome.DONE


def _next_page(job: Job, progress: ShardProgress, schedules: tuple[Schedule, Schedule], tools: Tools) -> ShardProgress:
    records, move = tools.records, job.move
    if move is None:
        page = records.of_shard(progress.shard, PAGE, progress.position)
    else:
        page = records.of_commune(move.commune_code, PAGE, progress.position)
    tally = Counter(progress.tally)
    for handbook in (one for one in page.items if one.in_care):
        if move is None:
            tally += _planned_anew(handbook, job, schedules, records)
        else:
            tally += retold(handbook, job, move, schedules[1], records, tools.reminders)
    following = replace(progress, position=page.next, tally=tally, done=page.next is None)
    try:
        return tools.jobs.save_progress(job.job_id, following)
    except ConflictError:  # a message came twice and the other worker has stored this page: go on behind it
        return tools.jobs.progress(job.job_id, progress.shard)


def _planned_anew(handbook: Handbook, job: Job, schedules: tuple[Schedule, Schedule], records: Records) -> Counter[str]:
    from handbook.domain.immunization import group_changes  # noqa: PLC0415 - as in usecases/recommend.py

    forecasts = [forecast_of(handbook, schedule, job.on) for schedule in schedules]
    before, after = (with_contact_after(handbook, found, job.on) for found in forecasts)
    contact = contact_change(before.next_contact_on, after.next_contact_on)
    tally = child_tally(group_changes(*forecasts), contact)
    for name, found in zip((Count.MESSAGES_BEFORE, Count.MESSAGES_AFTER), forecasts, strict=True):
        tally[name] += _messages(handbook, found, job.on)
    if job.applies:
        tally[_save_contact(handbook, after, job, schedules[1], records)] += 1
    return tally


def _messages(handbook: Handbook, found: Forecast, on: date) -> int:
    """Count the messages that a handbook calls for in the weeks after a day: one for each guardian and day."""
    from handbook.domain.reminders.rules import rules_on  # noqa: PLC0415
    from handbook.domain.reminders.touches import touches  # noqa: PLC0415
    from handbook.usecases.contacts import contacts_of  # noqa: PLC0415

    until = on + timedelta(days=MESSAGES_DAYS)
    days = {touch.on for touch in touches(contacts_of(handbook, found, on), rules_on(on)) if on <= touch.on < until}
    return len(days) * len(guardians_on(handbook.guardians, on))


def _save_contact(handbook: Handbook, wanted: Handbook, job: Job, schedule: Schedule, records: Records) -> Count:
    """Store the days of next contact and of defaulting.

    Who changed the handbook meanwhile is heard, and the days are derived afresh.
    A day that this job stored before a page was worked on again still counts as saved by it.
    """
    for _ in range(TRIES):
        if (handbook.next_contact_on, handbook.defaults_on) == (wanted.next_contact_on, wanted.defaults_on):
            return Count.SAVED if handbook.replanned_by == job.job_id else Count.ALREADY_CURRENT
        try:
            records.save_next_contact(wanted, wanted.next_contact_on, job.job_id)
        except ConflictError:
            fresh = records.get(handbook.handbook_id)
            if fresh is None:
                return Count.ALREADY_CURRENT
            handbook = fresh
            wanted = with_contact_after(fresh, forecast_of(fresh, schedule, job.on), job.on)
        else:
            return Count.SAVED
    raise ConflictError
