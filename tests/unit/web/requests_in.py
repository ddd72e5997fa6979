"""A small function with every kind of route, called as the gateway calls it; nothing of AWS is needed."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, cast

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.openapi.params import Body as InBody
from aws_lambda_powertools.event_handler.router import APIGatewayRouter
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import Field

from handbook.web.answers import answer
from handbook.web.app import build_app, serve
from handbook.web.schemas import Body

REQUEST_ID = "request-7"


class Inner(Body):
    """A body within a body."""

    count: Annotated[int, Field(strict=True, ge=0)] = 0


class Sent(Body):
    """What the test route takes."""

    name: Annotated[str, Field(max_length=10)]
    inner: Inner = Inner()


class Given(Body):
    """What the test route gives."""

    ok: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """What the gateway would send."""

    status: int
    text: str
    headers: Mapping[str, str]

    @property
    def problem(self) -> dict[str, Any]:
        """The body as a problem."""
        assert self.headers["Content-Type"] == "application/problem+json"
        return cast("dict[str, Any]", json.loads(self.text))


def event(method: str = "POST", path: str = "/v1/x", **facts: Any) -> dict[str, Any]:
    """Write the gateway's event of one request."""
    headers = facts.pop("headers", {})
    return {
        "httpMethod": method,
        "path": path,
        "resource": path,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "stageVariables": None,
        "isBase64Encoded": False,
        "body": None,
        "requestContext": {"requestId": REQUEST_ID, "stage": "test", "identity": {"sourceIp": "203.0.113.9"}},
        **facts,
    }


def application(work: Callable[[], object] = lambda: None) -> APIGatewayRestResolver:
    """Make a function with one route, which does `work`."""
    router = APIGatewayRouter()

    @router.post("/v1/x")
    def take(body: Annotated[Sent, InBody()]) -> Response[Given]:
        assert body.name is not None
        work()
        return answer(200, Given())

    return build_app(router)


def called(app: APIGatewayRestResolver, **facts: Any) -> Answer:
    """Send one request to a function."""
    sent = serve(app, event(**facts), cast("LambdaContext", None))
    headers = {name: values[0] for name, values in (sent.get("multiValueHeaders") or {}).items()}
    return Answer(sent["statusCode"], str(sent.get("body") or ""), headers | (sent.get("headers") or {}))


def asked(**facts: Any) -> APIGatewayRestResolver:
    """Give a resolver that has one request in front of it."""
    app = application()
    called(app, **({"body": '{"name": "a"}'} | facts))
    # The resolver forgets its event after the answer; give it back, as it stands while a route runs.
    from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent  # noqa: PLC0415

    app.current_event = APIGatewayProxyEvent(event(**facts))
    return app


def encoded(position: object) -> str:
    """Write anything as a cursor is written."""
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode().rstrip("=")
