"""The short way to DynamoDB says and hears what botocore's does, and leaves to botocore what is not plain."""

import json
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from typing import Any
from zlib import crc32

import botocore.session
import pytest
from botocore.awsrequest import AWSResponse
from botocore.client import Config
from botocore.compat import HTTPHeaders
from botocore.exceptions import ClientError, ConnectTimeoutError, ReadTimeoutError
from hypothesis import given
from hypothesis import strategies as st

from handbook.storage.wire import shorten
from tools.bench.baselines.dynamodb import Body

KEY = {"pk": {"S": "HANDBOOK#1"}, "sk": {"S": "SUMMARY"}}
GET = {"TableName": "RecordsTable", "Key": KEY, "ConsistentRead": True, "ReturnConsumedCapacity": "TOTAL"}
TRANSACTION = {"TransactItems": [{"Put": {"TableName": "RecordsTable", "Item": KEY}}]}

type Reply = tuple[int, bytes, Mapping[str, str]] | Exception
text = st.text(max_size=20)
numbers = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9).map(str)
scalars = st.one_of(
    text.map(lambda value: {"S": value}),
    numbers.map(lambda value: {"N": value}),
    st.binary(max_size=20).map(lambda value: {"B": value}),
    st.booleans().map(lambda value: {"BOOL": value}),
    st.just({"NULL": True}),
    st.lists(text, min_size=1, max_size=3).map(lambda values: {"SS": values}),
    st.lists(numbers, min_size=1, max_size=3).map(lambda values: {"NS": values}),
    st.lists(st.binary(max_size=9), min_size=1, max_size=3).map(lambda values: {"BS": values}),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda found: {"L": found}),
        st.dictionaries(text, inner, max_size=3).map(lambda found: {"M": found}),
    ),
    max_leaves=8,
)
items = st.dictionaries(text, values, max_size=5)


@cache
def _session() -> botocore.session.Session:
    session = botocore.session.get_session()
    session.set_credentials("none", "none")
    return session


class Side:
    """A client whose other side replies what it is given; what was sent is kept."""

    def __init__(self, *replies: Reply, short: bool = True) -> None:
        self.sent: list[Any] = []
        self._replies = list(replies)
        retries = {"total_max_attempts": 2, "mode": "standard"}
        config = Config(parameter_validation=False, retries=retries)  # type: ignore[arg-type]
        self.client: Any = _session().create_client("dynamodb", "ap-southeast-1", config=config)
        events: Any = self.client.meta.events
        events.register("before-send", self._reply)
        if short:
            shorten(self.client)

    def _reply(self, request: Any, **_rest: Any) -> AWSResponse:
        self.sent.append(request)
        reply = self._replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        status, body, more = reply
        headers = HTTPHeaders()
        for name, value in more.items():
            headers[name] = value
        return AWSResponse(request.url, status, headers, Body(body))

    @property
    def bodies(self) -> list[Any]:
        return [json.loads(one.body) for one in self.sent]

    @property
    def short(self) -> list[bool]:
        """Of each request whether it went the short way: botocore counts its tries in a header."""
        return ["amz-sdk-request" not in one.headers for one in self.sent]


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)


def ok(answer: object) -> Reply:
    return 200, json.dumps(answer, default=lambda value: b64encode(value).decode()).encode(), {}


