"""Every day: what was sealed the day before, as one digest that nothing here can change afterwards."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from handbook import bootstrap
from handbook.bootstrap import auditing
from handbook.observability import Event, count, logger, metrics
from handbook.usecases.anchor_seals import anchor_day

bootstrap.prepare(auditing.seals, auditing.anchors)


@metrics.log_metrics
def lambda_handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """Anchor the UTC day before the one of the run. Raises what fails, and the schedule tries again."""
    run_at = datetime.fromisoformat(event["run_at"]) if "run_at" in event else bootstrap.now()
    anchor = anchor_day(run_at.date() - timedelta(days=1), seals=auditing.seals(), anchors=auditing.anchors())
    count("audit_anchored")
    logger.info(Event.AUDIT_ANCHORED, day=anchor.day, seals=sum(anchor.seals.values()))
    return asdict(anchor)
