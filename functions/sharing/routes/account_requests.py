"""Requests about the data of an account: asked by its owner, answered by the ministry's managers."""

from functools import partial
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.sharing.request_tools import request_tools, stale
from functions.sharing.schemas.data_requests import (
    DataRequestAnswer,
    DataRequestBody,
    DataRequestPage,
    DataRequestStepBody,
    request_answer,
)
from handbook import bootstrap
from handbook.domain.access import Action
from handbook.domain.data_requests import DataRequest, RequestId
from handbook.domain.ids import AccountId
from handbook.observability import count
from handbook.usecases.context import Context
from handbook.usecases.open_data_request import check_owner, log_of_account, open_own_request
from handbook.usecases.step_data_request import admitted_to_account, step_own_request, step_request_of_account
from handbook.web.actor import context_of
from handbook.web.answers import answer, once
from handbook.web.parameters import Cursor, IdempotencyKey, IfMatch, Limit
from handbook.web.requests import based_on_version, cursor_of, position_of, receipt_of

router = APIGatewayRouter()
_TAG = ["data requests"]
_OWN = "/v1/me/data-requests"
_PATH = "/v1/accounts/<account_id>/data-requests/<own_request_id>"


@router.post(_OWN, summary="Ask about the data of one's account", tags=_TAG, status_code=201)
def open_own(
    body: Annotated[DataRequestBody, Body()], idempotency_key: IdempotencyKey = None
) -> Response[DataRequestAnswer]:
    """Ask about the data of the account; the managers of the ministry answer."""
    context = context_of(router)

    def render(request: DataRequest) -> dict[str, object]:
        return request_answer(request, context.today)

    receipt = receipt_of(router, context.actor.id, context.now, render)
    work = partial(open_own_request, body.said(), context, receipt, request_tools())
    result = once(receipt, DataRequestAnswer, work, permit=partial(check_owner, context))
    count("data_request_opened", result.kind)
    return answer(201, result, {"ETag": result.etag, "Location": f"{_OWN}/{result.request_id}"})


@router.get(_OWN, summary="List the requests about one's account", tags=_TAG)
def list_own(limit: Limit = 50, cursor: Cursor = None) -> Response[DataRequestPage]:
    """List the requests about the account, those that ended among them."""
    context = context_of(router)
    check_owner(context)
    account_id = AccountId(context.actor.id)
    page = request_tools().requests.of_account(account_id, limit, position_of(cursor))
    items = [DataRequestAnswer.model_validate(request_answer(one, context.today)) for one in page.items]
    return answer(200, DataRequestPage(items=items, next=cursor_of(page.next)))


@router.get(f"{_OWN}/<own_request_id>", summary="Read a request about one's account", tags=_TAG)
def read_own(own_request_id: str) -> Response[DataRequestAnswer]:
    """Read a request about the account with every step."""
    context = context_of(router)
    check_owner(context)
    request, _ = admitted_to_account(
        context,
        Action.READ_DATA_REQUESTS,
        AccountId(context.actor.id),
        RequestId(own_request_id),
        request_tools(),
    )
    return _shown(request, context)


@router.post(f"{_OWN}/<own_request_id>/steps", summary="Take a request of one's own back", tags=_TAG)
def step_own(
    own_request_id: str, body: Annotated[DataRequestStepBody, Body()], if_match: IfMatch = None
) -> Response[DataRequestAnswer]:
    """Take a request about the account back."""
    context = context_of(router)
    said = body.said(based_on_version(router))
    with stale(partial(_answered, context=context)):
        request = step_own_request(RequestId(own_request_id), said, context, request_tools())
    count("data_request_step", said.deed)
    return _shown(request, context)


@router.get(_PATH, summary="Read a request about an account", tags=_TAG)
def read_one(account_id: str, own_request_id: str) -> Response[DataRequestAnswer]:
    """Read a request about an account as a manager of the ministry."""
    context, account = context_of(router), AccountId(account_id)
    action = Action.READ_DATA_REQUESTS
    request, ground = admitted_to_account(context, action, account, RequestId(own_request_id), request_tools())
    if not context.actor.is_family:
        bootstrap.audit_log().record(context.audit(action, ground, log_of_account(account)))
    return _shown(request, context)


@router.post(f"{_PATH}/steps", summary="Take a step of a request about an account", tags=_TAG)
def step_one(
    account_id: str,
    own_request_id: str,
    body: Annotated[DataRequestStepBody, Body()],
    if_match: IfMatch = None,
) -> Response[DataRequestAnswer]:
    """Acknowledge, work on, extend, fulfil or refuse a request about an account, as a manager of the ministry."""
    context = context_of(router)
    said = body.said(based_on_version(router))
    account = AccountId(account_id)
    with stale(partial(_answered, context=context)):
        request = step_request_of_account(account, RequestId(own_request_id), said, context, request_tools())
    count("data_request_step", said.deed)
    return _shown(request, context)


def _shown(request: DataRequest, context: Context) -> Response[DataRequestAnswer]:
    body = _answered(request, context)
    return answer(200, body, {"ETag": body.etag})


def _answered(request: DataRequest, context: Context) -> DataRequestAnswer:
    return DataRequestAnswer.model_validate(request_answer(request, context.today))