def refused(code: str, **more: object) -> Reply:
    said = {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", **more}
    return 400, json.dumps(said).encode(), {"x-amzn-requestid": "R1"}


def both(operation: str, parameters: Mapping[str, Any], reply: Reply) -> tuple[Side, Side, list[Any]]:
    sides = Side(reply), Side(reply, short=False)
    return *sides, [side.client._make_api_call(operation, dict(parameters)) for side in sides]


_SIDES = Side(), Side(short=False)


@given(item=items)
def test_an_item_of_any_kind_is_written_and_read_as_botocore_does(item: dict[str, Any]) -> None:
    found = []
    for side in _SIDES:
        side._replies[:] = [ok({"Attributes": item, "ConsumedCapacity": {"TableName": "R", "CapacityUnits": 0.5}})]
        answer = side.client._make_api_call("PutItem", {"TableName": "RecordsTable", "Item": item})
        answer.pop("ResponseMetadata", None)
        found.append((answer, side.bodies[-1], side.sent[-1].url, side.sent[-1].headers["X-Amz-Target"]))
    (ours, *asked), (theirs, *said) = found
    assert ours == theirs
    assert asked == [*said[:2], said[2].decode()]


@given(found=st.lists(items, max_size=3), last=items)
def test_a_page_is_read_as_botocore_does(found: list[Any], last: dict[str, Any]) -> None:
    page = {"Items": found, "Count": len(found), "ScannedCount": len(found), "LastEvaluatedKey": last}
    answers = []
    for side in _SIDES:
        side._replies[:] = [ok(page)]
        answers.append(side.client._make_api_call("Query", {"TableName": "RecordsTable"}))
        answers[-1].pop("ResponseMetadata", None)
    assert answers[0] == answers[1] == page


def test_what_bears_the_mark_of_bytes_in_its_text_is_read_all_the_same() -> None:
    _, _, (ours, theirs) = both("GetItem", GET, ok({"Item": {"facts": {"S": '{"B":1}'}, "B": {"S": "B"}}}))
    assert ours["Item"] == theirs["Item"] == {"facts": {"S": '{"B":1}'}, "B": {"S": "B"}}


@pytest.mark.parametrize(
    "reply",
    [
        refused("ConditionalCheckFailedException", message="The conditional request failed"),
        refused(
            "TransactionCanceledException",
            Message="Transaction cancelled",
            CancellationReasons=[{"Code": "None"}, {"Code": "ConditionalCheckFailed", "Message": "no"}],
        ),
        refused("TransactionConflictException", message="in progress"),
    ],
)
def test_a_refusal_is_raised_at_once_as_botocore_raises_it(reply: Reply) -> None:
    raised = []
    for short in (True, False):
        side = Side(reply, short=short)
        with pytest.raises(ClientError) as error:
            side.client._make_api_call("TransactWriteItems", dict(TRANSACTION))
        said = error.value.response
        raised.append(
            (
                type(error.value).__name__,
                said["Error"],
                said.get("CancellationReasons"),
                said["ResponseMetadata"]["HTTPHeaders"]["x-amzn-requestid"],
                str(error.value),
                len(side.sent),
            )
        )
    assert raised[0] == raised[1]


@pytest.mark.parametrize(
    "first",
    [
        (500, b"{}", {}),
        (503, b"<html>", {}),
        (400, b"not JSON", {}),
        refused("ThrottlingException"),
        refused("ProvisionedThroughputExceededException"),
        (200, b"{}", {"x-amz-crc32": "1"}),
        ReadTimeoutError(endpoint_url="https://example.invalid"),
        ConnectTimeoutError(endpoint_url="https://example.invalid"),
    ],
)
def test_what_may_pass_is_tried_again_by_botocore_under_the_same_name(first: Reply) -> None:
    side = Side(first, ok({}))
    assert side.client._make_api_call("TransactWriteItems", dict(TRANSACTION))["ResponseMetadata"]["RetryAttempts"] == 0
    assert side.short == [True, False]
    assert side.bodies[0] == side.bodies[1]
    assert len(side.bodies[0]["ClientRequestToken"]) == 36


def test_what_does_not_pass_is_raised_after_the_tries_that_botocore_is_set_to() -> None:
    side = Side(*[refused("ThrottlingException")] * 3)
    with pytest.raises(ClientError, match="ThrottlingException"):
        side.client._make_api_call("GetItem", dict(GET))
    assert side.short == [True, False, False]


def test_the_sum_of_an_answer_is_checked() -> None:
    body = b'{"Item": {"pk": {"S": "x"}}}'
    side = Side((200, body, {"x-amz-crc32": str(crc32(body))}))
    assert side.client._make_api_call("GetItem", dict(GET)) == json.loads(body)
    assert side.short == [True]


def test_other_operations_go_the_long_way() -> None:
    side = Side(ok({"TableNames": ["RecordsTable"]}))
    assert side.client._make_api_call("ListTables", {})["TableNames"] == ["RecordsTable"]
    assert side.short == [False]


def test_a_name_that_the_caller_gave_a_transaction_is_kept() -> None:
    side = Side(ok({}))
    side.client._make_api_call("TransactWriteItems", {**TRANSACTION, "ClientRequestToken": "mine"})
    assert side.bodies[0]["ClientRequestToken"] == "mine"


def test_what_is_no_json_is_not_sent() -> None:
    side = Side()
    with pytest.raises(TypeError, match="object"):
        side.client._make_api_call("PutItem", {"TableName": "RecordsTable", "Item": {"pk": {"S": object()}}})
    assert side.sent == []


def test_hooks_before_and_after_a_call_are_heard_and_may_answer_it() -> None:
    side, heard = Side(), list[object]()
    answer = AWSResponse("https://example.invalid", 200, HTTPHeaders(), None), {"Item": KEY}

    def listen(model: Any, params: Any, **_: object) -> Any:
        heard.append((model.name, json.loads(params["body"])))
        return answer

    side.client.meta.events.register("before-call.dynamodb.GetItem", listen)
    side.client.meta.events.register("after-call.dynamodb", lambda parsed, **_: heard.append(("after", parsed)))
    assert side.client._make_api_call("GetItem", dict(GET)) == {"Item": KEY}
    assert heard == [("GetItem", GET), ("after", {"Item": KEY})]
    assert side.sent == []
