"""Staff sign in with a password and a second factor."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.auth.schemas import StaffTokenRequest, TokensAnswer
from handbook import bootstrap
from handbook.observability import count
from handbook.web.answers import answer

router = APIGatewayRouter()


@router.post("/v1/auth/staff/token", summary="Sign in as staff", tags=["auth"], security=[])
def staff_tokens(body: Annotated[StaffTokenRequest, Body()]) -> Response[TokensAnswer]:
    """Give tokens for user name, password and authenticator code; which of them was wrong is not said."""
    tokens = bootstrap.staff_pool().sign_in(body.username, body.password, body.totp_code)
    count("staff_signed_in")
    return answer(200, TokensAnswer.of(tokens))
