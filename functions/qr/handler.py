"""The function behind /v1/qr, the pictures of codes, and the public page."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.qr.batch_routes import router as batch_routes
from functions.qr.code_routes import router as code_routes
from functions.qr.picture_routes import router as picture_routes
from functions.qr.public_routes import router as public_routes
from functions.qr.report_routes import router as report_routes
from functions.qr.stock_routes import router as stock_routes
from handbook import bootstrap
from handbook.web.app import build_app, serve

app = build_app(code_routes, stock_routes, batch_routes, report_routes, picture_routes, public_routes)

bootstrap.prepare(bootstrap.codes, bootstrap.records, bootstrap.audit_log, bootstrap.directory, bootstrap.code_keys)


def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request from the gateway."""
    return serve(app, event, context)
