"""The worker that makes exports: gathers a handbook whole, writes it, stores the file."""

import json
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from handbook import bootstrap
from handbook.bootstrap.privacy import consents, data_requests
from handbook.observability import Event, count, logger, metrics, place_of
from handbook.usecases.gather_book import Schedules
from handbook.usecases.make_export import Workshop, give_up, make_export

DELIVERIES = 4
"""As the queue's redrive policy says; after the last the message is set aside, and the export has failed."""

bootstrap.prepare(bootstrap.exports, bootstrap.records, bootstrap.export_files, bootstrap.directory)


@metrics.log_metrics
def lambda_handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """Make the export of each message; what fails comes again and begins afresh."""
    failed = [record["messageId"] for record in event["Records"] if not _make(record)]
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


def _make(record: dict[str, Any]) -> bool:
    export_id = str(json.loads(record["body"])["export_id"])
    try:
        export = make_export(export_id, _workshop())
    except Exception as error:
        logger.error(
            Event.EXPORT_FAILED, kind=type(error).__name__, cause=getattr(error, "cause", ""), place=place_of(error)
        )
        count("export_not_made")
        _give_up_after_the_last(record, export_id)
        return False
    if export is None:
        logger.warning(Event.EXPORT_UNKNOWN, export_id=export_id)
        count("export_not_made")
        return _delivered(record) > 1  # it may not be written yet; a request that broke off never wrote it
    logger.info(Event.EXPORT_MADE, export_id=export_id, state=export.state.value, size_bytes=export.size_bytes or 0)
    count(f"export_{export.state.value}")
    return True


def _give_up_after_the_last(record: dict[str, Any], export_id: str) -> None:
    if _delivered(record) < DELIVERIES:
        return
    try:
        give_up(export_id, _workshop())
    except Exception as error:
        # It is given up by itself when its time is over (domain/exports.py).
        logger.error(Event.EXPORT_FAILED, kind=type(error).__name__, cause=getattr(error, "cause", ""))


def _delivered(record: dict[str, Any]) -> int:
    return int((record.get("attributes") or {}).get("ApproximateReceiveCount", "1"))


def _workshop() -> Workshop:
    return Workshop(
        exports=bootstrap.exports(),
        records=bootstrap.records(),
        disputes=bootstrap.disputes(),
        consents=consents(),
        requests=data_requests(),
        identifiers=bootstrap.identifiers(),
        files=bootstrap.export_files(),
        directory=bootstrap.directory(),
        schedules=lambda: Schedules(bootstrap.child_schedule(), bootstrap.service_schedule),
        now=bootstrap.now,
    )
