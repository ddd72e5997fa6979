"""The function behind /v1/auth and /v1/me."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.auth.account_routes import router as account_routes
from functions.auth.closing_routes import router as closing_routes
from functions.auth.family_routes import router as family_routes
from functions.auth.number_routes import router as number_routes
from functions.auth.password_routes import router as password_routes
from functions.auth.proof_routes import router as proof_routes
from functions.auth.second_factor_routes import router as second_factor_routes
from functions.auth.staff_routes import router as staff_routes
from handbook import bootstrap
from handbook.web.app import build_app, serve

app = build_app(
    family_routes,
    password_routes,
    staff_routes,
    second_factor_routes,
    account_routes,
    number_routes,
    proof_routes,
    closing_routes,
)

bootstrap.prepare(bootstrap.directory, bootstrap.sign_ins, bootstrap.family_pool, bootstrap.sms)


def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request from the gateway."""
    return serve(app, event, context)
