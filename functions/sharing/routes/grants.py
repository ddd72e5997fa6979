"""Rights that a family or a unit gives a unit for a while: shares, appointments, referrals."""

from functools import partial
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.sharing.schemas.grants import (
    AppointmentBody,
    GrantAnswer,
    GrantPage,
    ReferralBody,
    ShareBody,
    SharingCodes,
    grant_answer,
    sharing_codes,
)
from handbook import bootstrap
from handbook.bootstrap.granting import grants
from handbook.domain.ids import GrantId, HandbookId
from handbook.observability import count
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.end_grant import end_grant
from handbook.usecases.give_grant import ACTIONS, GrantOn, GrantWanted, give_grant
from handbook.usecases.read_grants import list_grants
from handbook.usecases.retry import on_conflict
from handbook.web.actor import context_of
from handbook.web.answers import answer, once
from handbook.web.parameters import Cursor, IdempotencyKey, IfMatch, Limit
from handbook.web.requests import based_on_version, cursor_of, position_of, receipt_of

router = APIGatewayRouter()
_TAG = ["sharing"]
_BOOK = "/v1/handbooks/<handbook_id>"
_A_DAY = {"Cache-Control": "private, max-age=86400"}
"""The lists hold nobody's data and change with a release only."""


@router.post(f"{_BOOK}/shares", summary="Share with a unit", tags=_TAG, status_code=201)
def share(
    handbook_id: str, body: Annotated[ShareBody, Body()], idempotency_key: IdempotencyKey = None
) -> Response[GrantAnswer]:
    """Let a unit of care or a school see the handbook from a day to a day; it can be withdrawn at once."""
    context = context_of(router)
    return _given(handbook_id, body.wanted(context.today), context)


@router.post(f"{_BOOK}/appointments", summary="Book a visit", tags=_TAG, status_code=201)
def book(
    handbook_id: str, body: Annotated[AppointmentBody, Body()], idempotency_key: IdempotencyKey = None
) -> Response[GrantAnswer]:
    """Let a unit see the handbook on the day of a visit and the day after; the family or the area's staff book it."""
    context = context_of(router)
    return _given(handbook_id, body.wanted(context.today), context)


@router.post(f"{_BOOK}/referrals", summary="Refer to a unit", tags=_TAG, status_code=201)
def refer(
    handbook_id: str, body: Annotated[ReferralBody, Body()], idempotency_key: IdempotencyKey = None
) -> Response[GrantAnswer]:
    """Refer mother or child to another unit, which sees the handbook for up to thirty days; the family sees that."""
    context = context_of(router)
    return _given(handbook_id, body.wanted(context.now), context)


def _given(handbook_id: str, wanted: GrantWanted, context: Context) -> Response[GrantAnswer]:
    handbook = HandbookId(handbook_id)
    receipt = receipt_of(router, context.actor.id, context.now, partial(_shown, context))
    result = once(
        receipt,
        GrantAnswer,
        lambda: give_grant(
            handbook,
            wanted,
            context,
            receipt,
            records=bootstrap.records(),
            grants=grants(),
            directory=bootstrap.directory(),
            new_id=bootstrap.new_id,
        ),
        permit=lambda: admit(context, ACTIONS[wanted.kind], handbook, bootstrap.records()),
    )
    count("grant_given", wanted.kind.value)
    return answer(201, result, {"ETag": result.etag})


def _shown(context: Context, on: GrantOn) -> dict[str, object]:
    return grant_answer(on.record, on.record.state(on.handbook, context.now))


@router.get(f"{_BOOK}/grants", summary="Which units may see a handbook", tags=_TAG)
def list_all(handbook_id: str, limit: Limit = 50, cursor: Cursor = None) -> Response[GrantPage]:
    """List shares, appointments, referrals and break-glass, those that ended among them."""
    context = context_of(router)
    page = list_grants(
        HandbookId(handbook_id),
        context,
        limit,
        position_of(cursor),
        records=bootstrap.records(),
        grants=grants(),
        audit=bootstrap.audit_log(),
    )
    items = [GrantAnswer.model_validate(grant_answer(one.record, one.state)) for one in page.items]
    return answer(200, GrantPage(items=items, next=cursor_of(page.next)))


@router.post(f"{_BOOK}/grants/<grant_id>/end", summary="End a unit's right", tags=_TAG)
def end(handbook_id: str, grant_id: str, if_match: IfMatch = None) -> Response[GrantAnswer]:
    """End a right at once, based on the version in If-Match; its record stays."""
    context, based_on = context_of(router), based_on_version(router)
    ended = on_conflict(
        lambda: end_grant(
            HandbookId(handbook_id),
            GrantId(grant_id),
            based_on,
            context,
            records=bootstrap.records(),
            grants=grants(),
        )
    )
    count("grant_ended", ended.record.grant.kind.value)
    shown = GrantAnswer.model_validate(_shown(context, ended))
    return answer(200, shown, {"ETag": shown.etag})


@router.get("/v1/sharing-codes", summary="Codes of shares, referrals and break-glass", tags=_TAG)
def list_codes() -> Response[SharingCodes]:
    """List purposes and reasons with their texts."""
    context_of(router)
    return answer(200, SharingCodes.model_validate(sharing_codes()), _A_DAY)
