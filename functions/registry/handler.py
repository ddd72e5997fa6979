"""The function behind /v1/handbooks: the handbooks themselves; what is recorded in them is behind functions/records."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.registry.routes import births, handbooks, identifiers, life, merges, register, search, tetanus
from handbook import bootstrap
from handbook.web.app import build_app, serve

app = build_app(
    handbooks.router,
    search.router,
    register.router,
    identifiers.router,
    merges.router,
    births.router,
    life.router,
    tetanus.router,
)

bootstrap.prepare(bootstrap.records, bootstrap.audit_log, bootstrap.directory)


def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request from the gateway."""
    return serve(app, event, context)
