"""What stays behind beside the contents of items and files: keys, names, metadata, messages, headers."""

import os
from collections.abc import Iterable, Iterator
from typing import Any

import boto3

from tests.environment import TABLES
from tests.integration.api import Answer
from tests.integration.world import items
from tests.template import resources

_KEYS = ("pk", "sk", "gsi1pk", "gsi1sk", "gsi2pk", "gsi2sk", "gsi3pk", "gsi3sk")
_BUCKETS = ("FILES_BUCKET", "EXPORTS_BUCKET", "ANCHORS_BUCKET", "ATTACHMENTS_BUCKET")
_QUEUES = ("BATCH_QUEUE", "EXPORT_QUEUE", "REMINDER_QUEUE", "REFORECAST_QUEUE")


def keys() -> Iterator[str]:
    """Name every key of every table and of its indexes."""
    for table in TABLES.values():
        for item in items(table):
            yield from (f"{table} {name} {item[name]['S']}" for name in _KEYS if name in item)


def keys_searched() -> frozenset[str]:
    """Name the attributes that `keys` looks at."""
    return frozenset(_KEYS)


def indexed() -> set[str]:
    """Name the attributes of text that are keys in the template."""
    found: set[str] = set()
    for table in resources("AWS::DynamoDB::Table").values():
        named = table["Properties"]["AttributeDefinitions"]
        found |= {one["AttributeName"] for one in named if one["AttributeType"] == "S"}
    return found


def files() -> Iterator[str]:
    """Name every object of every bucket in each of its versions, with its metadata and tags."""
    client: Any = boto3.client("s3")
    for name in _BUCKETS:
        bucket = os.environ[name]
        for one in client.list_objects_v2(Bucket=bucket).get("Contents", ()):
            head = client.head_object(Bucket=bucket, Key=one["Key"])
            described = {part: str(head.get(part)) for part in ("Metadata", "ContentType", "ContentDisposition")}
            tags = client.get_object_tagging(Bucket=bucket, Key=one["Key"])["TagSet"]
            yield f"{bucket} {one['Key']} {described} {tags}"


def waiting() -> Iterator[str]:
    """Read every message that waits in a queue, with its attributes; what was taken out stays out of sight."""
    client: Any = boto3.client("sqs")
    for name in _QUEUES:
        while found := client.receive_message(
            QueueUrl=os.environ[name], MaxNumberOfMessages=10, MessageAttributeNames=["All"]
        ).get("Messages"):
            yield from (f"{name} {one['Body']} {one.get('MessageAttributes', {})}" for one in found)


def headers(answers: Iterable[Answer]) -> Iterator[str]:
    """Name every header of every answer with its value: Location and Link among them."""
    for answer in answers:
        yield from (f"{name}: {said}" for name, said in answer.headers.items())


def scheduled() -> set[str]:
    """Give what EventBridge hands to functions: nothing else here sends it events."""
    return {one["Properties"]["Target"]["Input"] for one in resources("AWS::Scheduler::Schedule").values()}
