"""Sends the reminders of one shard: decides again on fresh data, claims, sends."""

import json
from datetime import date, datetime, timedelta
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from handbook import bootstrap
from handbook.config import config
from handbook.domain.reminders import seconds_until_morning
from handbook.observability import Event, count, logger
from handbook.usecases.send_reminders import Tools, send_shard

_LONGEST_DELAY_SECONDS = 900  # SQS
_LOCAL_START = timedelta(minutes=30)


def lambda_handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """Work through the shards of the messages; what fails comes again, and nothing is sent twice."""
    failed = [record["messageId"] for record in event["Records"] if not _work(json.loads(record["body"]))]
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


def _work(task: dict[str, Any]) -> bool:
    now = _clock(task)
    wait = seconds_until_morning(now)
    if wait:
        bootstrap.reminder_queue().send([task], min(wait, _LONGEST_DELAY_SECONDS))
        logger.info(Event.REMINDERS_WAIT, shard=task["shard"], seconds=wait)
        return True
    try:
        outcomes = send_shard(date.fromisoformat(task["day"]), task["shard"], now, _tools())
    except Exception as error:
        logger.error(Event.UNEXPECTED_FAILURE, kind=type(error).__name__, shard=task["shard"])
        return False
    for outcome, times in outcomes.items():
        count("reminder", outcome.value, times)
    by_reason = {outcome.value: times for outcome, times in outcomes.items()}
    logger.info(Event.REMINDERS_SENT, day=task["day"], shard=task["shard"], outcomes=by_reason)
    return True


def _clock(task: dict[str, Any]) -> datetime:
    # On a developer's machine a run can be played for any day: half an hour after its planning it is eight o'clock.
    return datetime.fromisoformat(task["run_at"]) + _LOCAL_START if config().is_local else bootstrap.now()


def _tools() -> Tools:
    return Tools(
        records=bootstrap.records(),
        reminders=bootstrap.reminders(),
        directory=bootstrap.directory(),
        sms=bootstrap.sms(),
        schedule=bootstrap.child_schedule(),
    )
