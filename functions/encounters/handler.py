"""The function behind encounters, the plan of care and attachments."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.encounters.routes import attachments, codes, encounters
from handbook import bootstrap
from handbook.web.app import build_app, serve

app = build_app(encounters.router, codes.router, attachments.router)

bootstrap.prepare(bootstrap.records, bootstrap.audit_log, bootstrap.directory)


def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request from the gateway."""
    return serve(app, event, context)
