"""Staff sign in with a password and a second factor, which they choose and set up at their first sign-in."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.auth.desk import client_of
from functions.auth.schemas import (
    NewPasswordRequest,
    PasswordForgottenRequest,
    StaffPasswordRequest,
    StaffStepAnswer,
    StaffStepRequest,
    StaffTokenRequest,
    TokensAnswer,
)
from functions.auth.staff_desk import codes_to, locked_after_guesses, share_of
from handbook import bootstrap
from handbook.domain.errors import InvalidFieldError, WrongCredentialsError
from handbook.domain.ids import PhoneIndex
from handbook.domain.sign_in import Step, Tokens
from handbook.observability import count
from handbook.usecases.second_factor import paced
from handbook.usecases.sign_in_staff import limit_recovery
from handbook.web.answers import answer, nothing
from handbook.web.requests import client_address

router = APIGatewayRouter()
_TAG = ["auth"]


def _guarded[T](username: str, work: Callable[[], T]) -> T:
    return locked_after_guesses(username, work, router)


def _with_password(username: str, index: PhoneIndex | None, work: Callable[[], Tokens | Step]) -> Tokens | Step:
    """Do a step that takes a password: Cognito sends a code after a right one, where codes come by SMS."""
    client, now, codes, pepper = client_of(router), bootstrap.now(), bootstrap.sign_ins(), bootstrap.pepper()
    return _guarded(
        username, lambda: paced(index, client, now, work, codes=codes, pepper=pepper, sends=_asks_for_sent_code)
    )


def _asks_for_sent_code(step: Tokens | Step) -> bool:
    return isinstance(step, Step) and step.challenge == "sms_code"


def _with_authenticator(body: StaffTokenRequest) -> Tokens:
    if codes_to(body.username) is not None:
        raise WrongCredentialsError  # before Cognito sends a code that is not asked for here
    return bootstrap.staff_pool().sign_in(body.username, body.password, body.totp_code)


@router.post("/v1/auth/staff/token", summary="Sign in as staff", tags=_TAG, security=[])
def staff_tokens(body: Annotated[StaffTokenRequest, Body()]) -> Response[TokensAnswer]:
    """Give tokens for user name, password and authenticator code; which of them was wrong is not said."""
    tokens = _guarded(body.username, lambda: _with_authenticator(body))
    count("staff_signed_in")
    return answer(200, TokensAnswer.of(tokens))


@router.post("/v1/auth/staff/sign-in", summary="Begin to sign in as staff", tags=_TAG, security=[])
def begin(body: Annotated[StaffPasswordRequest, Body()]) -> Response[StaffStepAnswer]:
    """Take the password and say what is asked next: a new password, an authenticator to set up, or a code."""
    pool = bootstrap.staff_pool()
    step = _with_password(body.username, share_of(body.username), lambda: pool.begin(body.username, body.password))
    return answer(200, StaffStepAnswer.of(step))


@router.post("/v1/auth/staff/sign-in/answer", summary="Go on signing in as staff", tags=_TAG, security=[])
def go_on(body: Annotated[StaffStepRequest, Body()]) -> Response[StaffStepAnswer]:
    """Take the answer to what was asked; the next question or the tokens follow."""
    username, pool = body.username, bootstrap.staff_pool()
    if body.challenge == "new_password":
        return answer(200, StaffStepAnswer.of(_with_new_password(body)))
    code = body.code
    if code is None:
        raise InvalidFieldError("code")
    step = _guarded(username, lambda: pool.answer(username, body.challenge, body.session, code))
    return answer(200, StaffStepAnswer.of(step))


def _with_new_password(body: StaffStepRequest) -> Tokens | Step:
    username, password, index = body.username, body.new_password, share_of(body.username)
    if password is None:
        raise InvalidFieldError("new_password")
    pool, by_sms = bootstrap.staff_pool(), index is not None
    answered = partial(pool.answer, username, "new_password", body.session, password, by_sms=by_sms)
    return _with_password(username, index, answered)


@router.post("/v1/auth/staff/password", summary="Forgot the password", tags=_TAG, security=[], status_code=202)
def forgot(body: Annotated[PasswordForgottenRequest, Body()]) -> Response[Any]:
    """Send a code to the e-mail address of the account. The answer is the same for every name."""
    limit_recovery(
        body.username,
        client_address(router),
        bootstrap.now(),
        tries=bootstrap.sign_ins(),
        pepper=bootstrap.pepper(),
    )
    bootstrap.staff_pool().forget_password(body.username)
    return nothing(202)


@router.post("/v1/auth/staff/password/new", summary="Set a new password", tags=_TAG, security=[], status_code=204)
def recover(body: Annotated[NewPasswordRequest, Body()]) -> Response[Any]:
    """Take a new password for the code from the e-mail."""
    pool = bootstrap.staff_pool()
    _guarded(body.username, lambda: pool.recover_password(body.username, body.code, body.new_password))
    return nothing()
