"""The function behind the exports: it takes what is asked for, and gives links to what was made."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.exports.routes import exports
from handbook import bootstrap
from handbook.web.app import build_app, serve

app = build_app(exports.router)

bootstrap.prepare(bootstrap.records, bootstrap.audit_log, bootstrap.directory, bootstrap.exports)


def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request from the gateway."""
    return serve(app, event, context)
