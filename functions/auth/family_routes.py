"""Families sign in with a code by SMS."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response, content_types
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.auth.schemas import CodeRequest, CodeSentAnswer, RefreshRequest, TokenRequest, TokensAnswer
from handbook import bootstrap
from handbook.domain.phones import normalise_phone
from handbook.observability import count
from handbook.usecases.sign_in_family import Client, redeem_code, request_code
from handbook.web.answers import answer
from handbook.web.requests import client_address, header, language_of

router = APIGatewayRouter()
_TAG = ["auth"]
_LONGEST_DEVICE = 64


def _client() -> Client:
    device = header(router, "X-Device-Id")[:_LONGEST_DEVICE]
    return Client(client_address(router), device, language_of(router))


@router.post("/v1/auth/otp", summary="Send a code by SMS", tags=_TAG, security=[], status_code=202)
def send_code(body: Annotated[CodeRequest, Body()]) -> Response[CodeSentAnswer]:
    """Send a six-digit code, which kills the one before. The answer is the same for every number."""
    sent = request_code(
        normalise_phone(body.phone),
        _client(),
        bootstrap.now(),
        sign_ins=bootstrap.sign_ins(),
        index_of=bootstrap.phone_vault().index,
        sms=bootstrap.sms(),
        pepper=bootstrap.pepper(),
        new_id=bootstrap.new_id,
        random_number=bootstrap.random_number(),
    )
    count("sign_in_code_sent")
    return answer(
        202,
        CodeSentAnswer(
            challenge_id=sent.challenge_id,
            expires_in_seconds=sent.expires_in_seconds,
            resend_in_seconds=sent.resend_in_seconds,
        ),
    )


@router.post("/v1/auth/token", summary="Trade the code for tokens", tags=_TAG, security=[])
def give_tokens(body: Annotated[TokenRequest, Body()]) -> Response[TokensAnswer]:
    """Give tokens for the right code; the account is made the first time. Wrong, used and expired look the same."""
    tokens = redeem_code(
        normalise_phone(body.phone),
        body.challenge_id,
        body.code,
        _client(),
        bootstrap.now(),
        sign_ins=bootstrap.sign_ins(),
        directory=bootstrap.directory(),
        index_of=bootstrap.phone_vault().index,
        pool=bootstrap.family_pool(),
        pepper=bootstrap.pepper(),
        new_id=bootstrap.new_id,
    )
    count("signed_in")
    return answer(200, TokensAnswer.of(tokens))


@router.post("/v1/auth/refresh", summary="Trade a refresh token for new tokens", tags=_TAG, security=[])
def refresh_tokens(body: Annotated[RefreshRequest, Body()]) -> Response[TokensAnswer]:
    """Give new tokens. Refresh tokens rotate: the one that was sent dies a minute after its first use."""
    return answer(200, TokensAnswer.of(bootstrap.sessions(body.pool).refresh(body.refresh_token)))


@router.post("/v1/auth/logout", summary="End a session", tags=_TAG, security=[], status_code=204)
def log_out(body: Annotated[RefreshRequest, Body()]) -> Response[Any]:
    """Revoke the refresh token and its access tokens. A token that is dead already is no error."""
    bootstrap.sessions(body.pool).revoke(body.refresh_token)
    return Response(status_code=204, content_type=content_types.TEXT_PLAIN, body="")
