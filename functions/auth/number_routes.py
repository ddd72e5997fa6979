"""Another number for an account: by its owner, or at a unit when the old number is lost."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response, content_types
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.auth.desk import client_of, own_id, tell_number_moves, the_door, write_to_owner
from functions.auth.number_schemas import NumberChangeAnswer, OwnNumberBody, UnitNumberBody
from handbook import bootstrap
from handbook.bootstrap import accounts
from handbook.domain.calendar import local_date
from handbook.domain.directory import Account
from handbook.domain.errors import NotFoundError
from handbook.domain.ids import HandbookId
from handbook.domain.number_changes import NumberChange
from handbook.domain.phones import normalise_phone
from handbook.usecases.change_number import AtUnit, ask_at_unit, change_number, refuse_change
from handbook.usecases.tell_account import Told
from handbook.web import telling
from handbook.web.actor import context_of
from handbook.web.answers import answer, once
from handbook.web.parameters import IdempotencyKey, IfMatch
from handbook.web.requests import based_on_version, receipt_of

router = APIGatewayRouter()
_TAG = ["accounts"]


@router.put("/v1/me/number", summary="Change the number", tags=_TAG, status_code=204)
def change(body: Annotated[OwnNumberBody, Body()], if_match: IfMatch = None) -> Response[Any]:
    """Sign in with another number from now on. Every session ends; both numbers, the app and the address are told."""
    context = context_of(router)
    account_id, phone = own_id(context.actor), normalise_phone(body.phone)
    change_number(
        account_id,
        phone,
        (body.old.said, body.new.said),
        based_on_version(router),
        client_of(router),
        context.now,
        door=the_door(),
        tell=lambda before: tell_number_moves(before, phone),
    )
    return Response(status_code=204, content_type=content_types.TEXT_PLAIN, body="")


@router.get("/v1/me/number/change", summary="A change of number that a unit asked for", tags=_TAG)
def read() -> Response[NumberChangeAnswer]:
    """Show the last change that a unit asked for, and what became of it."""
    found = accounts.numbers().change_of(own_id(context_of(router).actor))
    if found is None:
        raise NotFoundError
    return answer(200, NumberChangeAnswer.of(found))


@router.delete("/v1/me/number/change", summary="Refuse a change of number", tags=_TAG)
def refuse() -> Response[NumberChangeAnswer]:
    """Keep the number: what a unit asked for does not take effect."""
    context = context_of(router)
    # Whether or not a provider takes it: what keeps the number waits for nobody.
    refused = refuse_change(
        own_id(context.actor),
        client_of(router),
        context.now,
        door=the_door(),
        tell=lambda one: telling.tell(one, "number_refused"),
    )
    return answer(200, NumberChangeAnswer(**{**NumberChangeAnswer.of(refused).model_dump(), "state": "refused"}))


@router.post(
    "/v1/handbooks/<handbook_id>/number-changes", summary="Ask for a new number at a unit", tags=_TAG, status_code=201
)
def ask(
    handbook_id: str, body: Annotated[UnitNumberBody, Body()], idempotency_key: IdempotencyKey = None
) -> Response[NumberChangeAnswer]:
    """Ask for a new number for a person at this handbook who lost the old one; it takes effect after 72 hours.

    The old number by SMS, the app and the e-mail address are told before it is kept, and can refuse; where nobody takes
    that now, ask again with the same key. The same number is confirmed at once, and told alike.
    """
    context = context_of(router)
    receipt = receipt_of(router, context.actor.id, context.now, _rendered)
    wish = AtUnit(
        HandbookId(handbook_id),
        normalise_phone(body.old_phone, "old_phone"),
        normalise_phone(body.phone),
        body.said,
        body.proof_kind,
    )
    made = once(
        receipt,
        NumberChangeAnswer,
        lambda: ask_at_unit(
            wish,
            context,
            client_of(router),
            receipt,
            door=the_door(),
            records=bootstrap.records(),
            tell=_tell_asked,
        ),
    )
    return answer(201, made)


def _rendered(change: NumberChange) -> dict[str, Any]:
    return NumberChangeAnswer.of(change).model_dump(mode="json")


def _tell_asked(change: NumberChange, account: Account) -> Told:
    waits = change.state == "waits"
    notice = "number_change_asked" if waits else "number_confirmed"
    facts = {"day": f"{local_date(change.effective_at):%d/%m}"} if waits else None
    told = telling.tell(account.account_id, notice, facts)
    if told is not Told.NOBODY:
        write_to_owner(account, notice, facts)
    return told
