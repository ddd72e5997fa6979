"""Families sign in with a code by SMS."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.auth.desk import client_of, send_code_to, tell_number_moves, the_door
from functions.auth.schemas import (
    CodeRequest,
    CodeSentAnswer,
    RefreshRequest,
    SignedInAnswer,
    TokenRequest,
    TokensAnswer,
)
from handbook import bootstrap
from handbook.bootstrap import accounts
from handbook.domain.phones import normalise_phone
from handbook.observability import count
from handbook.usecases.end_session import end_session, lacks_proof, renew_session
from handbook.usecases.end_staff_session import end_staff_session
from handbook.usecases.one_time_codes import Said
from handbook.usecases.sign_in_family import redeem_code
from handbook.web.answers import answer, nothing

router = APIGatewayRouter()
_TAG = ["auth"]


@router.post("/v1/auth/otp", summary="Send a code by SMS", tags=_TAG, security=[], status_code=202)
def send_code(body: Annotated[CodeRequest, Body()]) -> Response[CodeSentAnswer]:
    """Send a six-digit code for one purpose, which kills the one before. The answer is the same for every number."""
    sent = send_code_to(normalise_phone(body.phone), body.purpose, router, body.known_device)
    count("sign_in_code_sent")
    return answer(202, sent)


@router.post("/v1/auth/token", summary="Trade the code for tokens", tags=_TAG, security=[])
def give_tokens(body: Annotated[TokenRequest, Body()]) -> Response[SignedInAnswer]:
    """Give tokens for the right code; the account is made the first time. Wrong, used and expired look the same."""
    said = Said(body.challenge_id, body.code)
    given = redeem_code(
        normalise_phone(body.phone), said, client_of(router), bootstrap.now(), door=the_door(), tell=tell_number_moves
    )
    count("signed_in")
    if given.proof_needed:
        count("sign_in_needs_proof")
    return answer(200, SignedInAnswer.to(given))


@router.post("/v1/auth/refresh", summary="Trade a refresh token for new tokens", tags=_TAG, security=[])
def refresh_tokens(body: Annotated[RefreshRequest, Body()]) -> Response[TokensAnswer]:
    """Give new tokens. Refresh tokens rotate: the one that was sent dies a minute after its first use."""
    tokens = bootstrap.sessions(body.pool).refresh(body.refresh_token)
    if body.pool == "staff":
        return answer(200, TokensAnswer.of(tokens))
    renew_session(tokens, bootstrap.now(), accounts=accounts.accounts())
    return answer(200, TokensAnswer.of(tokens, proof_needed=lacks_proof(tokens)))


@router.post("/v1/auth/logout", summary="End a session", tags=_TAG, security=[], status_code=204)
def log_out(body: Annotated[RefreshRequest, Body()]) -> Response[Any]:
    """Revoke the refresh token and what came of it. A token that is dead already is no error.

    Of staff ID tokens are refused at once; those of families run out within 15 minutes.
    """
    sessions = bootstrap.sessions(body.pool)
    if body.pool == "family":
        end_session(body.refresh_token, client_of(router), bootstrap.now(), sessions=sessions, door=the_door())
    else:
        end_staff_session(body.refresh_token, bootstrap.now(), sessions=sessions, directory=bootstrap.directory())
    return nothing()
