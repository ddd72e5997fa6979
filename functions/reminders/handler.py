"""The function behind the routes about reminders."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.reminders.routes import (
    defaulters,
    devices,
    messages,
    moves,
    preferences,
    receipts,
    replies,
    sessions,
    texts,
)
from handbook import bootstrap
from handbook.web.app import build_app, serve

app = build_app(
    messages.router,
    preferences.router,
    devices.router,
    sessions.router,
    moves.router,
    defaulters.router,
    texts.router,
    receipts.router,
    replies.router,
)

bootstrap.prepare(bootstrap.records, bootstrap.audit_log, bootstrap.directory, bootstrap.reminders)


def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request from the gateway."""
    return serve(app, receipts.with_raw_body(event), context)
