"""The function behind sharing: who else may see a handbook."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.sharing.routes import (
    accepting,
    account_requests,
    consents,
    data_requests,
    guardians,
    invitations,
    own_consents,
    waiting_requests,
)
from handbook import bootstrap
from handbook.web.app import build_app, serve

app = build_app(
    guardians.router,
    invitations.router,
    accepting.router,
    consents.router,
    own_consents.router,
    data_requests.router,
    account_requests.router,
    waiting_requests.router,
)

bootstrap.prepare(bootstrap.records, bootstrap.audit_log, bootstrap.directory)


def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request from the gateway."""
    return serve(app, event, context)
