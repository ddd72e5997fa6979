"""The function behind the growth charts, which alone carries the rasteriser."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.pictures.chart_routes import router as chart_routes
from handbook import bootstrap
from handbook.web.app import build_app, serve

app = build_app(chart_routes)

bootstrap.prepare(bootstrap.records, bootstrap.audit_log, bootstrap.directory)


def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request from the gateway."""
    return serve(app, event, context)
