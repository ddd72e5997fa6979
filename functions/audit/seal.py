"""From the stream of the access log to its chains of seals, and to guardians where a handbook was broken open."""

from collections.abc import Iterable, Mapping
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from handbook import bootstrap
from handbook.bootstrap import auditing
from handbook.domain.audit_chain import entry_digest
from handbook.domain.errors import HandbookError
from handbook.domain.ids import AccountId
from handbook.observability import Event, count, logger, metrics
from handbook.usecases.seal_log import seal_entries
from handbook.usecases.tell_account import Told
from handbook.usecases.tell_of_break_glass import tell_of_break_glass

bootstrap.prepare(auditing.seals)

CHAINS = ("HANDBOOK#", "ACTOR#", "ACCOUNT#")


@metrics.log_metrics
def lambda_handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """Seal what came, chain by chain. What fails comes again with all after it: a second time changes nothing.

    An operator names one chain, {"chain": "HANDBOOK#..."}, to have sealed what is not.
    """
    if "chain" in event:
        entries = [(one.key, one.digest) for one in auditing.seals().logged(event["chain"])]
        sealed = seal_entries(event["chain"], entries, bootstrap.now(), seals=auditing.seals())
        count("audit_sealed", by=sealed)
        return {"sealed": sealed}
    failed, sealed = [], 0
    for chain, records in _by_chain(event["Records"]).items():
        try:
            sealed += _seal(chain, records)
            _tell_of(chain, records)
        except HandbookError as error:
            logger.error(Event.DEPENDENCY_UNAVAILABLE, kind=type(error).__name__, cause=getattr(error, "cause", ""))
            failed.append(records[0]["dynamodb"]["SequenceNumber"])
    count("audit_sealed", by=sealed)
    # The stream goes back to the first that is named.
    return {"batchItemFailures": [{"itemIdentifier": number} for number in sorted(failed, key=int)[:1]]}


def _by_chain(records: Iterable[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for record in records:
        chain = record["dynamodb"]["Keys"]["pk"]["S"]
        if record["eventName"] == "INSERT" and chain.startswith(CHAINS):
            found.setdefault(chain, []).append(record)
    return found


def _seal(chain: str, records: Iterable[Mapping[str, Any]]) -> int:
    images = [record["dynamodb"]["NewImage"] for record in records]
    entries = [(image["sk"]["S"], entry_digest(image)) for image in images]
    return seal_entries(chain, entries, bootstrap.now(), seals=auditing.seals())


def _tell_of(chain: str, records: Iterable[Mapping[str, Any]]) -> None:
    for record in records:
        image = record["dynamodb"]["NewImage"]
        if image.get("action") == {"S": "break_glass"} and image.get("outcome") != {"S": "refused"}:
            told = tell_of_break_glass(
                chain,
                image["sk"]["S"],
                bootstrap.now(),
                records=bootstrap.records(),
                notices=auditing.seals(),
                tell=_tell,
            )
            logger.info(Event.BREAK_GLASS_TOLD, handbook_id=chain.removeprefix("HANDBOOK#"), told=told)


def _tell(account_id: AccountId, notice: str) -> Told:
    from handbook.web.telling import tell  # noqa: PLC0415 - few entries are told of

    return tell(account_id, notice)
