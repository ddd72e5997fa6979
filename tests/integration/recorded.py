"""Events as AWS sends them, kept in events/*.json; a test changes what it is about."""

import json
from pathlib import Path
from typing import Any

_EVENTS = Path(__file__).parent / "events"


def recorded(name: str) -> dict[str, Any]:
    """Read a fresh copy of a recorded event."""
    event: dict[str, Any] = json.loads((_EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    return event


def trigger(name: str, username: str = "mother", **request: Any) -> dict[str, Any]:
    """Give an event of a Cognito trigger with parts of its request changed."""
    event = recorded(name)
    return {**event, "userName": username, "request": {**event["request"], **request}}


def messages(*bodies: dict[str, Any]) -> dict[str, Any]:
    """Give an SQS event with one message for each body; their ids are m0, m1, …"""
    record = recorded("order_message")["Records"][0]
    return {
        "Records": [
            {**record, "messageId": f"m{number}", "body": json.dumps(body)} for number, body in enumerate(bodies)
        ]
    }


def changes(*images: dict[str, Any] | None) -> dict[str, Any]:
    """Give a stream event with one record for each new image (None: a deletion); sequence numbers are s0, s1, …"""
    return {"Records": [_change(number, image) for number, image in enumerate(images)]}


def _change(number: int, image: dict[str, Any] | None) -> dict[str, Any]:
    record: dict[str, Any] = recorded("handbook_change")["Records"][0]
    record["dynamodb"]["SequenceNumber"] = f"s{number}"
    if image is None:
        del record["dynamodb"]["NewImage"]
        return {**record, "eventName": "REMOVE"}
    record["dynamodb"]["NewImage"] = image
    record["dynamodb"]["Keys"] = {"pk": image["pk"], "sk": image["sk"]}
    return record
