"""The worker that does what is due for an order: it makes label sheets, takes old ones away, closes."""

import json
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from handbook import bootstrap
from handbook.config import config
from handbook.domain.ids import BatchId
from handbook.domain.orders import Batch
from handbook.observability import Event, logger
from handbook.usecases.tend_batch import Tended, tend_batch

TIME_FOR_A_FILE_MS = 120_000
"""A file takes a second, the manifest of a million codes half a minute; the rest is for a slow day of the bucket."""

bootstrap.prepare(bootstrap.batches, bootstrap.files, bootstrap.code_keys)


def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Tend the order of each message; what fails comes again and goes on where it stopped."""
    failed = [record["messageId"] for record in event["Records"] if not _tend(record, context)]
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


def _tend(record: dict[str, Any], context: LambdaContext) -> bool:
    batch_id = BatchId(json.loads(record["body"])["batch_id"])
    try:
        tended = tend_batch(
            batch_id,
            batches=bootstrap.batches(),
            codes=bootstrap.codes(),
            files=bootstrap.files(),
            keys=bootstrap.code_keys(),
            host=config().code_host,
            now=bootstrap.now,
            may_go_on=lambda: context.get_remaining_time_in_millis() > TIME_FOR_A_FILE_MS,
            progress=_tell,
        )
        _hand_on(batch_id, tended)
    except Exception as error:
        logger.error(
            Event.UNEXPECTED_FAILURE, kind=type(error).__name__, cause=getattr(error, "cause", ""), batch_id=batch_id
        )
        return False
    return True


def _hand_on(batch_id: BatchId, tended: Tended | None) -> None:
    """Tell the queue of what is left: a large order goes through as many runs as it needs."""
    if tended is None:
        logger.warning(Event.BATCH_UNKNOWN, batch_id=batch_id)
    elif tended.overtaken:
        logger.info(Event.BATCH_OVERTAKEN, batch_id=batch_id, state=tended.batch.state.value)
    elif tended.work_left:
        bootstrap.batch_queue().send([{"batch_id": batch_id}])
        logger.info(Event.BATCH_GOES_ON, batch_id=batch_id, files=len(tended.batch.files))


def _tell(batch: Batch) -> None:
    logger.info(Event.BATCH_PROGRESS, batch_id=batch.batch_id, state=batch.state.value, codes=batch.codes_done)
