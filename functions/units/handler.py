"""The function behind /v1/units."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.units.routes import router
from functions.units.staff_routes import router as staff_router
from handbook import bootstrap
from handbook.web.app import build_app, serve

app = build_app(router, staff_router)

bootstrap.prepare(bootstrap.directory)


def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request from the gateway."""
    return serve(app, event, context)
