"""The function behind what is recorded in a handbook."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.records.routes import (
    access_log,
    alerts,
    care_codes,
    conditions,
    dental,
    feeding,
    findings,
    forecast,
    growth,
    immunizations,
    measurements,
    milestones,
    screenings,
    supplements,
    vaccines,
)
from handbook import bootstrap
from handbook.web.app import build_app, serve

app = build_app(
    measurements.router,
    growth.router,
    findings.router,
    milestones.router,
    feeding.router,
    supplements.router,
    dental.router,
    care_codes.router,
    alerts.router,
    immunizations.router,
    conditions.router,
    screenings.router,
    vaccines.router,
    forecast.router,
    access_log.router,
)

bootstrap.prepare(bootstrap.records, bootstrap.audit_log, bootstrap.directory)


def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request from the gateway."""
    return serve(app, event, context)
