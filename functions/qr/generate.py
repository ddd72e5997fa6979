"""The worker that makes label sheets from the queue of orders."""

import json
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from handbook import bootstrap
from handbook.config import config
from handbook.domain.ids import BatchId
from handbook.domain.orders import Batch
from handbook.observability import Event, logger
from handbook.pictures.label_layout import Layout
from handbook.usecases.generate_batch import generate_batch


def lambda_handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """Generate the order of each message; what fails comes again and goes on where it stopped."""
    failed = [record["messageId"] for record in event["Records"] if not _generate(record)]
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


def _generate(record: dict[str, Any]) -> bool:
    batch_id = BatchId(json.loads(record["body"])["batch_id"])
    try:
        batch = generate_batch(
            batch_id,
            batches=bootstrap.batches(),
            files=bootstrap.files(),
            key=bootstrap.code_keys().current(),
            host=config().code_host,
            layout=Layout(),
            progress=_tell,
        )
    except Exception as error:
        logger.error(
            Event.UNEXPECTED_FAILURE, kind=type(error).__name__, cause=getattr(error, "cause", ""), batch_id=batch_id
        )
        return False
    if batch is None:
        logger.warning(Event.BATCH_UNKNOWN, batch_id=batch_id)
    return True


def _tell(batch: Batch) -> None:
    logger.info(Event.BATCH_PROGRESS, batch_id=batch.batch_id, state=batch.state.value, codes=batch.codes_done)
