"""An optional password: signed in with, set after a fresh code by SMS, recovered by e-mail."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response, content_types
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.auth.account_schemas import PasswordBody, PasswordSignIn, RecoveryBody, RecoveryRequest
from functions.auth.desk import client_of, letters, own_id, the_door
from functions.auth.schemas import CodeSentAnswer, TokensAnswer
from handbook import bootstrap
from handbook.bootstrap import accounts
from handbook.domain.ids import AccountId
from handbook.domain.phones import normalise_phone
from handbook.observability import count
from handbook.usecases.passwords import ask_recovery, recover_password, set_password, sign_in_with_password
from handbook.web import telling
from handbook.web.actor import context_of
from handbook.web.answers import answer, nothing
from handbook.web.parameters import IfMatch
from handbook.web.requests import based_on_version, etag, language_of

router = APIGatewayRouter()
_AUTH, _ME = ["auth"], ["accounts"]


@router.post("/v1/auth/password", summary="Sign in with a password", tags=_AUTH, security=[])
def sign_in(body: Annotated[PasswordSignIn, Body()]) -> Response[TokensAnswer]:
    """Give tokens for number and password. A number without an account, or without a password, looks the same."""
    tokens = sign_in_with_password(
        normalise_phone(body.phone), body.password, client_of(router), bootstrap.now(), door=the_door()
    )
    count("signed_in_with_password")
    return answer(200, TokensAnswer.of(tokens))


@router.post("/v1/auth/recovery", summary="Forgot the password", tags=_AUTH, security=[], status_code=202)
def ask(body: Annotated[RecoveryRequest, Body()]) -> Response[CodeSentAnswer]:
    """Send a letter to the address: with a code, or saying that no account uses it. The answer is always the same."""
    sent = ask_recovery(
        body.email,
        client_of(router),
        bootstrap.now(),
        door=the_door(),
        mark_of=accounts.email_mark,
        letter=letters("recovery_code", language_of(router)),
        number=bootstrap.random_number(),
    )
    return answer(202, CodeSentAnswer.of(sent))


@router.post("/v1/auth/recovery/confirm", summary="Set a new password", tags=_AUTH, security=[], status_code=204)
def confirm(body: Annotated[RecoveryBody, Body()]) -> Response[Any]:
    """Take a new password for the code from the letter, end every session, and tell the account."""
    recover_password(
        body.email,
        body.said,
        body.new_password,
        client_of(router),
        bootstrap.now(),
        door=the_door(),
        mark_of=accounts.email_mark,
        tell=_tell,
    )
    return nothing()


@router.put("/v1/me/password", summary="Set a password", tags=_ME, status_code=204)
def set_one(body: Annotated[PasswordBody, Body()], if_match: IfMatch = None) -> Response[Any]:
    """Set or change the password, with a fresh code sent to the own number; the account is told."""
    context = context_of(router)
    version = set_password(
        own_id(context.actor),
        body.new_password,
        body.said,
        based_on_version(router),
        client_of(router),
        context.now,
        door=the_door(),
        tell=_tell,
    )
    return Response(status_code=204, content_type=content_types.TEXT_PLAIN, body="", headers={"ETag": etag(version)})


def _tell(account_id: AccountId) -> None:
    telling.tell_first(account_id, "password_set")
