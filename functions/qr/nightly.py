"""Every night: orders that were not finished, files whose time is over, numbers that do not add up."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from handbook import bootstrap
from handbook.observability import Event, count, logger, metrics
from handbook.usecases.nightly_batches import nightly_batches

bootstrap.prepare(bootstrap.batches, bootstrap.batch_queue)


@metrics.log_metrics
def lambda_handler(_event: dict[str, Any], _context: LambdaContext) -> dict[str, int]:
    """Look at every open order once. Raises what fails, and the schedule tries again."""
    night = nightly_batches(bootstrap.now(), batches=bootstrap.batches(), queue=bootstrap.batch_queue())
    for batch_id in night.mismatched:
        logger.warning(Event.BATCH_MISMATCH, batch_id=batch_id)
    count("batch_mismatch", by=len(night.mismatched))
    logger.info(Event.BATCHES_LOOKED_AT, open=night.looked_at, sent=night.sent, mismatched=len(night.mismatched))
    return {"open": night.looked_at, "sent": night.sent, "mismatched": len(night.mismatched)}
