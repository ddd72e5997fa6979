"""The only logger and the only metrics. Events are constants, data are fields, and identifiers stand for people."""

from enum import StrEnum

from aws_lambda_powertools import Logger, Metrics, single_metric
from aws_lambda_powertools.metrics import MetricUnit

logger = Logger()
metrics = Metrics()


class Event(StrEnum):
    """Every line that can be logged. Fields hold identifiers, counts and reasons, never what a person typed."""

    UNEXPECTED_FAILURE = "unexpected_failure"
    DEPENDENCY_UNAVAILABLE = "dependency_unavailable"
    DUE_INDEX_UPDATED = "due_index_updated"
    REMINDERS_PLANNED = "reminders_planned"
    REMINDERS_SENT = "reminders_sent"
    REMINDERS_UNCLAIMED = "reminders_unclaimed"
    REMINDERS_WAIT = "reminders_wait"
    SESSIONS_CHANGED = "sessions_changed"
    SESSIONS_MOVED = "sessions_moved"
    PROVIDER_SHUT = "provider_shut"
    DUE_INDEX_RECONCILED = "due_index_reconciled"
    RECEIPT_TAKEN = "receipt_taken"
    REFORECAST_STARTED = "reforecast_started"
    REFORECAST_CHANGED = "reforecast_changed"
    REFORECAST_SHARD = "reforecast_shard"
    EXPORT_MADE = "export_made"
    EXPORT_UNKNOWN = "export_unknown"
    EXPORT_FAILED = "export_failed"
    BATCH_PROGRESS = "batch_progress"
    BATCH_UNKNOWN = "batch_unknown"
    BATCH_OVERTAKEN = "batch_overtaken"
    BATCH_GOES_ON = "batch_goes_on"
    BATCH_MISMATCH = "batch_mismatch"
    BATCHES_LOOKED_AT = "batches_looked_at"
    UNITS_LOADED = "units_loaded"
    STAFF_LOADED = "staff_loaded"
    AUDIT_ANCHORED = "audit_anchored"
    ACCOUNTS_CLOSED = "accounts_closed"
    ACCOUNT_NOT_CLOSED = "account_not_closed"
    BREAK_GLASS_TOLD = "break_glass_told"


def count(outcome: str, reason: str | None = None, by: int = 1) -> None:
    """Count one business outcome. A reason becomes a dimension, hence a metric line of its own."""
    if reason is None:
        metrics.add_metric(name=outcome, unit=MetricUnit.Count, value=by)
        return
    with single_metric(name=outcome, unit=MetricUnit.Count, value=by) as metric:
        metric.add_dimension(name="reason", value=reason)


def place_of(error: Exception) -> str:
    """Say where an error arose, as module and line: all that may be logged of it beside its kind."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else ""
