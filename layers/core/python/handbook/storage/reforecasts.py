"""Jobs that plan all children anew, and how far each shard of one is."""

from datetime import date
from typing import Any

from pynamodb.attributes import BooleanAttribute, JSONAttribute, UnicodeAttribute, VersionAttribute

from handbook.domain.calendar import from_iso_utc, iso_utc
from handbook.domain.reforecast import Job, JobId, JobState, ShardProgress
from handbook.storage.reminders import RemindersTableItem
from handbook.storage.session_form import move_form, move_from
from handbook.storage.tables import translated, versioned

_JOB = "JOB"


class JobItem(RemindersTableItem):
    """What is compared with what, and whether the workers go on."""

    job = JSONAttribute()
    state = UnicodeAttribute()


class ShardItem(RemindersTableItem):
    """What one shard has counted, and where its next page begins: written together, once for each page."""

    position = JSONAttribute(null=True)
    tally = JSONAttribute()
    done = BooleanAttribute()
    version = VersionAttribute()


def _partition(job_id: JobId) -> str:
    return f"JOB#{job_id}"


def _sort_key(shard: int) -> str:
    return f"SHARD#{shard:02x}"


class Reforecasts:
    """Jobs by id, and the progress of their shards."""

    def add(self, job: Job) -> None:
        """Write a job down. Raises ConflictError when the id is taken."""
        form: dict[str, Any] = {
            "before": job.before,
            "after": job.after,
            "on": job.on.isoformat(),
            "at": iso_utc(job.started_at),
            "applies": job.applies,
            "draft": job.draft_sha256,
            "move": move_form(job.move) if job.move else None,
        }
        with translated():
            JobItem(_partition(job.job_id), _JOB, job=form, state=job.state).save(condition=JobItem.pk.does_not_exist())

    def get(self, job_id: JobId) -> Job | None:
        """Read a job (AP-20)."""
        with translated():
            try:
                item = JobItem.get(_partition(job_id), _JOB, consistent_read=True)
            except JobItem.DoesNotExist:
                return None
        return Job(
            job_id=job_id,
            before=item.job["before"],
            after=item.job["after"],
            on=date.fromisoformat(item.job["on"]),
            started_at=from_iso_utc(item.job["at"]),
            applies=item.job["applies"],
            draft_sha256=item.job["draft"],
            move=move_from(item.job["move"]) if item.job.get("move") else None,
            state=JobState(item.state),
        )

    def set_state(self, job_id: JobId, state: JobState) -> None:
        """Let the workers of a job stop, or go on. Raises ConflictError when there is no such job."""
        with translated():
            JobItem(_partition(job_id), _JOB).update(actions=[JobItem.state.set(state)], condition=JobItem.pk.exists())

    def progress(self, job_id: JobId, shard: int) -> ShardProgress:
        """Read how far a shard is (AP-20); one that was never worked on is at its beginning."""
        with translated():
            try:
                return _progress(ShardItem.get(_partition(job_id), _sort_key(shard), consistent_read=True))
            except ShardItem.DoesNotExist:
                return ShardProgress(shard)

    def save_progress(self, job_id: JobId, progress: ShardProgress) -> ShardProgress:
        """Store one more page of a shard. Raises ConflictError when another worker has stored one since."""
        item = ShardItem(
            _partition(job_id),
            _sort_key(progress.shard),
            position=dict(progress.position) if progress.position else None,
            tally=dict(progress.tally),
            done=progress.done,
            **versioned(progress.version),
        )
        with translated():
            item.save()
        return _progress(item)

    def all_progress(self, job_id: JobId) -> list[ShardProgress]:
        """List the shards of a job that were begun, all of them (AP-21)."""
        with translated():
            found = ShardItem.query(_partition(job_id), ShardItem.sk.startswith("SHARD#"), consistent_read=True)
            return [_progress(item) for item in found]


def _progress(item: ShardItem) -> ShardProgress:
    shard = int(item.sk.removeprefix("SHARD#"), 16)
    return ShardProgress(shard, item.position, item.tally, item.done, item.version)
