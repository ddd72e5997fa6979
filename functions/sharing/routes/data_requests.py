"""Requests about the data of a handbook: asked by its guardians, answered by its area."""

from functools import partial
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.sharing.request_tools import request_tools, stale
from functions.sharing.schemas.data_requests import (
    DataRequestAnswer,
    DataRequestBody,
    DataRequestCodes,
    DataRequestPage,
    DataRequestStepBody,
    codes_answer,
    request_answer,
)
from handbook import bootstrap
from handbook.domain.access import Action, Ground
from handbook.domain.data_requests import DataRequest, RequestId
from handbook.domain.ids import HandbookId
from handbook.domain.retention import Retention
from handbook.observability import count
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.keeping import retention_of
from handbook.usecases.list_data_requests import list_of_handbook
from handbook.usecases.open_data_request import open_data_request
from handbook.usecases.step_data_request import admitted, step_data_request
from handbook.web.actor import context_of
from handbook.web.answers import answer, once
from handbook.web.parameters import Cursor, IdempotencyKey, IfMatch, Limit
from handbook.web.requests import based_on_version, cursor_of, position_of, receipt_of

router = APIGatewayRouter()
_TAG = ["data requests"]
_PATH = "/v1/handbooks/<handbook_id>/data-requests"
_A_DAY = {"Cache-Control": "private, max-age=86400"}


@router.get("/v1/data-request-codes", summary="Kinds, terms and reasons of requests", tags=_TAG)
def list_codes() -> Response[DataRequestCodes]:
    """List the kinds of requests about personal data with the terms of today, and the reasons of answers."""
    context = context_of(router)
    return answer(200, DataRequestCodes.model_validate(codes_answer(context.today)), _A_DAY)


@router.post(_PATH, summary="Ask about the data of a handbook", tags=_TAG, status_code=201)
def open_one(
    handbook_id: str, body: Annotated[DataRequestBody, Body()], idempotency_key: IdempotencyKey = None
) -> Response[DataRequestAnswer]:
    """Ask as a guardian to see, correct, copy, delete or restrict data, to object or to withdraw; the clock begins."""
    context, book, tools = context_of(router), HandbookId(handbook_id), request_tools()

    def render(request: DataRequest) -> dict[str, object]:
        return request_answer(request, context.today, _kept(request, context))

    receipt = receipt_of(router, context.actor.id, context.now, render)
    work = partial(open_data_request, book, body.said(), context, receipt, tools)
    permit = partial(admit, context, Action.OPEN_DATA_REQUEST, book, bootstrap.records())
    result = once(receipt, DataRequestAnswer, work, permit=permit)
    count("data_request_opened", result.kind)
    place = f"/v1/handbooks/{result.handbook_id}/data-requests/{result.request_id}"
    return answer(201, result, {"ETag": result.etag, "Location": place})


@router.get(_PATH, summary="List the requests about a handbook", tags=_TAG)
def list_some(handbook_id: str, limit: Limit = 50, cursor: Cursor = None) -> Response[DataRequestPage]:
    """List the requests about a handbook, those that ended among them."""
    context = context_of(router)
    page = list_of_handbook(
        HandbookId(handbook_id),
        context,
        limit,
        position_of(cursor),
        tools=request_tools(),
        audit=bootstrap.audit_log(),
    )
    items = [DataRequestAnswer.model_validate(request_answer(one, context.today)) for one in page.items]
    return answer(200, DataRequestPage(items=items, next=cursor_of(page.next)))


@router.get(f"{_PATH}/<request_id>", summary="Read a request about a handbook", tags=_TAG)
def read_one(handbook_id: str, request_id: str) -> Response[DataRequestAnswer]:
    """Read a request with every step, as a guardian, as staff of the area, or as who is to answer it."""
    context, tools = context_of(router), request_tools()
    action = Action.READ_DATA_REQUESTS
    book, request, ground = admitted(context, action, HandbookId(handbook_id), RequestId(request_id), tools)
    if ground is not Ground.GUARDIAN:
        bootstrap.audit_log().record(context.audit(action, ground, book.handbook_id))
    return _shown(request, context)


@router.post(f"{_PATH}/<request_id>/steps", summary="Take a step of a request", tags=_TAG)
def step_one(
    handbook_id: str,
    request_id: str,
    body: Annotated[DataRequestStepBody, Body()],
    if_match: IfMatch = None,
) -> Response[DataRequestAnswer]:
    """Acknowledge, work on, extend, fulfil or refuse a request; take it back, or lift a restriction, as the family."""
    context, tools = context_of(router), request_tools()
    said = body.said(based_on_version(router))
    with stale(partial(_answered, context=context)):
        request = step_data_request(HandbookId(handbook_id), RequestId(request_id), said, context, tools)
    count("data_request_step", said.deed)
    return _shown(request, context)


def _shown(request: DataRequest, context: Context) -> Response[DataRequestAnswer]:
    body = _answered(request, context)
    return answer(200, body, {"ETag": body.etag})


def _answered(request: DataRequest, context: Context) -> DataRequestAnswer:
    return DataRequestAnswer.model_validate(request_answer(request, context.today, _kept(request, context)))


def _kept(request: DataRequest, context: Context) -> Retention | None:
    """Say why a handbook cannot be deleted, where that was asked for."""
    about = request.about
    if request.wish.kind != "delete" or about.handbook_id is None:
        return None
    handbook = bootstrap.records().get(about.handbook_id)
    return retention_of(handbook, context.today, bootstrap.records()) if handbook else None
