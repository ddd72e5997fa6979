"""Sends the reminders of one shard: decides again on fresh data, claims, sends."""

import json
from datetime import datetime, timedelta
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.reminders.tasks import read_task, write_task
from handbook import bootstrap
from handbook.config import config
from handbook.domain.calendar import local_date
from handbook.domain.reminders.hours import next_moment
from handbook.domain.reminders.rules import rules_on
from handbook.observability import Event, count, logger
from handbook.usecases.send_reminders import Task, Tools, send_task

_LONGEST_DELAY_SECONDS = 900  # SQS
_LOCAL_START = timedelta(minutes=30)

bootstrap.prepare(bootstrap.records, bootstrap.reminders, bootstrap.directory, bootstrap.sms)


def lambda_handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """Work through the shards of the messages; what fails comes again, and nothing is sent twice."""
    failed = [record["messageId"] for record in event["Records"] if not _work(read_task(json.loads(record["body"])))]
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


def _work(task: Task) -> bool:
    now = _clock(task)
    place = {"first_day": task.days[0].isoformat(), "first_shard": task.shards[0]}
    wait = int((next_moment(now, rules_on(local_date(now)).hours) - now).total_seconds())
    if wait:
        bootstrap.reminder_queue().send([write_task(task)], min(wait, _LONGEST_DELAY_SECONDS))
        logger.info(Event.REMINDERS_WAIT, seconds=wait, place=place)
        return True
    try:
        outcomes = send_task(task, now, _tools())
    except Exception as error:
        logger.error(
            Event.UNEXPECTED_FAILURE, kind=type(error).__name__, cause=getattr(error, "cause", ""), place=place
        )
        return False
    for outcome, times in outcomes.items():
        count("reminder", outcome.value, times)
    by_reason = {outcome.value: times for outcome, times in outcomes.items()}
    logger.info(Event.REMINDERS_SENT, place=place, outcomes=by_reason)
    return True


def _clock(task: Task) -> datetime:
    # On a developer's machine a run can be played for any day: half an hour after its planning it is eight o'clock.
    return task.run_at + _LOCAL_START if config().is_local else bootstrap.now()


def _tools() -> Tools:
    return Tools(
        records=bootstrap.records(),
        reminders=bootstrap.reminders(),
        directory=bootstrap.directory(),
        sms=bootstrap.sms(),
        schedule=bootstrap.child_schedule(),
    )
