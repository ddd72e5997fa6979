"""Staff choose what is asked beside their password: a code by SMS, or an authenticator's."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.auth.desk import send_code_to
from functions.auth.schemas import CodeSentAnswer, NumberToProve
from functions.auth.second_factor_schemas import (
    AuthenticatorBody,
    AuthenticatorSecret,
    ProvedAuthenticator,
    ProvedNumber,
)
from handbook import bootstrap
from handbook.bootstrap.staff import contact_keeper
from handbook.domain.code_purposes import Purpose
from handbook.domain.errors import ForbiddenError
from handbook.domain.ids import StaffId
from handbook.domain.phones import normalise_phone
from handbook.observability import count
from handbook.usecases.one_time_codes import Said
from handbook.usecases.second_factor import (
    Office,
    begin_authenticator,
    check_fresh,
    check_number_free,
    choose_authenticator,
    choose_sms,
)
from handbook.web.actor import context_of, session_in
from handbook.web.answers import answer, nothing

router = APIGatewayRouter()
_TAG = ["accounts"]
_PATH = "/v1/me/second-factor"


def _office() -> Office:
    return Office(bootstrap.directory(), bootstrap.staff_accounts(), bootstrap.staff_pool(), contact_keeper())


def _somebody() -> StaffId:
    """Name the member of staff who signed in just now. Raises: ForbiddenError for families, SignInAgainError."""
    context = context_of(router)
    if context.actor.unit_id is None:
        raise ForbiddenError
    check_fresh(session_in(router), context.now)
    return StaffId(context.actor.id)


@router.post(f"{_PATH}/code", summary="Send a code to prove a number", tags=_TAG, status_code=202)
def send(body: Annotated[NumberToProve, Body()]) -> Response[CodeSentAnswer]:
    """Send a code by SMS to a number that codes are to come to; within a quarter of an hour after signing in."""
    staff_id, phone, office = _somebody(), normalise_phone(body.phone), _office()
    check_number_free(staff_id, phone, office)
    return answer(202, send_code_to(phone, Purpose.SECOND_FACTOR, router))


@router.put(f"{_PATH}/sms", summary="Take codes by SMS", tags=_TAG, status_code=204)
def take_sms(body: Annotated[ProvedNumber, Body()]) -> Response[Any]:
    """Ask for a code by SMS at each sign-in from now on, and no more for an authenticator's."""
    staff_id = _somebody()
    choose_sms(
        staff_id,
        normalise_phone(body.phone),
        Said(body.challenge_id, body.code),
        bootstrap.now(),
        office=_office(),
        codes=bootstrap.sign_ins(),
        pepper=bootstrap.pepper(),
    )
    count("second_factor_changed", "sms")
    return nothing()


@router.post(f"{_PATH}/authenticator", summary="Set an authenticator up", tags=_TAG)
def begin(body: Annotated[AuthenticatorBody, Body()]) -> Response[AuthenticatorSecret]:
    """Give the secret for a new authenticator; the factor of before holds until its code is proved."""
    secret = begin_authenticator(_somebody(), body.access_token, office=_office())
    return answer(200, AuthenticatorSecret(authenticator_secret=secret))


@router.put(f"{_PATH}/authenticator", summary="Take an authenticator's codes", tags=_TAG, status_code=204)
def take_authenticator(body: Annotated[ProvedAuthenticator, Body()]) -> Response[Any]:
    """Ask for the authenticator's code at each sign-in from now on, and send none by SMS."""
    choose_authenticator(_somebody(), body.access_token, body.code, office=_office())
    count("second_factor_changed", "authenticator")
    return nothing()
