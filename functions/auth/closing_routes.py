"""Closing the own account: what will happen is told first, and signing in within 14 days keeps it."""

from datetime import date
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.auth.account_schemas import OneTimeCode
from functions.auth.desk import client_of, own_id, the_door
from handbook import bootstrap
from handbook.bootstrap import accounts
from handbook.domain.accounts import closing_waits, consequences_of_closing
from handbook.domain.ids import AccountId
from handbook.domain.texts import Language
from handbook.usecases.close_account import ask_closing, is_last_guardian
from handbook.web import telling
from handbook.web.actor import context_of
from handbook.web.answers import answer
from handbook.web.parameters import IfMatch
from handbook.web.requests import based_on_version, language_of
from handbook.web.schemas import Body as Form

router = APIGatewayRouter()
_TAG = ["accounts"]


class Consequence(Form):
    """One thing that closing does, in words."""

    code: str
    text: str


class ClosingAnswer(Form):
    """What closing does, and on which day it happens where it was asked for."""

    consequences: list[Consequence]
    is_last_guardian: bool
    waits_days: int
    closing_on: date | None


@router.get("/v1/me/closing", summary="What closing the account does", tags=_TAG)
def tell_first() -> Response[ClosingAnswer]:
    """Say what happens when the account is closed, and to whose handbooks."""
    context = context_of(router)
    account_id = own_id(context.actor)
    closing_on = accounts.accounts().standing(account_id).closing_on
    is_last = is_last_guardian(account_id, context.today, bootstrap.records())
    return answer(200, _shown(language_of(router), closing_on, is_last=is_last))


@router.post("/v1/me/closing", summary="Close the account", tags=_TAG)
def ask(body: Annotated[OneTimeCode, Body()], if_match: IfMatch = None) -> Response[ClosingAnswer]:
    """Ask for the account to be closed in 14 days, with a fresh code to the own number; every session ends."""
    context = context_of(router)
    account_id = own_id(context.actor)
    is_last = is_last_guardian(account_id, context.today, bootstrap.records())
    closing_on = ask_closing(
        account_id, body.said, based_on_version(router), client_of(router), context.now, door=the_door(), tell=_tell
    )
    return answer(200, _shown(language_of(router), closing_on, is_last=is_last))


def _tell(account_id: AccountId, closing_on: date) -> None:
    telling.tell_first(account_id, "closing_asked", {"day": f"{closing_on:%d/%m}"})


def _shown(language: Language, closing_on: date | None, *, is_last: bool) -> ClosingAnswer:
    told = consequences_of_closing(language, is_last_guardian=is_last)
    return ClosingAnswer(
        consequences=[Consequence(code=code, text=text) for code, text in told],
        is_last_guardian=is_last,
        waits_days=closing_waits(),
        closing_on=closing_on,
    )
