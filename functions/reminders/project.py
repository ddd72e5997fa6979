"""From the stream of handbook changes to the due index."""

from datetime import date
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from handbook import bootstrap
from handbook.bootstrap import messaging
from handbook.domain.calendar import local_date
from handbook.domain.errors import HandbookError
from handbook.domain.ids import AccountId, CommuneCode, HandbookId
from handbook.domain.reminders.due_index import indexed_on
from handbook.observability import Event, logger

_GUARDIAN = "GUARDIAN#"

bootstrap.prepare(bootstrap.reminders, bootstrap.defaulters, messaging.recipients)


def lambda_handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """Put each changed handbook on its next day, and keep who guards it. The first failure stops: order matters."""
    for record in event["Records"]:
        try:
            _project(record)
        except HandbookError as error:
            logger.error(Event.DEPENDENCY_UNAVAILABLE, kind=type(error).__name__, cause=getattr(error, "cause", ""))
            return {"batchItemFailures": [{"itemIdentifier": record["dynamodb"]["SequenceNumber"]}]}
    return {"batchItemFailures": []}


def _project(record: dict[str, Any]) -> None:
    keys, image = record["dynamodb"]["Keys"], record["dynamodb"].get("NewImage")
    handbook_id = HandbookId(keys["pk"]["S"].removeprefix("HANDBOOK#"))
    if keys["sk"]["S"].startswith(_GUARDIAN):
        # A right that ended has left the index of accounts, or is gone.
        still = image is not None and "gsi1pk" in image
        messaging.recipients().guards(AccountId(keys["sk"]["S"].removeprefix(_GUARDIAN)), handbook_id, still=still)
    elif image is not None and keys["sk"]["S"] == "SUMMARY":
        _place(handbook_id, image)


def _place(handbook_id: HandbookId, image: dict[str, Any]) -> None:
    day, version = image.get("next_contact_on", {}).get("S"), int(image["version"]["N"])
    on = indexed_on(date.fromisoformat(day), local_date(bootstrap.now())) if day else None
    changed = bootstrap.reminders().follow(handbook_id, on, version)
    late, area = image.get("defaults_on", {}).get("S"), image.get("gsi2pk", {}).get("S", "")
    bootstrap.defaulters().follow(
        handbook_id,
        date.fromisoformat(late) if late else None,
        CommuneCode(area.removeprefix("COMMUNE#")) if area else None,
        version,
    )
    logger.info(Event.DUE_INDEX_UPDATED, handbook_id=handbook_id, changed=changed)
