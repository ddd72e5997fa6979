"""The morning's plan: one message for each day and shard."""

from datetime import datetime
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.reminders.tasks import write_task
from handbook import bootstrap
from handbook.observability import Event, logger
from handbook.usecases.send_reminders import plan

bootstrap.prepare(bootstrap.reminder_queue)


def lambda_handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, int]:
    """Plan the run of the scheduled instant; running it twice sends nothing twice."""
    run_at = datetime.fromisoformat(event["run_at"])
    messages = [write_task(task) for task in plan(run_at)]
    bootstrap.reminder_queue().send(messages)
    logger.info(Event.REMINDERS_PLANNED, run_at=run_at.isoformat(), messages=len(messages))
    return {"planned": len(messages)}
