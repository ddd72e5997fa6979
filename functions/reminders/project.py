"""From the stream of handbook changes to the due index."""

from datetime import date
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from handbook import bootstrap
from handbook.domain.calendar import local_date
from handbook.domain.errors import HandbookError
from handbook.domain.ids import CommuneCode, HandbookId
from handbook.domain.reminders.due_index import indexed_on
from handbook.observability import Event, logger

bootstrap.prepare(bootstrap.reminders, bootstrap.defaulters)


def lambda_handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """Put each changed handbook on its next day. The first failure stops the batch, since order matters."""
    for record in event["Records"]:
        try:
            _project(record)
        except HandbookError as error:
            logger.error(Event.DEPENDENCY_UNAVAILABLE, kind=type(error).__name__, cause=getattr(error, "cause", ""))
            return {"batchItemFailures": [{"itemIdentifier": record["dynamodb"]["SequenceNumber"]}]}
    return {"batchItemFailures": []}


def _project(record: dict[str, Any]) -> None:
    image = record["dynamodb"].get("NewImage")
    if image is None or image["sk"]["S"] != "SUMMARY":
        return
    handbook_id = HandbookId(image["pk"]["S"].removeprefix("HANDBOOK#"))
    day = image.get("next_contact_on", {}).get("S")
    on = indexed_on(date.fromisoformat(day), local_date(bootstrap.now())) if day else None
    changed = bootstrap.reminders().schedule(handbook_id, on, int(image["version"]["N"]))
    late, area = image.get("defaults_on", {}).get("S"), image.get("gsi2pk", {}).get("S", "")
    bootstrap.defaulters().follow(
        handbook_id,
        date.fromisoformat(late) if late else None,
        CommuneCode(area.removeprefix("COMMUNE#")) if area else None,
        int(image["version"]["N"]),
    )
    logger.info(Event.DUE_INDEX_UPDATED, handbook_id=handbook_id, changed=changed)
