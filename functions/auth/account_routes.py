"""The signed-in person's own account: profile, e-mail address, sessions, and what happened to it."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.auth.account_schemas import ActivityPage, EmailBody, EventAnswer, MeAnswer, ProfilePatch
from functions.auth.desk import client_of, letters, own_id, the_door
from functions.auth.schemas import CodeSentAnswer
from handbook import bootstrap
from handbook.bootstrap import accounts
from handbook.domain.access import Actor
from handbook.domain.accounts import log_of_staff
from handbook.domain.ids import StaffId
from handbook.usecases.end_staff_session import end_staff_sessions
from handbook.usecases.own_account import (
    OwnAccount,
    ProfileChange,
    ask_email,
    change_profile,
    confirm_email,
    read_own,
    remove_email,
    sign_out_everywhere,
)
from handbook.web import telling
from handbook.web.actor import context_of
from handbook.web.answers import answer, nothing
from handbook.web.parameters import Cursor, IfMatch, Limit
from handbook.web.requests import based_on_version, cursor_of, etag, language_of, position_of

router = APIGatewayRouter()
_TAG = ["accounts"]


@router.get("/v1/me", summary="Who am I", tags=_TAG)
def me() -> Response[MeAnswer]:
    """Say who the token speaks for; a family member sees the own account."""
    actor = context_of(router).actor
    own = read_own(own_id(actor), the_door()) if actor.is_family else None
    return _shown(actor, own)


@router.patch("/v1/me", summary="Change name and language", tags=_TAG)
def change(body: Annotated[ProfilePatch, Body()], if_match: IfMatch = None) -> Response[MeAnswer]:
    """Change what is sent, and leave the rest."""
    context = context_of(router)
    own = change_profile(
        own_id(context.actor),
        ProfileChange(body.display_name, body.language),
        based_on_version(router),
        client_of(router),
        context.now,
        door=the_door(),
    )
    return _shown(context.actor, own)


@router.post("/v1/me/email", summary="Ask for a code to an e-mail address", tags=_TAG, status_code=202)
def ask(body: Annotated[EmailBody, Body()], if_match: IfMatch = None) -> Response[CodeSentAnswer]:
    """Send a code to an address that is to be the account's, after a fresh code sent to the own number."""
    context = context_of(router)
    sent = ask_email(
        own_id(context.actor),
        body.email,
        body.said,
        based_on_version(router),
        client_of(router),
        context.now,
        door=the_door(),
        mark_of=accounts.email_mark,
        letter=letters("verify_email", language_of(router)),
        number=bootstrap.random_number(),
    )
    return answer(202, CodeSentAnswer.of(sent))


@router.put("/v1/me/email", summary="Confirm an e-mail address", tags=_TAG)
def confirm(body: Annotated[EmailBody, Body()], if_match: IfMatch = None) -> Response[MeAnswer]:
    """Take the address for the code that it got. The account is told, and so is the address that it had before."""
    context = context_of(router)
    account_id, door = own_id(context.actor), the_door()
    before = read_own(account_id, door)
    confirm_email(
        account_id,
        body.email,
        body.said,
        based_on_version(router),
        client_of(router),
        context.now,
        door=door,
        mark_of=accounts.email_mark,
        tell=lambda _: _tell_of_email(before),
    )
    return _shown(context.actor, read_own(account_id, door))


@router.delete("/v1/me/email", summary="Remove the e-mail address", tags=_TAG)
def remove(if_match: IfMatch = None) -> Response[MeAnswer]:
    """Take the address away; it and the account are told."""
    context = context_of(router)
    account_id, door = own_id(context.actor), the_door()
    before = read_own(account_id, door)
    remove_email(
        account_id,
        based_on_version(router),
        client_of(router),
        context.now,
        door=door,
        tell=lambda _: _tell_of_email(before),
    )
    return _shown(context.actor, read_own(account_id, door))


@router.delete("/v1/me/sessions", summary="Sign out everywhere", tags=_TAG, status_code=204)
def end_sessions() -> Response[Any]:
    """End every session of the account; tokens of families run out within 15 minutes, those of staff end at once."""
    context = context_of(router)
    if context.actor.unit_id is not None:
        person = StaffId(context.actor.id)
        end_staff_sessions(person, context.now, directory=bootstrap.directory(), accounts=bootstrap.staff_accounts())
        return nothing()
    sign_out_everywhere(own_id(context.actor), client_of(router), context.now, door=the_door())
    return nothing()


@router.get("/v1/me/activity", summary="What happened to my account", tags=_TAG)
def activity(limit: Limit = 20, cursor: Cursor = None) -> Response[ActivityPage]:
    """List what happened to the account, newest first: of families sign-ins and changes, of staff changes of access."""
    actor = context_of(router).actor
    account_id = log_of_staff(StaffId(actor.id)) if actor.unit_id is not None else own_id(actor)
    page = accounts.account_events().page(account_id, limit, position_of(cursor))
    return answer(200, ActivityPage(items=[EventAnswer.of(one) for one in page.items], next=cursor_of(page.next)))


def _shown(actor: Actor, own: OwnAccount | None) -> Response[MeAnswer]:
    tag = etag(own.profile.version) if own else None
    return answer(200, MeAnswer.of(actor, own, tag), {"ETag": tag} if tag else None)


def _tell_of_email(before: OwnAccount) -> None:
    telling.tell_first(before.account.account_id, "email_set")
    if before.profile.email:
        telling.write_to(before.profile.email, "email_set", before.account.language)
