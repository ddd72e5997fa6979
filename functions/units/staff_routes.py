"""Who works at a unit: for its manager, and for those of the units above it."""

from collections.abc import Mapping
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.units.staff_schemas import InvitationBody, NewAccessBody, PostBody, StaffAnswer, StaffList
from handbook import bootstrap
from handbook.bootstrap.staff import contact_keeper
from handbook.domain.directory import Staff
from handbook.domain.ids import StaffId, UnitId
from handbook.domain.phones import normalise_phone
from handbook.observability import count
from handbook.usecases.manage_staff import NewStaff, invite_staff, list_staff, reset_account, set_post
from handbook.web.actor import context_of
from handbook.web.answers import answer, nothing, once
from handbook.web.parameters import IdempotencyKey, IfMatch
from handbook.web.requests import based_on_version, etag, receipt_of

router = APIGatewayRouter()
_TAG = ["units"]
_PATH = "/v1/units/<unit_id>/staff"


@router.get(_PATH, summary="Who works here", tags=_TAG)
def list_all(unit_id: str) -> Response[StaffList]:
    """List everybody who has or had a post at the unit."""
    people = list_staff(UnitId(unit_id), context_of(router), directory=bootstrap.directory())
    return answer(200, StaffList(items=[StaffAnswer.of(person) for person in people]))


@router.post(_PATH, summary="Invite somebody", tags=_TAG, status_code=201)
def invite(
    unit_id: str, body: Annotated[InvitationBody, Body()], idempotency_key: IdempotencyKey = None
) -> Response[StaffAnswer]:
    """Make an account with a post here. The first password goes out by e-mail and is replaced at the first sign-in."""
    context = context_of(router)
    receipt = receipt_of(router, context.actor.id, context.now, _rendered)
    new = NewStaff(body.username, body.full_name, body.contacts(), body.post(UnitId(unit_id)))
    made = once(
        receipt,
        StaffAnswer,
        lambda: invite_staff(
            new,
            context,
            receipt,
            directory=bootstrap.directory(),
            accounts=bootstrap.staff_accounts(),
            keeper=contact_keeper(),
        ),
    )
    count("staff_invited")
    return answer(201, made, {"ETag": etag(made.version)})


@router.put(f"{_PATH}/<username>", summary="Set a post", tags=_TAG)
def set_one(
    unit_id: str, username: str, body: Annotated[PostBody, Body()], if_match: IfMatch = None
) -> Response[StaffAnswer]:
    """Give somebody who has an account a post here, change it, or end it; it holds from the next request on."""
    changed = set_post(
        StaffId(username),
        body.post(UnitId(unit_id)),
        based_on_version(router),
        context_of(router),
        directory=bootstrap.directory(),
        accounts=bootstrap.staff_accounts(),
    )
    return answer(200, StaffAnswer.of(changed), {"ETag": etag(changed.version)})


@router.put(
    f"{_PATH}/<username>/new-access", summary="Begin anew with password and second factor", tags=_TAG, status_code=204
)
def begin_anew(unit_id: str, username: str, body: Annotated[NewAccessBody | None, Body()] = None) -> Response[Any]:
    """End all sessions at once, forget the second factor and send a code for a new password by e-mail."""
    phone = body.phone if body is not None else None
    reset_account(
        UnitId(unit_id),
        StaffId(username),
        normalise_phone(phone) if phone else None,
        context_of(router),
        directory=bootstrap.directory(),
        accounts=bootstrap.staff_accounts(),
        keeper=contact_keeper(),
    )
    count("staff_access_reset")
    return nothing()


def _rendered(staff: Staff) -> Mapping[str, Any]:
    return StaffAnswer.of(staff).model_dump(mode="json")
