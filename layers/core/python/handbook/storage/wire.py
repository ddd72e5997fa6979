"""Requests to DynamoDB by the short way.

What is sent and answered is JSON already. botocore looks every member of it up in its model of the service, resolves
the endpoint by rules and copies the headers five times, which is most of what a call costs. Here the first try of a
request is written, signed and read at once. Whatever does not come back as a plain answer goes the long way through
botocore, which tries again as it is set to: a line that breaks, a refusal that may pass, a sum that is wrong.
"""

import json
from base64 import b64encode
from collections.abc import Mapping
from typing import Any
from uuid import uuid4
from zlib import crc32

from botocore.awsrequest import AWSPreparedRequest, HeadersDict
from botocore.compat import get_current_datetime
from botocore.exceptions import ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as BrokenLine
from botocore.parsers import create_parser

from handbook.storage.signing import Signer

_OPERATIONS = frozenset(
    {
        "BatchGetItem",
        "BatchWriteItem",
        "DeleteItem",
        "GetItem",
        "PutItem",
        "Query",
        "TransactGetItems",
        "TransactWriteItems",
        "UpdateItem",
    }
)
_FINAL = frozenset({"ConditionalCheckFailedException", "TransactionCanceledException", "TransactionConflictException"})
"""Refusals that say what happened, and that botocore does not try again either."""
_BYTES = (b'"B"', b'"BS"')
"""What stands before bytes in an answer; the text of a string escapes its quotation marks."""
_OK, _REFUSED = 200, 400

type Answer = tuple[Any, dict[str, Any]]
"""The response as it came, and what it says."""


def shorten(client: Any) -> None:  # noqa: ANN401 - botocore's clients are made at run time
    """Let a DynamoDB client make its calls by the short way, with the same hooks before and after, and same errors."""
    client._make_api_call = ShortWay(client).call


class ShortWay:
    """The calls of one client."""

    def __init__(self, client: Any) -> None:  # noqa: ANN401 - as above
        self._client = client
        self._long_way = client._make_api_call
        self._events = client.meta.events
        self._service = client.meta.service_model
        self._target = self._service.metadata["targetPrefix"]
        self._signer = Signer(client.meta.endpoint_url, client.meta.region_name)

    def call(self, operation: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Make one call of the low-level interface. Raises what botocore raises."""
        credentials = self._client._request_signer._credentials
        if operation not in _OPERATIONS or not self._signer.is_plain or credentials is None:
            return self._whole(operation, parameters)
        said = _once(operation, parameters)
        model, context = self._service.operation_model(operation), dict[str, Any]()
        request = {"body": _written(said), "headers": {}, "context": context}
        told = {"model": model, "context": context}
        _, answer = self._events.emit_until_response(
            f"before-call.dynamodb.{operation}", params=request, request_signer=self._client._request_signer, **told
        )
        answer = answer or self._tried(model, request, credentials.get_frozen_credentials())
        if answer is None:
            return self._again(operation, said)
        response, parsed = answer
        self._events.emit(f"after-call.dynamodb.{operation}", http_response=response, parsed=parsed, **told)
        if response.status_code != _OK:
            raise self._client.exceptions.from_code(parsed["Error"]["Code"])(parsed, operation)
        found: dict[str, Any] = parsed
        return found

    def _whole(self, operation: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = self._long_way(operation, parameters)
        return found

    def _again(self, operation: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        try:
            return self._whole(operation, parameters)
        except ClientError as error:
            # botocore does not know of the first try.
            error.response["ResponseMetadata"]["RetryAttempts"] += 1
            raise

    def _tried(self, model: Any, request: Mapping[str, Any], credentials: Any) -> Answer | None:  # noqa: ANN401 - as above
        """Send once; None where the long way has to be gone."""
        body = request["body"]
        headers = self._signer.headers(f"{self._target}.{model.name}", body, credentials, get_current_datetime())
        sent: Any = HeadersDict({**headers, **request["headers"]})
        prepared = AWSPreparedRequest("POST", self._signer.url, sent, body, stream_output=False)
        try:
            response = self._sent(model.name, prepared)
        except (BrokenLine, HTTPClientError):
            return None
        content = response.content
        checked = response.headers.get("x-amz-crc32")
        if checked is not None and int(checked) != crc32(content):
            return None
        if response.status_code == _OK:
            return response, _parsed(content, model)
        return _refusal(response, content) if response.status_code == _REFUSED else None

    def _sent(self, operation: str, prepared: AWSPreparedRequest) -> Any:  # noqa: ANN401 - as above
        answers = self._events.emit(f"before-send.dynamodb.{operation}", request=prepared)
        played = next((answer for _, answer in answers if answer is not None), None)
        return played if played is not None else self._client._endpoint.http_session.send(prepared)


def _once(operation: str, parameters: Mapping[str, Any]) -> Mapping[str, Any]:
    """Name a transaction, so that it is written once also when the answer to the first try was lost."""
    if operation != "TransactWriteItems" or "ClientRequestToken" in parameters:
        return parameters
    return {**parameters, "ClientRequestToken": str(uuid4())}


def _written(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), default=_packed).encode()


def _packed(value: object) -> str:
    if not isinstance(value, bytes | bytearray):
        raise TypeError(type(value).__name__)
    return b64encode(value).decode()


def _parsed(content: bytes, model: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    if any(mark in content for mark in _BYTES):
        answer: Mapping[str, Any] = {"status_code": _OK, "headers": {}, "body": content}
        found: dict[str, Any] = create_parser("json").parse(answer, model.output_shape)
    else:
        found = json.loads(content)
    return found


def _refusal(response: Any, content: bytes) -> Answer | None:  # noqa: ANN401 - as above
    try:
        said = json.loads(content)
    except ValueError:
        return None
    code = str(said.get("__type", "")).rpartition("#")[2]
    if code not in _FINAL:
        return None
    headers = {name.lower(): value for name, value in response.headers.items()}
    return response, {
        **said,
        "Error": {"Code": code, "Message": said.get("message") or said.get("Message") or ""},
        "ResponseMetadata": {"HTTPStatusCode": response.status_code, "HTTPHeaders": headers},
    }
