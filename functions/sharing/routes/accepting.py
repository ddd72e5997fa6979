"""Look at an invitation, and accept it, by the secret in its link."""

from functools import cache
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.sharing.schemas.invitations import (
    AcceptedAnswer,
    OfferAnswer,
    TokenBody,
    accepted_answer,
    offer_answer,
)
from functions.sharing.telling import tell_of_bonds
from handbook import bootstrap
from handbook.bootstrap import sharing
from handbook.observability import count
from handbook.usecases.accept_invitation import Accepting, accept_invitation, look_at_invitation
from handbook.web.actor import context_of
from handbook.web.answers import answer, once
from handbook.web.parameters import IdempotencyKey
from handbook.web.requests import receipt_of

router = APIGatewayRouter()
_TAG = ["sharing"]


@router.post("/v1/invitations/preview", summary="Look at an invitation", tags=_TAG)
def preview(body: Annotated[TokenBody, Body()]) -> Response[OfferAnswer]:
    """Say who invites to which child as what; only the account of the invited number is told."""
    return answer(200, offer_answer(*look_at_invitation(body.token, context_of(router), _accepting())))


@router.post("/v1/invitations/accept", summary="Accept an invitation", tags=_TAG, status_code=201)
def accept(body: Annotated[TokenBody, Body()], idempotency_key: IdempotencyKey = None) -> Response[AcceptedAnswer]:
    """Become what was offered; only the account of the invited number can, once."""
    context = context_of(router)
    receipt = receipt_of(router, context.actor.id, context.now, accepted_answer)
    tools = _accepting()
    result = once(receipt, AcceptedAnswer, lambda: accept_invitation(body.token, context, receipt, tools))
    count("invitation_accepted", reason=result.role)
    return answer(201, result, {"Location": f"/v1/handbooks/{result.handbook_id}"})


def _accepting() -> Accepting:
    return Accepting(
        records=bootstrap.records(),
        invitations=sharing.invitations(),
        directory=bootstrap.directory(),
        counters=sharing.counters(),
        index_of=bootstrap.phone_vault().index,
        mark_of=sharing.mark_of,
        tell=cache(tell_of_bonds),  # once for a request, however often it is overtaken
    )
