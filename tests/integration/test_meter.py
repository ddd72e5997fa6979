"""The meter listens to every kind of request, and to nobody else's."""

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from handbook.storage.tables import connection
from tests.integration.metering import metered
from tools.capacity.rules import size_bytes

pytestmark = pytest.mark.usefixtures("cloud")
TABLE = "RecordsTable"
KB = 1024


@pytest.fixture
def client() -> Any:
    return connection().client


def key(sk: str = "a") -> dict[str, Any]:
    return {"pk": {"S": "p"}, "sk": {"S": sk}}


def item(sk: str = "a", size: int = 100, **more: Any) -> dict[str, Any]:
    """An item of so many bytes."""
    made = {**key(sk), **more}
    return {**made, "body": {"S": "x" * (size - size_bytes(made) - len("body"))}}


def place(name: str) -> dict[str, Any]:
    return {"gsi1pk": {"S": name}, "gsi1sk": {"S": "one"}}


def put(client: Any, *items: dict[str, Any]) -> None:
    for one in items:
        client.put_item(TableName=TABLE, Item=one)


def test_a_get_is_strong_or_eventual_and_costs_for_the_whole_item_whatever_is_shown_of_it(client: Any) -> None:
    put(client, item(size=5 * KB))
    with metered() as consumed:
        client.get_item(TableName=TABLE, Key=key())
        client.get_item(TableName=TABLE, Key=key(), ConsistentRead=True)
        client.get_item(TableName=TABLE, Key=key(), ConsistentRead=True, ProjectionExpression="sk")
        client.get_item(TableName=TABLE, Key=key("none"))

    assert [one.read for one in consumed.made] == [1, 2, 2, 0.5]
    assert [one.strong for one in consumed.made] == [False, True, True, False]
    assert consumed.written == 0


def test_a_batch_counts_each_item_and_each_that_is_not_there(client: Any) -> None:
    put(client, item("a", int(1.5 * KB)), item("b", int(6.5 * KB)))
    asked: dict[str, Any] = {"Keys": [key("a"), key("b"), key("c")]}
    with metered() as consumed:
        client.batch_get_item(RequestItems={TABLE: asked})
        client.batch_get_item(RequestItems={TABLE: {**asked, "ConsistentRead": True, "ProjectionExpression": "sk"}})

    assert [(one.read, one.count) for one in consumed.made] == [(2, 3), (4, 3)]


def test_a_query_is_rounded_once_and_pays_for_what_it_does_not_show(client: Any) -> None:
    put(client, *(item(f"{n}", 2 * KB, **place("list")) for n in range(5)))
    asked = {
        "TableName": TABLE,
        "KeyConditionExpression": "pk = :p",
        "ExpressionAttributeValues": {":p": {"S": "p"}},
    }
    with metered() as consumed:
        client.query(**asked, Limit=4)
        client.query(**asked, ProjectionExpression="#sk", ExpressionAttributeNames={"#sk": "sk"}, ConsistentRead=True)
        listed = {"KeyConditionExpression": "gsi1pk = :p", "ExpressionAttributeValues": {":p": {"S": "list"}}}
        client.query(**{**asked, **listed}, IndexName="gsi1")
        client.query(**asked, Select="COUNT")

    asked_for = [(one.read, one.limit, one.index) for one in consumed.made]
    assert asked_for == [(1, 4, ""), (3, None, ""), (0.5, None, "gsi1"), (1.5, None, "")]


def test_writes_cost_the_larger_image_and_the_indexes_that_they_touch(client: Any) -> None:
    with metered() as consumed:
        put(client, item(size=3 * KB, **place("one")), item(size=KB // 2, **place("two")))
        client.update_item(
            TableName=TABLE,
            Key=key(),
            UpdateExpression="SET body = :b",
            ExpressionAttributeValues={":b": {"S": "y" * 2 * KB}},
        )
        client.delete_item(TableName=TABLE, Key=key())
        client.delete_item(TableName=TABLE, Key=key())

    assert [one.written for one in consumed.made] == [3 + 1, 3 + 2, 3, 3 + 1, 1]
    assert consumed.read == 0


def test_a_local_index_is_a_write_of_its_own(client: Any) -> None:
    with metered() as consumed:
        put(client, item(seq={"N": "1"}), item(seq={"N": "2"}), item())

    assert [one.written for one in consumed.made] == [2, 3, 2]


def test_a_batch_of_writes_counts_each(client: Any) -> None:
    with metered() as consumed:
        requests = [{"PutRequest": {"Item": item("a", KB // 2)}}, {"PutRequest": {"Item": item("b", int(3.5 * KB))}}]
        client.batch_write_item(RequestItems={TABLE: requests})
        client.batch_write_item(RequestItems={TABLE: [{"DeleteRequest": {"Key": key("b")}}]})

    assert [one.written for one in consumed.made] == [5, 4]


def test_a_transaction_costs_twice_but_for_the_indexes(client: Any) -> None:
    put(client, item("b", 2 * KB), item("c", 3 * KB))
    change = {"UpdateExpression": "SET seq = :s", "ExpressionAttributeValues": {":s": {"N": "1"}}}
    writes: list[dict[str, Any]] = [
        {"Put": {"TableName": TABLE, "Item": item("a", KB // 2, **place("one"))}},
        {"Update": {"TableName": TABLE, "Key": key("b"), **change}},
        {"ConditionCheck": {"TableName": TABLE, "Key": key("c"), "ConditionExpression": "attribute_exists(pk)"}},
    ]
    with metered() as consumed:
        client.transact_write_items(TransactItems=writes)
        client.transact_get_items(TransactItems=[{"Get": {"TableName": TABLE, "Key": key(sk)}} for sk in "abz"])

    assert [(one.read, one.written) for one in consumed.made] == [(0, (2 + 1) + (2 * 3 + 1) + 2 * 3), (6, 0)]


def test_what_was_refused_costs_what_is_there(client: Any) -> None:
    put(client, item(size=3 * KB))
    new = {"ConditionExpression": "attribute_not_exists(pk)"}
    with metered() as consumed:
        with pytest.raises(ClientError):
            client.put_item(TableName=TABLE, Item=item(size=9 * KB), **new)
        writes = [{"Put": {"TableName": TABLE, "Item": item(name), **new}} for name in "ab"]
        with pytest.raises(ClientError):
            client.transact_write_items(TransactItems=writes)

    assert [one.written for one in consumed.made] == [3, 2 * 3 + 2 * 1]


def test_nobody_hears_the_meter_and_it_hears_only_its_client(client: Any) -> None:
    with metered() as outer, metered() as inner:
        put(client, item())
        boto3.client("dynamodb").get_item(TableName=TABLE, Key=key())

    assert outer.requests == inner.requests == ["PutItem"]
    client.get_item(TableName=TABLE, Key=key())
    assert outer.requests == ["PutItem"]
