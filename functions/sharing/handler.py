"""The function behind sharing: who else may see a handbook, families and units."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.sharing.routes import (
    accepting,
    account_requests,
    consents,
    data_requests,
    emergencies,
    grants,
    guardians,
    invitations,
    numbers,
    of_units,
    own_consents,
    vaccinations,
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
    grants.router,
    emergencies.router,
    of_units.router,
    vaccinations.router,
    numbers.router,
)

bootstrap.prepare(bootstrap.records, bootstrap.audit_log, bootstrap.directory)


def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request from the gateway."""
    return serve(app, event, context)
