"""Sends the reminders of one shard: decides again on fresh data, claims, sends."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.reminders.running import tools
from functions.reminders.tasks import read_task, write_task
from handbook import bootstrap
from handbook.bootstrap import messaging
from handbook.config import config
from handbook.domain.calendar import local_date
from handbook.domain.reminders.hours import next_moment
from handbook.domain.reminders.rules import rules_on
from handbook.observability import Event, count, logger, metrics
from handbook.usecases.send_reminders import Done, Task, again, send_task
from handbook.usecases.tell_guardian import Tools

_LONGEST_DELAY_SECONDS = 900  # SQS
_LOCAL_START = timedelta(minutes=30)
_RESERVE_MS = 40_000
"""Time that is left for the family at hand: two providers that answer at the last moment, and the tables."""

bootstrap.prepare(bootstrap.records, bootstrap.reminders, bootstrap.directory, messaging.texts, messaging.recipients)


def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Work through the shards of the messages; what fails comes again, and nothing is sent twice."""

    def keep_going() -> bool:
        return context.get_remaining_time_in_millis() > _RESERVE_MS

    failed = [
        record["messageId"]
        for record in event["Records"]
        if not _work(read_task(json.loads(record["body"])), keep_going)
    ]
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


def _work(task: Task, keep_going: Callable[[], bool]) -> bool:
    clock = _clock(task)
    place = {"first_day": task.days[0].isoformat(), "first_shard": task.shards[0]}
    now = clock()
    start = max(next_moment(now, rules_on(local_date(now)).hours), task.not_before or now)
    if start > now:
        _send_again(task, start, now)
        logger.info(Event.REMINDERS_WAIT, seconds=int((start - now).total_seconds()), place=place)
        return True
    try:
        equipped = tools(clock)
        done = send_task(task, equipped, keep_going)
        if done.again_at is not None:
            _send_again(again(task, done.again_at), done.again_at, clock())
    except Exception as error:
        logger.error(
            Event.UNEXPECTED_FAILURE, kind=type(error).__name__, cause=getattr(error, "cause", ""), place=place
        )
        return False
    _report(done, equipped, place)
    return True


def _send_again(task: Task, start: datetime, now: datetime) -> None:
    wait = max(0, int((start - now).total_seconds()))
    if config().is_local and task.not_before is not None:
        wait = 0  # the clock of a day that is played goes by what the task says
    bootstrap.reminder_queue().send([write_task(task)], min(wait, _LONGEST_DELAY_SECONDS))


def _report(done: Done, equipped: Tools, place: dict[str, Any]) -> None:
    for outcome, times in done.outcomes.items():
        count("reminder", outcome.value, times)
    opened = [name for line in equipped.lines.values() for name in line.opened]
    for name in opened:
        logger.error(Event.PROVIDER_SHUT, provider=name)
        count("provider_shut")
    if opened:
        metrics.flush_metrics()
    by_reason = {outcome.value: times for outcome, times in done.outcomes.items()}
    again_at = done.again_at.isoformat() if done.again_at else None
    logger.info(Event.REMINDERS_SENT, place=place, outcomes=by_reason, again_at=again_at)


def _clock(task: Task) -> Callable[[], datetime]:
    """Give the clock; on a developer's machine that of the day that is played, half an hour after its planning."""
    if not config().is_local:
        return bootstrap.now
    began = bootstrap.now()
    start = max(task.run_at + _LOCAL_START, task.not_before or task.run_at)
    return lambda: start + (bootstrap.now() - began)
