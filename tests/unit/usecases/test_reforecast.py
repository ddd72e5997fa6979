"""Starting, watching, stopping and resuming a job."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from handbook.domain.errors import InvalidFieldError, NotFoundError
from handbook.domain.reforecast import SHARDS, Job, JobId, JobState, ShardProgress
from handbook.reference.immunization import load_documents
from handbook.usecases.reforecast import (
    StartReforecast,
    cancel_reforecast,
    report_reforecast,
    resume_reforecast,
    start_reforecast,
)
from tests.builders import NOW, TODAY, ids
from tests.fakes import FakeQueue
from tests.unit.usecases.reforecast_fakes import DRAFT, JOB, NEW, OLD, FakeReforecasts, a_job, draft_document

EVE = datetime(2026, 2, 14, 16, 59, tzinfo=UTC)
"""The last minute of the old schedule in Vietnam."""


def start(command: StartReforecast, now: datetime = NOW) -> tuple[Job, FakeReforecasts, FakeQueue]:
    jobs, queue = FakeReforecasts(), FakeQueue()
    job = start_reforecast(command, now, documents=load_documents(), jobs=jobs, queue=queue, new_id=ids("job"))
    return job, jobs, queue


def shards_sent(queue: FakeQueue) -> list[int]:
    return sorted(int(str(message["shard"])) for message, _ in queue.sent)


def test_a_job_is_a_dry_run_against_the_schedule_before_with_one_message_for_each_shard() -> None:
    job, jobs, queue = start(StartReforecast(NEW))

    assert (job.before, job.after, job.on, job.applies) == (OLD, NEW, TODAY, False)
    assert jobs.get(job.job_id) == job
    assert shards_sent(queue) == list(range(SHARDS))
    assert {message["job_id"] for message, _ in queue.sent} == {job.job_id}


def test_before_its_first_day_a_schedule_is_looked_at_as_of_that_day() -> None:
    assert start(StartReforecast(NEW), EVE)[0].on == date(2026, 2, 15)
    assert start(StartReforecast(NEW, on=date(2026, 3, 1)), EVE)[0].on == date(2026, 3, 1)


def test_a_draft_is_compared_with_the_schedule_that_it_would_take_over_from() -> None:
    job, _, _ = start(StartReforecast("", draft=draft_document(), draft_sha256="d"))

    assert (job.before, job.after, job.draft_sha256) == (NEW, DRAFT, "d")


def test_what_is_in_force_today_may_be_applied_today() -> None:
    assert start(StartReforecast(NEW, applies=True))[0].applies
    assert start(StartReforecast(OLD, before=NEW, applies=True), EVE)[0].on == date(2026, 2, 14)


@pytest.mark.parametrize(
    ("command", "now", "field"),
    [
        (StartReforecast("VN-EPI-1985"), NOW, "schedule"),
        (StartReforecast("VN-TT-2026-02-15"), NOW, "schedule"),
        (StartReforecast(""), NOW, "schedule"),
        (StartReforecast(NEW, before="VN-EPI-1985"), NOW, "from"),
        (StartReforecast(NEW, before="VN-TT-2026-02-15"), NOW, "from"),
        (StartReforecast(OLD), NOW, "from"),  # the first of all takes over from nobody
        (StartReforecast("", draft={"id": DRAFT, "audience": "service"}), NOW, "draft"),
        (StartReforecast("", draft={"id": DRAFT, "audience": "child"}), NOW, "draft"),
        (StartReforecast("", draft=draft_document(), applies=True), NOW, "apply"),
        (StartReforecast(NEW, applies=True), EVE, "apply"),
        (StartReforecast(OLD, before=NEW, applies=True), NOW, "apply"),
        (StartReforecast(NEW, on=date(2026, 11, 21), applies=True), NOW, "on"),
    ],
)
def test_what_cannot_be_compared_or_applied_is_refused_by_field(
    command: StartReforecast, now: datetime, field: str
) -> None:
    jobs, queue = FakeReforecasts(), FakeQueue()

    with pytest.raises(InvalidFieldError) as refused:
        start_reforecast(command, now, documents=load_documents(), jobs=jobs, queue=queue, new_id=ids())

    assert refused.value.field == field
    assert (jobs.jobs, queue.sent) == ({}, [])


def begun() -> tuple[FakeReforecasts, FakeQueue]:
    jobs = FakeReforecasts(a_job())
    jobs.save_progress(JOB, ShardProgress(3, tally={"children": 5, "changed": 2}, done=True))
    jobs.save_progress(JOB, ShardProgress(4, {"pk": "x"}, {"children": 100, "group:measles:newly_due": 1}))
    return jobs, FakeQueue()


def test_a_report_adds_up_what_the_shards_have_counted_so_far() -> None:
    jobs, _ = begun()

    report = report_reforecast(JOB, jobs=jobs)

    assert (report.shards_done, report.finished, report.children, report.changed) == (1, False, 105, 2)
    assert report.groups == {"measles": {"newly_due": 1}}


def test_a_job_is_finished_when_its_last_shard_is() -> None:
    jobs = FakeReforecasts(a_job())
    for shard in range(SHARDS):
        assert not report_reforecast(JOB, jobs=jobs).finished
        jobs.save_progress(JOB, ShardProgress(shard, done=True))

    assert report_reforecast(JOB, jobs=jobs).finished


def test_resuming_sends_the_shards_that_are_not_done() -> None:
    jobs, queue = begun()
    cancel_reforecast(JOB, jobs=jobs)
    assert jobs.jobs[JOB].state is JobState.CANCELLED

    resume_reforecast(JOB, jobs=jobs, queue=queue)

    assert jobs.jobs[JOB] == replace(a_job(), state=JobState.RUNNING)
    assert shards_sent(queue) == [shard for shard in range(SHARDS) if shard != 3]


def test_a_job_that_is_not_there_is_not_found() -> None:
    jobs: Any = FakeReforecasts()
    for ask in (report_reforecast, cancel_reforecast):
        with pytest.raises(NotFoundError):
            ask(JobId("none"), jobs=jobs)
    with pytest.raises(NotFoundError):
        resume_reforecast(JobId("none"), jobs=jobs, queue=FakeQueue())
