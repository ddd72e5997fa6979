"""Jobs kept in memory, with the guarantees of storage/reforecasts.py, and workers that die where a test says."""

import copy
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from handbook.domain.errors import ConflictError, UnavailableError
from handbook.domain.handbook import DoseFact, Handbook
from handbook.domain.ids import DoseId, HandbookId
from handbook.domain.immunization import Schedule, parse_schedule
from handbook.domain.reforecast import SHARDS, Job, JobId, JobState, ShardProgress
from handbook.reference.immunization import load_document
from handbook.usecases.reforecast_shard import Outcome, Tools, reforecast_shard
from tests.builders import NOW, TODAY, handbook, profile, schedule
from tests.fakes import FakeRecords
from tests.unit.usecases.reminder_fakes import FakeReminders

OLD, NEW, DRAFT = "VN-EPI-2024-08-01", "VN-EPI-2026-02-15", "VN-EPI-2026-11-01"
JOB = JobId("job")


def a_job(*, applies: bool = True, before: str = NEW, after: str = DRAFT) -> Job:
    return Job(JOB, before, after, TODAY, NOW, applies)


class FakeReforecasts:
    """Jobs and the progress of their shards; a page is stored only at the version that was read."""

    def __init__(self, *jobs: Job) -> None:
        self.jobs = {job.job_id: job for job in jobs}
        self.shards: dict[tuple[JobId, int], ShardProgress] = {}
        self.pages_stored = 0

    def add(self, job: Job) -> None:
        if job.job_id in self.jobs:
            raise ConflictError
        self.jobs[job.job_id] = job

    def get(self, job_id: JobId) -> Job | None:
        return self.jobs.get(job_id)

    def set_state(self, job_id: JobId, state: JobState) -> None:
        self.jobs[job_id] = replace(self.jobs[job_id], state=state)

    def progress(self, job_id: JobId, shard: int) -> ShardProgress:
        return self.shards.get((job_id, shard), ShardProgress(shard))

    def save_progress(self, job_id: JobId, progress: ShardProgress) -> ShardProgress:
        if self.progress(job_id, progress.shard).version != progress.version:
            raise ConflictError
        saved = replace(progress, version=(progress.version or 0) + 1, tally=dict(progress.tally))
        self.shards[job_id, progress.shard] = saved
        self.pages_stored += 1
        return saved

    def all_progress(self, job_id: JobId) -> list[ShardProgress]:
        return [progress for (owner, _), progress in self.shards.items() if owner == job_id]


class Mortal:
    """A world whose writes fail from the n-th on, before or after they took effect, until it is mended."""

    def __init__(self, records: FakeRecords, jobs: FakeReforecasts) -> None:
        self.records, self.jobs = records, jobs
        self.writes_left: int | None = None
        self.lost_answer = False
        for owner, name in ((records, "save_next_contact"), (jobs, "save_progress")):
            setattr(owner, name, self._dying(getattr(owner, name)))

    def _dying[**P, R](self, write: Callable[P, R]) -> Callable[P, R]:
        def attempt(*args: P.args, **kwargs: P.kwargs) -> R:
            if self.writes_left is None:
                return write(*args, **kwargs)
            if self.writes_left == 0:
                if self.lost_answer:
                    write(*args, **kwargs)
                raise UnavailableError("killed")
            self.writes_left -= 1
            return write(*args, **kwargs)

        return attempt


def draft_document() -> dict[str, Any]:
    """A schedule that nobody ordered: measles counts and is due earlier, rubella too; rotavirus is no longer given."""
    document = copy.deepcopy(load_document(NEW))
    series = {one["id"]: one for one in document["series"] if one["group"] != "rota"}
    series["measles"]["doses"][0]["age"] |= {
        "min": "8 months + 24 days",
        "offered_from": "8 months + 24 days",
        "earliest_recommended": "8 months + 24 days",
    }
    series["rubella"]["doses"][0]["age"] |= {"offered_from": "12 months", "earliest_recommended": "12 months"}
    return document | {"id": DRAFT, "effective_from": "2026-11-01", "series": list(series.values())}


@cache
def schedule_of(schedule_id: str) -> Schedule:
    return parse_schedule(draft_document()) if schedule_id == DRAFT else schedule(schedule_id)


def two_schedules(job: Job) -> tuple[Schedule, Schedule]:
    return schedule_of(job.before), schedule_of(job.after)


def children(count: int) -> list[Handbook]:
    """Children up to two and a half with doses of the first years, each with a next contact of long ago."""
    made = []
    for number in range(count):
        born = TODAY.toordinal() - number * 29 % 900
        doses = [
            DoseFact(DoseId(f"{number}-{at}"), product, date.fromordinal(born + at))
            for product, at in (("penta", 61), ("measles", 272 - number % 9), ("mr", 548), ("hexa", 90))
            if born + at <= TODAY.toordinal() and (number + at) % 4
        ]
        book = handbook(
            f"book-{number}",
            profile=profile(birth_date=date.fromordinal(born), province_code="79"),
            doses=tuple(doses),
            next_contact_on=date(2020, 1, 1),
        )
        made.append(book)
    return made


def work(shard: int, records: FakeRecords, jobs: FakeReforecasts, *, pages: int = 1000) -> Outcome:
    """Work on a shard as one message does, for at most so many pages."""
    left = iter(range(pages - 1))
    return reforecast_shard(
        JOB, shard, Tools(jobs, records, two_schedules, FakeReminders()), lambda: next(left, None) is not None
    )


def work_on_all(records: FakeRecords, jobs: FakeReforecasts) -> None:
    for shard in range(SHARDS):
        assert work(shard, records, jobs) is Outcome.DONE


def contacts(records: FakeRecords) -> dict[HandbookId, date | None]:
    return {book_id: book.next_contact_on for book_id, book in records.books.items()}
