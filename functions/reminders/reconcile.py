"""Every night, after a schedule may have come into force: the due index is held against the handbooks."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from handbook import bootstrap
from handbook.bootstrap import messaging
from handbook.domain.calendar import local_date
from handbook.domain.reforecast import Job
from handbook.domain.reminders.rules import edition_begun
from handbook.observability import Event, count, logger, metrics
from handbook.usecases.reconcile_reminders import (
    MISSED_NIGHTS,
    Derived,
    begin_edition,
    begin_schedule,
    reconcile_shard,
    shards_of,
)

_RESERVE_MS = 20_000

bootstrap.prepare(bootstrap.records, bootstrap.reminders, bootstrap.reforecasts, bootstrap.reforecast_queue)


@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    """Look at an eighth of all handbooks and mend their places; begin what a new schedule asks for."""
    now = datetime.fromisoformat(event["run_at"])
    for job in _begun(now):
        logger.info(Event.REFORECAST_STARTED, job_id=job.job_id, before=job.before, after=job.after, applies=True)
    derived = Derived(bootstrap.records(), bootstrap.reminders(), bootstrap.defaulters(), messaging.recipients())
    found: Counter[str] = Counter()
    for shard in shards_of(local_date(now)):
        found += reconcile_shard(
            shard, local_date(now), derived, lambda: context.get_remaining_time_in_millis() > _RESERVE_MS
        )
    drifted = sum(times for name, times in found.items() if name not in {"looked_at", "unfinished"})
    count("due_index_drift", by=drifted)
    count("due_index_unfinished", by=found["unfinished"])
    logger.info(Event.DUE_INDEX_RECONCILED, found=dict(found))
    return {**found, "drifted": drifted}


def _begun(now: datetime) -> list[Job]:
    """Start what a schedule, or an edition of reminder rules, asks for that came into force in the last week."""
    today = local_date(now)
    edition = edition_begun(today - timedelta(days=MISSED_NIGHTS - 1), today)
    tools: dict[str, Any] = {
        "documents": bootstrap.schedule_documents(),
        "jobs": bootstrap.reforecasts(),
        "queue": bootstrap.reforecast_queue(),
    }
    return [job for job in (begin_schedule(now, **tools), begin_edition(edition, now, **tools)) if job is not None]
