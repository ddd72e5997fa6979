"""Plan the children of one shard anew, page by page. It can stop anywhere and go on: no child is counted twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from handbook.domain.errors import ConflictError
from handbook.domain.handbook import Handbook
from handbook.domain.reforecast import (
    PAGE,
    Count,
    Job,
    JobId,
    JobState,
    ShardProgress,
    child_tally,
    contact_change,
)
from handbook.usecases.ports import Records, Reforecasts
from handbook.usecases.recommend import forecast_of
from handbook.usecases.retry import TRIES
from handbook.usecases.schedule_contact import next_contact_on

if TYPE_CHECKING:
    from handbook.domain.immunization import Schedule


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
    page = tools.records.of_shard(progress.shard, PAGE, progress.position)
    tally = Counter(progress.tally)
    for handbook in (one for one in page.items if one.in_care):
        tally += _planned_anew(handbook, job, schedules, tools.records)
    following = replace(progress, position=page.next, tally=tally, done=page.next is None)
    try:
        return tools.jobs.save_progress(job.job_id, following)
    except ConflictError:  # a message came twice and the other worker has stored this page: go on behind it
        return tools.jobs.progress(job.job_id, progress.shard)


def _planned_anew(handbook: Handbook, job: Job, schedules: tuple[Schedule, Schedule], records: Records) -> Counter[str]:
    from handbook.domain.immunization import group_changes  # noqa: PLC0415 - as in usecases/recommend.py

    before, after = (forecast_of(handbook, schedule, job.on) for schedule in schedules)
    wanted = next_contact_on(handbook, after, job.on)
    tally = child_tally(group_changes(before, after), contact_change(next_contact_on(handbook, before, job.on), wanted))
    if job.applies:
        tally[_save_contact(handbook, wanted, job, schedules[1], records)] += 1
    return tally


def _save_contact(handbook: Handbook, wanted: date | None, job: Job, schedule: Schedule, records: Records) -> Count:
    """Store the day of next contact; who changed the handbook meanwhile is heard, and the day is derived afresh.

    A day that this job stored before a page was worked on again still counts as saved by it.
    """
    for _ in range(TRIES):
        if handbook.next_contact_on == wanted:
            return Count.SAVED if handbook.replanned_by == job.job_id else Count.ALREADY_CURRENT
        try:
            records.save_next_contact(handbook, wanted, job.job_id)
        except ConflictError:
            fresh = records.get(handbook.handbook_id)
            if fresh is None:
                return Count.ALREADY_CURRENT
            found = forecast_of(fresh, schedule, job.on)
            handbook, wanted = fresh, next_contact_on(fresh, found, job.on)
        else:
            return Count.SAVED
    raise ConflictError
