"""What one call of boto3's DynamoDB client costs the caller, without network: the transport answers at once.

Everything else is as on AWS: the request is checked, written as JSON and signed, the answer is read and parsed.
"""

import json
from collections.abc import Callable
from typing import Any

REGION = "ap-southeast-1"
_ITEM_BYTES = 1500
"""Of the item that is put: about what the summary of a handbook with twenty doses weighs."""


type Answer = Callable[[str, dict[str, Any]], dict[str, Any]]
"""What the other side answers to an operation and its parameters."""


def answer_at_once(events: Any, answer: Answer) -> None:  # noqa: ANN401 - botocore's own is untyped
    """Put a transport that answers at once below a JSON client, or all of a session: `events` are its hooks."""
    from botocore.awsrequest import AWSResponse  # noqa: PLC0415
    from botocore.compat import HTTPHeaders  # noqa: PLC0415

    def send(request: Any, **_rest: Any) -> Any:  # noqa: ANN401 - hooks of botocore are untyped
        target = request.headers["X-Amz-Target"]
        operation = (target.decode() if isinstance(target, bytes) else target).rpartition(".")[2]
        body = json.dumps(answer(operation, json.loads(request.body))).encode()
        headers = HTTPHeaders()
        headers["Content-Type"] = "application/x-amz-json-1.0"
        return AWSResponse(request.url, 200, headers, Body(body))

    events.register("before-send", send)


class Body:
    """The part of urllib3's answer that botocore reads."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self) -> list[bytes]:
        """Give the content as its only piece."""
        return [self._content]


def put_item() -> Callable[[], object]:
    """Give one call of `put_item` with an item of three attributes, on a client that is made once."""
    import boto3  # noqa: PLC0415

    session = boto3.Session("none", "none", region_name=REGION)
    client: Any = session.client("dynamodb")
    answer_at_once(client.meta.events, lambda _operation, _parameters: {})
    item = {"pk": {"S": "HANDBOOK#1"}, "sk": {"S": "SUMMARY"}, "facts": {"S": "x" * _ITEM_BYTES}}
    return lambda: client.put_item(TableName="records", Item=item)
