"""An emulated AWS in the process: tables as template.yaml says, pools, secrets, bucket and queues."""

import os
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from handbook import aws, bootstrap, config
from handbook.gateways import secrets
from handbook.storage import tables
from tests.environment import TABLES
from tests.template import resources

_COPIED = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode", "StreamSpecification")
_KEYS = '{"current": "1", "1": "%s"}' % ("k" * 64)


@pytest.fixture
def cloud() -> Iterator[None]:
    """Make everything the functions use, empty, and forget all cached clients."""
    with mock_aws():
        _forget()
        _make_tables()
        _make_secrets()
        _make_pools()
        _make_files_and_queues()
        _forget()
        yield
    _forget()


def _forget() -> None:
    aws.forget()
    secrets.forget()
    tables.connection.cache_clear()
    config.config.cache_clear()
    for name in ("directory", "phone_vault", "code_keys", "family_pool", "staff_pool", "sms", "files"):
        getattr(bootstrap, name).cache_clear()
    bootstrap.batch_queue.cache_clear()
    bootstrap.reminder_queue.cache_clear()


def _make_tables() -> None:
    client: Any = boto3.client("dynamodb")
    for name in TABLES.values():
        properties = resources("AWS::DynamoDB::Table")[name]["Properties"]
        wanted = {key: properties[key] for key in _COPIED if key in properties}
        if "StreamSpecification" in wanted:
            wanted["StreamSpecification"] = {**wanted["StreamSpecification"], "StreamEnabled": True}
        client.create_table(TableName=name, **wanted)


def _make_secrets() -> None:
    client = boto3.client("secretsmanager")
    client.create_secret(Name="sign-in", SecretString="p" * 64)
    for name in ("phone", "code"):
        client.create_secret(Name=name, SecretString=_KEYS)


def _make_pools() -> None:
    client = boto3.client("cognito-idp")
    for kind in ("family", "staff"):
        pool = client.create_user_pool(PoolName=kind)["UserPool"]["Id"]
        made = client.create_user_pool_client(UserPoolId=pool, ClientName=kind)["UserPoolClient"]["ClientId"]
        os.environ[f"{kind.upper()}_POOL"] = pool
        os.environ[f"{kind.upper()}_CLIENT"] = made


def _make_files_and_queues() -> None:
    boto3.client("s3").create_bucket(Bucket="files", CreateBucketConfiguration={"LocationConstraint": "ap-southeast-1"})
    os.environ["FILES_BUCKET"] = "files"
    for name in ("batch", "reminder"):
        os.environ[f"{name.upper()}_QUEUE"] = boto3.client("sqs").create_queue(QueueName=name)["QueueUrl"]
