"""The keepers of what is sealed, and plain writes that fail where an item is another by now."""

from __future__ import annotations

from functools import cache
from typing import Any

from botocore.exceptions import ClientError

from handbook.config import config
from handbook.gateways.vault import Vault
from tools.recovery.stage import client

type Write = dict[str, Any]
_LOST = {"ConditionalCheckFailedException", "TransactionCanceledException", "TransactionConflictException"}


@cache
def vault(kind: str) -> Vault:
    """Give the keeper of one kind: phone, email, staff-email, identifier, invitation, push-token."""
    return Vault(config().phone_secret, kind)


def key_of(pk: str, sk: str) -> dict[str, Any]:
    """Write an item's key."""
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def read(table: str, pk: str, sk: str) -> dict[str, Any] | None:
    """Read one item, strongly consistent."""
    found: dict[str, Any] | None = (
        client("dynamodb").get_item(TableName=table, Key=key_of(pk, sk), ConsistentRead=True).get("Item")
    )
    return found


def changed(table: str, item: dict[str, Any], texts: dict[str, str | None], unless: tuple[str, ...]) -> Write:
    """Set or take away texts of an item, as long as it says in `unless` what was read there."""
    sets = [f"#{name} = :{name}" for name, text in texts.items() if text is not None]
    removes = [f"#{name}" for name, text in texts.items() if text is None]
    expression = (f"SET {', '.join(sets)} " if sets else "") + (f"REMOVE {', '.join(removes)}" if removes else "")
    conditions = [f"#{name} = :was_{name}" for name in unless]
    values = {f":{name}": {"S": text} for name, text in texts.items() if text is not None}
    return {
        "Update": {
            "TableName": table,
            "Key": key_of(item["pk"]["S"], item["sk"]["S"]),
            "UpdateExpression": expression,
            "ConditionExpression": " AND ".join(["attribute_exists(pk)", *conditions]),
            "ExpressionAttributeNames": {f"#{name}": name for name in {*texts, *unless}},
            "ExpressionAttributeValues": values | {f":was_{name}": item[name] for name in unless},
        }
    }


def moved(table: str, item: dict[str, Any], pk: str, leads_to: str = "account_id") -> list[Write]:
    """Put a pointer under another key of its partition, where none leads anywhere, and take the old one away."""
    owner = item[leads_to]
    there = {"S": pk}
    return [
        {
            "Put": {
                "TableName": table,
                "Item": {**item, "pk": there},
                "ConditionExpression": f"attribute_not_exists({leads_to}) OR {leads_to} = :owner",
                "ExpressionAttributeValues": {":owner": owner},
            }
        },
        {
            "Delete": {
                "TableName": table,
                "Key": key_of(item["pk"]["S"], item["sk"]["S"]),
                "ConditionExpression": f"{leads_to} = :owner",
                "ExpressionAttributeValues": {":owner": owner},
            }
        },
    ]


def gone(table: str, item: dict[str, Any], leads_to: str = "account_id") -> Write:
    """Take away an item that leads nowhere, or still to whom it led."""
    owner = item.get(leads_to)
    condition = f"{leads_to} = :owner" if owner else f"attribute_not_exists({leads_to})"
    said: Write = {
        "TableName": table,
        "Key": key_of(item["pk"]["S"], item["sk"]["S"]),
        "ConditionExpression": condition,
    }
    return {"Delete": {**said, **({"ExpressionAttributeValues": {":owner": owner}} if owner else {})}}


def commit(writes: list[Write]) -> bool:
    """Do some writes or none; false where something is another by now."""
    try:
        client("dynamodb").transact_write_items(TransactItems=writes)
    except ClientError as error:
        if error.response["Error"]["Code"] in _LOST:
            return False
        raise
    return True
