"""What a family member agrees to for the account, and withdraws."""

from functools import partial
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.sharing.schemas.consents import (
    ConsentPage,
    ConsentReceipt,
    OwnConsentBody,
    OwnWithdrawalBody,
    consent_page,
    receipt_answer,
)
from handbook import bootstrap
from handbook.bootstrap.privacy import consents
from handbook.observability import count
from handbook.usecases.give_consent import ConsentRecorded, ConsentSaid, act_on_own_consent
from handbook.usecases.prefer import own_account
from handbook.web.actor import context_of
from handbook.web.answers import answer, once
from handbook.web.parameters import Cursor, IdempotencyKey, Limit
from handbook.web.requests import cursor_of, position_of, receipt_of

router = APIGatewayRouter()
_TAG = ["consents"]
_PATH = "/v1/me/consents"


@router.get(_PATH, summary="List one's own consents", tags=_TAG)
def list_own(limit: Limit = 50, cursor: Cursor = None) -> Response[ConsentPage]:
    """Say where every purpose of the account stands, and list every act."""
    context = context_of(router)
    account = own_account(context, directory=bootstrap.directory())
    page = consents().of_account(account.account_id, limit, position_of(cursor))
    following = cursor_of(page.next)
    return answer(200, consent_page(page.items, account.consents, "account", context.today, None, following))


@router.post(_PATH, summary="Agree to a purpose for oneself", tags=_TAG, status_code=201)
def give_own(
    body: Annotated[OwnConsentBody, Body()], idempotency_key: IdempotencyKey = None
) -> Response[ConsentReceipt]:
    """Agree to one purpose for the account, by the words in force."""
    return _act(body.said())


@router.post(f"{_PATH}/<own_purpose>/withdrawal", summary="Withdraw one's own consent", tags=_TAG, status_code=201)
def withdraw_own(
    own_purpose: str, body: Annotated[OwnWithdrawalBody, Body()], idempotency_key: IdempotencyKey = None
) -> Response[ConsentReceipt]:
    """Withdraw a consent of the account, at once; the next morning's reminders follow it."""
    return _act(body.said(own_purpose))


def _act(said: ConsentSaid) -> Response[ConsentReceipt]:
    context = context_of(router)

    def render(recorded: ConsentRecorded) -> dict[str, object]:
        return receipt_answer(recorded, context.today)

    receipt = receipt_of(router, context.actor.id, context.now, render)
    directory = bootstrap.directory()
    work = partial(
        act_on_own_consent,
        said,
        context,
        receipt,
        directory=directory,
        consents=consents(),
        new_id=bootstrap.new_id,
    )
    result = once(receipt, ConsentReceipt, work, permit=partial(own_account, context, directory=directory))
    count("consent", f"{said.act}_{said.channel}")
    return answer(201, result)
