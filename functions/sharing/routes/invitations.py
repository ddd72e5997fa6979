"""Invite to a handbook, see who was invited, take an invitation back."""

from functools import cache
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.sharing.schemas.invitations import (
    BondInvitationBody,
    InvitationAnswer,
    InvitationPage,
    invitation_answer,
    invitation_page,
)
from functions.sharing.telling import tell_of_invited_guardian
from handbook import bootstrap
from handbook.bootstrap import sharing
from handbook.config import config
from handbook.domain.access import Action
from handbook.domain.ids import HandbookId, PhoneE164
from handbook.observability import count
from handbook.usecases.admit import admit
from handbook.usecases.invite import Inviting, invite
from handbook.usecases.see_invitations import list_invitations, revoke_invitation
from handbook.web.actor import context_of
from handbook.web.answers import answer, nothing, once
from handbook.web.parameters import IdempotencyKey, IfMatch
from handbook.web.requests import based_on_version, receipt_of

router = APIGatewayRouter()
_TAG = ["sharing"]
_PATH = "/v1/handbooks/<handbook_id>/invitations"


@router.post(_PATH, summary="Invite somebody", tags=_TAG, status_code=201)
def invite_one(
    handbook_id: str, body: Annotated[BondInvitationBody, Body()], idempotency_key: IdempotencyKey = None
) -> Response[InvitationAnswer]:
    """Send a link by SMS with which the account of that number can become guardian, carer or viewer, for seven days."""
    context, book = context_of(router), HandbookId(handbook_id)
    receipt = receipt_of(router, context.actor.id, context.now, lambda one: invitation_answer(one, context.now))
    tools = _inviting()
    result = once(
        receipt,
        InvitationAnswer,
        lambda: invite(book, body.command(), context, receipt, tools),
        permit=lambda: admit(context, Action.INVITE, book, bootstrap.records()),
    )
    count("invited", reason=body.role)
    return answer(201, result, {"ETag": result.etag})


@router.get(_PATH, summary="See who was invited", tags=_TAG)
def list_some(handbook_id: str) -> Response[InvitationPage]:
    """List the invitations of thirty days with their states, newest first."""
    context = context_of(router)
    found = list_invitations(
        HandbookId(handbook_id),
        context,
        records=bootstrap.records(),
        invitations=sharing.invitations(),
        audit=bootstrap.audit_log(),
    )
    return answer(200, invitation_page(found, context.now))


@router.delete(f"{_PATH}/<invitation_id>", summary="Take an invitation back", tags=_TAG, status_code=204)
def revoke_one(handbook_id: str, invitation_id: str, if_match: IfMatch = None) -> Response[str]:
    """End an open invitation, based on the version in If-Match; its link leads nowhere from then on."""
    revoke_invitation(
        HandbookId(handbook_id),
        invitation_id,
        based_on_version(router),
        context_of(router),
        records=bootstrap.records(),
        invitations=sharing.invitations(),
    )
    return nothing()


def _inviting() -> Inviting:
    # Of one request, however often it is overtaken: one link, sent once.
    token = sharing.new_token()
    return Inviting(
        records=bootstrap.records(),
        invitations=sharing.invitations(),
        directory=bootstrap.directory(),
        counters=sharing.counters(),
        index_of=bootstrap.phone_vault().index,
        new_id=bootstrap.new_id,
        new_token=lambda: token,
        mark_of=sharing.mark_of,
        send_link=cache(_send_link),
        tell=cache(tell_of_invited_guardian),
    )


def _send_link(phone: PhoneE164, token: str) -> str:
    from handbook.web.telling import tell_number  # noqa: PLC0415 - of all routes only this one sends

    link = f"https://{config().code_host.lower()}/i/{token}"
    return tell_number(phone, "invitation", "vi", {"link": link}).value
