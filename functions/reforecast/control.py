"""Starts, reports, resumes and cancels a job; its callers are operators, by lambda:InvokeFunction."""

from datetime import date
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.reforecast.drafts import keep_draft
from handbook import bootstrap
from handbook.domain.errors import InvalidFieldError, NotFoundError
from handbook.domain.reforecast import MESSAGES_DAYS, JobId, Report
from handbook.observability import Event, logger
from handbook.usecases.reforecast import (
    StartReforecast,
    cancel_reforecast,
    report_reforecast,
    resume_reforecast,
    start_reforecast,
)

bootstrap.prepare(bootstrap.reforecasts, bootstrap.reforecast_queue)


def lambda_handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """Do `{"action": "start" | "report" | "resume" | "cancel", …}` and answer with the report.

    What cannot be done is answered with `{"refused": "<field at fault>"}`; nothing was started then.
    """
    try:
        return report_form(_act(event))
    except InvalidFieldError as error:
        return {"refused": error.field}
    except NotFoundError:
        return {"refused": "job_id"}


def _act(event: dict[str, Any]) -> Report:
    action = event.get("action")
    jobs, queue = bootstrap.reforecasts(), bootstrap.reforecast_queue()
    if action == "start":
        return _start(event)
    job_id = JobId(str(event.get("job_id", "")))
    if action == "report":
        return report_reforecast(job_id, jobs=jobs)
    if action not in {"resume", "cancel"}:
        raise InvalidFieldError("action")
    logger.info(Event.REFORECAST_CHANGED, job_id=job_id, action=action)
    if action == "resume":
        return resume_reforecast(job_id, jobs=jobs, queue=queue)
    return cancel_reforecast(job_id, jobs=jobs)


def _start(event: dict[str, Any]) -> Report:
    draft = event.get("draft")
    if not isinstance(draft, dict | None):
        raise InvalidFieldError("draft")
    command = StartReforecast(
        after=str(event.get("schedule", "")),
        before=event.get("from"),
        on=_day(event.get("on")),
        applies=event.get("apply") is True,
        draft=draft,
        draft_sha256=keep_draft(draft) if draft else None,
    )
    job = start_reforecast(
        command,
        bootstrap.now(),
        documents=bootstrap.schedule_documents(),
        jobs=bootstrap.reforecasts(),
        queue=bootstrap.reforecast_queue(),
        new_id=bootstrap.new_id,
    )
    logger.info(Event.REFORECAST_STARTED, job_id=job.job_id, before=job.before, after=job.after, applies=job.applies)
    return report_reforecast(job.job_id, jobs=bootstrap.reforecasts())


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InvalidFieldError("on") from error


def report_form(report: Report) -> dict[str, Any]:
    """Write a report: schedules, progress and numbers of children; nothing of any child."""
    job = report.job
    return {
        "job_id": job.job_id,
        "state": "finished" if report.finished else job.state.value,
        "from": job.before,
        "schedule": job.after,
        "on": job.on.isoformat(),
        "applies": job.applies,
        "draft_sha256": job.draft_sha256,
        "shards": job.shards,
        "shards_done": report.shards_done,
        "children": report.children,
        "changed": report.changed,
        "unchanged": report.children - report.changed,
        "next_contact": dict(report.contact),
        "groups": {group: dict(changes) for group, changes in report.groups.items()},
        "messages": {"days": MESSAGES_DAYS, "before": report.messages_before, "after": report.messages_after},
        "saved": report.saved,
        "already_current": report.already_current,
    }
