"""Staff choose what is asked beside their password: a code by SMS, or an authenticator's."""

from functools import partial
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.auth.desk import client_of, send_code_to
from functions.auth.schemas import CodeSentAnswer
from functions.auth.second_factor_schemas import (
    AuthenticatorSecret,
    NumberWithProof,
    ProvedAuthenticator,
    ProvedNumber,
    WithProof,
)
from functions.auth.staff_desk import codes_to, locked_after_guesses, tell_of_factor
from handbook import bootstrap
from handbook.bootstrap import accounts
from handbook.bootstrap.staff import contact_keeper, setup_tickets
from handbook.domain.accounts import AccountEvent, EventKind, log_of_staff
from handbook.domain.code_purposes import Purpose
from handbook.domain.errors import ForbiddenError
from handbook.domain.ids import StaffId
from handbook.domain.phones import normalise_phone
from handbook.domain.sign_in import Tokens
from handbook.observability import count
from handbook.usecases.door import event_of
from handbook.usecases.one_time_codes import Said
from handbook.usecases.second_factor import (
    Office,
    begin_authenticator,
    challenge_of,
    choose_authenticator,
    choose_sms,
    prove_again,
)
from handbook.web.actor import context_of
from handbook.web.answers import answer, nothing

router = APIGatewayRouter()
_TAG = ["accounts"]
_PATH = "/v1/me/second-factor"


def _office() -> Office:
    return Office(
        bootstrap.directory(),
        bootstrap.staff_accounts(),
        bootstrap.staff_pool(),
        contact_keeper(),
        setup_tickets(),
        accounts.account_events(),
        tell_of_factor,
    )


def _somebody() -> StaffId:
    """Name the member of staff who asks. Raises: ForbiddenError for families."""
    actor = context_of(router).actor
    if actor.unit_id is None:
        raise ForbiddenError
    return StaffId(actor.id)


def _proved(staff_id: StaffId, body: WithProof) -> Tokens:
    proof, pool = body.proved(by_sms=codes_to(staff_id) is not None), bootstrap.staff_pool()
    return locked_after_guesses(staff_id, lambda: prove_again(staff_id, proof, pool=pool), router)


def _changed(staff_id: StaffId, way: str) -> AccountEvent:
    kind = EventKind.SECOND_FACTOR_CHANGED
    return event_of(log_of_staff(staff_id), kind, client_of(router), bootstrap.now(), way)


@router.post(f"{_PATH}/code", summary="Send a code to prove a number", tags=_TAG, status_code=202)
def send(body: Annotated[NumberWithProof, Body()]) -> Response[CodeSentAnswer]:
    """Send a code by SMS to a number that codes are to come to, after a proof; whoever has the number gets it."""
    staff_id, phone = _somebody(), normalise_phone(body.phone)
    _proved(staff_id, body)
    pepper = bootstrap.pepper()
    new_id = partial(challenge_of, staff_id, pepper, bootstrap.new_id)
    return answer(202, send_code_to(phone, Purpose.SECOND_FACTOR, router, new_id=new_id))


@router.put(f"{_PATH}/sms", summary="Take codes by SMS", tags=_TAG, status_code=204)
def take_sms(body: Annotated[ProvedNumber, Body()]) -> Response[Any]:
    """Ask for a code by SMS at each sign-in from now on, and no more for an authenticator's; the owner is told."""
    staff_id = _somebody()
    choose_sms(
        normalise_phone(body.phone),
        Said(body.challenge_id, body.code),
        _changed(staff_id, "sms"),
        staff_id,
        office=_office(),
        codes=bootstrap.sign_ins(),
        pepper=bootstrap.pepper(),
    )
    count("second_factor_changed", "sms")
    return nothing()


@router.post(f"{_PATH}/authenticator", summary="Set an authenticator up", tags=_TAG)
def begin(body: Annotated[WithProof, Body()]) -> Response[AuthenticatorSecret]:
    """Give the secret for a new authenticator, after a proof; the factor of before holds until its code is proved."""
    staff_id = _somebody()
    secret, setup = begin_authenticator(staff_id, _proved(staff_id, body), office=_office())
    return answer(200, AuthenticatorSecret(authenticator_secret=secret, setup=setup))


@router.put(f"{_PATH}/authenticator", summary="Take an authenticator's codes", tags=_TAG, status_code=204)
def take_authenticator(body: Annotated[ProvedAuthenticator, Body()]) -> Response[Any]:
    """Ask for the authenticator's code at each sign-in from now on, and send none by SMS; the owner is told."""
    staff_id = _somebody()
    choose_authenticator(body.setup, body.code, _changed(staff_id, "authenticator"), staff_id, office=_office())
    count("second_factor_changed", "authenticator")
    return nothing()
