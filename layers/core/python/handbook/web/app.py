"""The application factory: every HTTP function answers errors, languages and limits the same way."""

import base64
import json
from collections.abc import Mapping
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.api_gateway import Route
from aws_lambda_powertools.event_handler.exceptions import NotFoundError as RouteNotFoundError
from aws_lambda_powertools.event_handler.middlewares import NextMiddleware
from aws_lambda_powertools.event_handler.middlewares.openapi_validation import OpenAPIResponseValidationMiddleware
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError
from aws_lambda_powertools.event_handler.router import APIGatewayRouter
from aws_lambda_powertools.shared.json_encoder import Encoder
from aws_lambda_powertools.utilities.typing import LambdaContext

from handbook.config import config
from handbook.domain.errors import (
    HandbookError,
    IdTakenError,
    StaleVersionError,
    TooManyRequestsError,
    UnavailableError,
)
from handbook.observability import logger, metrics
from handbook.web import failures
from handbook.web import origins as origins_of
from handbook.web.failures import Failure
from handbook.web.problem import Problem
from handbook.web.problems import CONTENT_TYPE, PROBLEMS, body_of
from handbook.web.refusals import noted
from handbook.web.requests import language_of, preferred_language, raw_body, request_id
from handbook.web.schemas import Body

LARGEST_BODY_BYTES = 64 * 1024
"""No form of the handbook is longer; photographs go to S3 by presigned links."""

SECURITY_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    # Data and pictures, never a page: whoever opens one in a browser runs and loads nothing, and frames nothing.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
"""On every answer; what the gateway answers without us carries the same (`template.yaml`, GatewayResponses)."""


def build_app(*routers: APIGatewayRouter) -> APIGatewayRestResolver:
    """Make the resolver of one HTTP function from its routers."""
    app = APIGatewayRestResolver(enable_validation=True, serializer=_write_json)
    app._response_validation_middleware = _Writer(validation_serializer=_write_json)
    app.use(middlewares=[_add_security_headers])
    for router in routers:
        app.include_router(router)
    _answer_errors(app)
    return app


class _Writer(OpenAPIResponseValidationMiddleware):
    """Writes an answer that is a model of ours as it is, and checks any other against the route's type.

    A model was checked when it was made, and mypy holds the route to the type that it names.
    """

    def _handle_response(self, *, route: Route, response: Response[Any]) -> Response[Any]:
        if not isinstance(response.body, Body):
            checked: Response[Any] = super()._handle_response(route=route, response=response)
            return checked
        response.body = response.body.as_sent
        return response


def _write_json(body: object) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), cls=Encoder)


def serve(app: APIGatewayRestResolver, event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one event of the gateway; log lines carry the gateway's request id, metrics are flushed at the end."""
    origins = config().web_origins
    if origins_of.asks_leave(event):
        return origins_of.readable(event, origins_of.leave(SECURITY_HEADERS), origins)
    logger.clear_state()
    logger.set_correlation_id((event.get("requestContext") or {}).get("requestId", ""))
    try:
        return origins_of.readable(event, _refuse_unreadable_body(event) or app.resolve(event, context), origins)
    finally:
        if metrics.provider.metric_set:
            metrics.flush_metrics()


def _refuse_unreadable_body(event: dict[str, Any]) -> dict[str, Any] | None:
    # Before the resolver, which would check any body first, and stumbles over what JSON allows but no form has:
    # thousands of brackets in one another, numbers of thousands of digits, a key that stands twice.
    body = event.get("body") or ""
    if not body:
        return None
    # The gateway hands every body over in base64, since pictures leave by the same door (BinaryMediaTypes).
    packed = bool(event.get("isBase64Encoded"))
    raw = base64.b64decode(body) if packed else body.encode("utf-8", "replace")
    if len(raw) > LARGEST_BODY_BYTES:
        return _refusal(event, PROBLEMS["body-too-large"])
    if not _names_json(event):
        return _refusal(event, PROBLEMS["unsupported-media-type"])
    try:
        text = raw.decode() if packed else body
        json.loads(text, object_pairs_hook=_without_repeated_keys)
    except (ValueError, RecursionError):
        return _refusal(event, PROBLEMS["malformed-json"])
    event["body"], event["isBase64Encoded"] = text, False
    return None


def _names_json(event: dict[str, Any]) -> bool:
    """Say whether the body is said to be JSON, and write the name as the resolver expects it."""
    headers = event.get("headers") or {}
    name = next((name for name in headers if name.lower() == "content-type"), None)
    if name is None:
        return True
    media_type = str(headers[name]).partition(";")[0].strip().lower()
    event["headers"] = {**headers, name: "application/json"}
    event["multiValueHeaders"] = {**(event.get("multiValueHeaders") or {}), name: ["application/json"]}
    return media_type == "application/json"


def _without_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _refusal(event: Mapping[str, Any], problem: Problem) -> dict[str, Any]:
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    language = preferred_language(headers.get("accept-language") or "")
    instance = str((event.get("requestContext") or {}).get("requestId", ""))
    return {
        "statusCode": problem.status,
        "multiValueHeaders": {name: [value] for name, value in _problem_headers().items()},
        "body": json.dumps(body_of(problem, language, instance), ensure_ascii=False),
        "isBase64Encoded": False,
    }


def _problem_headers() -> dict[str, str]:
    return {**SECURITY_HEADERS, "Content-Type": CONTENT_TYPE}


def _add_security_headers(app: APIGatewayRestResolver, next_middleware: NextMiddleware) -> Response[Any]:
    response = next_middleware(app)
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _answer_errors(app: APIGatewayRestResolver) -> None:
    @app.exception_handler(HandbookError)
    def expected(failed: HandbookError) -> Response[str]:
        error = noted(failed)
        more = _both_versions(app, error) if isinstance(error, IdTakenError | StaleVersionError) else {}
        return _answer(app, failures.expected(error), _headers_of(error, more), more)

    @app.exception_handler(RequestValidationError)
    def not_valid(error: RequestValidationError) -> Response[str]:
        return _answer(app, failures.invalid(error.errors()))

    @app.not_found
    def no_route(_error: RouteNotFoundError) -> Response[str]:
        return _answer(app, Failure(PROBLEMS["route-not-found"]))

    @app.exception_handler(Exception)
    def unexpected(error: Exception) -> Response[str]:
        return _answer(app, failures.unexpected(error))


def _both_versions(app: APIGatewayRestResolver, error: IdTakenError | StaleVersionError) -> Mapping[str, Any]:
    # The only problems that repeat what was sent: beside what is kept, so that a person can choose.
    if error.kept is None:
        return {}
    from handbook.web.actor import context_of  # noqa: PLC0415
    from handbook.web.conflicts import kept_version  # noqa: PLC0415

    return {"kept": kept_version(error.kept, lambda: context_of(app)), "sent": json.loads(raw_body(app))}


def _headers_of(error: HandbookError, more: Mapping[str, Any]) -> Mapping[str, str]:
    if isinstance(error, TooManyRequestsError | UnavailableError):
        return {"Retry-After": str(error.retry_after_seconds)}
    etag = more.get("kept", {}).get("etag")
    return {"ETag": etag} if etag else {}


def _answer(
    app: APIGatewayRestResolver,
    failure: Failure,
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, object] | None = None,
) -> Response[str]:
    body = body_of(failure.problem, language_of(app), request_id(app), failure.faults)
    return Response(
        status_code=failure.problem.status,
        content_type=CONTENT_TYPE,
        body=json.dumps({**body, **(more or {})}, ensure_ascii=False),
        headers={**SECURITY_HEADERS, **(headers or {})},
    )
