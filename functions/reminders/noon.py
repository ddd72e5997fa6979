"""Every noon: whether the morning's run came to everybody."""

from datetime import datetime
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from handbook import bootstrap
from handbook.domain.calendar import local_date
from handbook.observability import Event, count, logger, metrics
from handbook.usecases.count_unclaimed import count_unclaimed

bootstrap.prepare(bootstrap.reminders)


@metrics.log_metrics
def lambda_handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, int]:
    """Count who still stands on a day that is over for the morning's run; an alarm looks at the number."""
    left = count_unclaimed(local_date(datetime.fromisoformat(event["run_at"])), bootstrap.reminders())
    count("reminders_unclaimed", by=left)
    logger.info(Event.REMINDERS_UNCLAIMED, unclaimed=left)
    return {"unclaimed": left}
