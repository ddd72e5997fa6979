"""Start, watch, stop and resume planning all children anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from handbook.domain.calendar import local_date
from handbook.domain.errors import InvalidFieldError, NotFoundError
from handbook.domain.reforecast import SHARDS, Job, JobId, JobState, Report, report_of
from handbook.usecases.ports import NewId, Queue, Reforecasts

AUDIENCE = "child"

type Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StartReforecast:
    """What to compare: `after` takes the place of `before`, as of a day; a draft is known by its digest.

    Left out: `before` is the schedule that `after` takes over from, and the day is today or the first day of `after`,
    whichever is later.
    """

    after: str
    before: str | None = None
    on: date | None = None
    applies: bool = False
    draft: Document | None = None
    draft_sha256: str | None = None


def start_reforecast(
    command: StartReforecast,
    now: datetime,
    *,
    documents: Iterable[Document],
    jobs: Reforecasts,
    queue: Queue,
    new_id: NewId,
) -> Job:
    """Write the job down and send one message for each shard.

    A job applies only what is in force: the schedule of today in Vietnam, as of today.
    Raises: InvalidFieldError naming schedule, from, on, draft or apply.
    """
    job = _job(command, now, tuple(documents), JobId(new_id()))
    jobs.add(job)
    _send(job.job_id, range(SHARDS), queue)
    return job


def _job(command: StartReforecast, now: datetime, documents: tuple[Document, ...], job_id: JobId) -> Job:
    from handbook.domain.immunization import schedule_before, schedule_in_force  # noqa: PLC0415 - see recommend.py

    shipped = {document["id"]: document for document in documents if document["audience"] == AUDIENCE}
    after = command.draft or shipped.get(command.after)
    if after is None or after.get("audience") != AUDIENCE or not after.get("effective_from"):
        raise InvalidFieldError("draft" if command.draft else "schedule")
    begins, today = date.fromisoformat(after["effective_from"]), local_date(now)
    before = command.before or schedule_before(documents, AUDIENCE, begins)
    if before is None or before not in shipped:
        raise InvalidFieldError("from")
    on = command.on or max(today, begins)
    if command.applies:
        if command.draft is not None or command.after != schedule_in_force(documents, AUDIENCE, today):
            raise InvalidFieldError("apply")
        if on != today:
            raise InvalidFieldError("on")
    return Job(job_id, before, after["id"], on, now, command.applies, command.draft_sha256)


def resume_reforecast(job_id: JobId, *, jobs: Reforecasts, queue: Queue) -> Report:
    """Send the unfinished shards again, also of a job that was cancelled; at any time, and as often as wanted.

    Raises: NotFoundError.
    """
    job = _existing(job_id, jobs)
    if job.state is not JobState.RUNNING:
        jobs.set_state(job_id, JobState.RUNNING)
    done = {shard.shard for shard in jobs.all_progress(job_id) if shard.done}
    _send(job_id, (shard for shard in range(job.shards) if shard not in done), queue)
    return report_reforecast(job_id, jobs=jobs)


def cancel_reforecast(job_id: JobId, *, jobs: Reforecasts) -> Report:
    """Stop the workers before their next page; what was planned anew stays. Raises: NotFoundError."""
    _existing(job_id, jobs)
    jobs.set_state(job_id, JobState.CANCELLED)
    return report_reforecast(job_id, jobs=jobs)


def report_reforecast(job_id: JobId, *, jobs: Reforecasts) -> Report:
    """Say how far a job is and what it has found. Raises: NotFoundError."""
    return report_of(_existing(job_id, jobs), jobs.all_progress(job_id))


def _existing(job_id: JobId, jobs: Reforecasts) -> Job:
    job = jobs.get(job_id)
    if job is None:
        raise NotFoundError
    return job


def _send(job_id: JobId, shards: Iterable[int], queue: Queue) -> None:
    queue.send([shard_message(job_id, shard) for shard in shards])


def shard_message(job_id: JobId, shard: int) -> dict[str, object]:
    """Write the message for one shard: docs/events.md."""
    return {"job_id": job_id, "shard": shard}
