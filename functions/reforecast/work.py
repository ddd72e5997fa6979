"""The worker that plans the children of one shard anew."""

import json
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.reforecast.drafts import schedules_of
from handbook import bootstrap
from handbook.domain.reforecast import JobId
from handbook.observability import Event, logger
from handbook.usecases.reforecast import shard_message
from handbook.usecases.reforecast_shard import Outcome, Tools, reforecast_shard

_RESERVE_MS = 30_000
"""Time that is left for the page at hand: a hundred children, each stored after up to six tries."""

bootstrap.prepare(bootstrap.records, bootstrap.reforecasts, bootstrap.reforecast_queue)


def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Work on the shard of each message; what is left when time runs out is sent again, what fails comes again."""
    failed = [record["messageId"] for record in event["Records"] if not _work(json.loads(record["body"]), context)]
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


def _work(message: dict[str, Any], context: LambdaContext) -> bool:
    job_id, shard = JobId(message["job_id"]), int(message["shard"])
    try:
        outcome = reforecast_shard(
            job_id, shard, _tools(), lambda: context.get_remaining_time_in_millis() > _RESERVE_MS
        )
        if outcome is Outcome.PAUSED:
            bootstrap.reforecast_queue().send([shard_message(job_id, shard)])
    except Exception as error:
        logger.error(
            Event.UNEXPECTED_FAILURE,
            kind=type(error).__name__,
            cause=getattr(error, "cause", ""),
            job_id=job_id,
            shard=shard,
        )
        return False
    logger.info(Event.REFORECAST_SHARD, job_id=job_id, shard=shard, outcome=outcome.value)
    return True


def _tools() -> Tools:
    return Tools(
        jobs=bootstrap.reforecasts(),
        records=bootstrap.records(),
        schedules=schedules_of,
        reminders=bootstrap.reminders(),
    )
