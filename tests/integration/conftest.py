"""An emulated AWS in the process: tables as template.yaml says, pools, secrets, bucket and queues."""

import copy
import os
from collections.abc import Iterator
from typing import Any, Literal

import boto3
import pytest
from moto import mock_aws
from moto.backends import get_backend
from moto.core.model_instances import model_data

from handbook import aws, bootstrap, config
from handbook.bootstrap import accounts, attachments, auditing, staff
from handbook.gateways import secrets
from handbook.storage import tables
from tests.environment import TABLES
from tests.integration.cognito import FamilyPoolWithTriggers
from tests.integration.world import MORNING, Clock, Inbox, settle
from tests.template import resources

_COPIED = (
    "AttributeDefinitions",
    "KeySchema",
    "GlobalSecondaryIndexes",
    "LocalSecondaryIndexes",
    "BillingMode",
    "StreamSpecification",
)
_KEYS = '{"current": "1", "1": "%s"}' % ("k" * 64)
PROVIDERS = '{"providers": [{"name": "sns", "kind": "sns", "channel": "sms", "per_second": 1000000}]}'
_ACCOUNT = "123456789012"  # moto's own
_REGION: Literal["ap-southeast-1"] = "ap-southeast-1"


@pytest.fixture(scope="module")
def account() -> Iterator[None]:
    """Make everything the functions use, once for a module, and forget all cached clients."""
    with mock_aws():
        _forget()
        _make_tables()
        _make_secrets()
        _make_pools()
        _make_files_and_queues()
        _forget()
        yield
    _forget()


@pytest.fixture
def cloud(account: None) -> None:
    """Empty every table, bucket, queue and inbox, so that no test sees another's data."""
    forget_copies()
    empty()
    backend("sns").sms_messages.clear()
    for bucket in backend("s3", "aws").buckets.values():
        bucket.keys.clear()
    for queue in backend("sqs").queues.values():
        queue._messages.clear()


@pytest.fixture
def clock(cloud: None, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stop the clock at ten in the morning of 15 June 2026 in Vietnam; a test moves it on."""
    stopped = Clock(MORNING)
    monkeypatch.setattr(bootstrap, "now", stopped)
    return stopped


@pytest.fixture(scope="module")
def inhabitants(account: None) -> Any:
    """Write the directory down once for a module, and keep what that made."""
    settle(bootstrap.directory(), bootstrap.phone_vault().index, MORNING)
    return copy.deepcopy(backend("dynamodb").tables["DirectoryTable"].items)


@pytest.fixture
def world(clock: Clock, inhabitants: Any) -> None:
    """Two communes with a station and a nurse each, a manager, two vendors, a print manager, and two families."""
    backend("dynamodb").tables["DirectoryTable"].items.update(copy.deepcopy(inhabitants))


@pytest.fixture
def pool(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> FamilyPoolWithTriggers:
    """Put a families' pool into the composition root that calls the challenge triggers, as Cognito does.

    Moto's CUSTOM_AUTH never invokes a trigger, so the token route cannot succeed against it.
    """
    fake = FamilyPoolWithTriggers()
    monkeypatch.setattr(bootstrap, "family_pool", lambda: fake)
    return fake


@pytest.fixture
def inbox(cloud: None) -> Inbox:
    """Read the text messages that SNS took."""
    return Inbox(backend("sns"))


def empty() -> Any:
    """Empty every table and give them as the emulator keeps them."""
    tables_kept = backend("dynamodb").tables
    for table in tables_kept.values():
        table.items.clear()
    return tables_kept


def lying_in(table: str, sort_key: str | None = None) -> list[dict[str, Any]]:
    """Give the items of a table, or those of one sort key, without a request: for who looks at all all the time."""
    partitions = backend("dynamodb").tables[table].items.values()
    return [
        item.to_json()["Attributes"]
        for partition in partitions
        for key, item in partition.items()
        if sort_key is None or key.value == sort_key
    ]


def forget_copies() -> None:
    """Let go of the copies that the emulator makes of all tables, with their streams, for each transaction.

    It counts every instance of its models in lists that only a reset empties, so that the copies of two thousand
    changes stay in memory: some millions of items, six gigabytes.
    """
    for model in model_data["dynamodb"].values():
        model.instances_tracked = []  # type: ignore[attr-defined]


def backend(service: str, region: str = _REGION) -> Any:
    return get_backend(service)[_ACCOUNT][region]  # type: ignore[call-overload]


def _forget() -> None:
    aws.forget()
    secrets.forget()
    tables.connection.cache_clear()
    config.config.cache_clear()
    for name in (
        "directory",
        "phone_vault",
        "code_keys",
        "family_pool",
        "staff_pool",
        "staff_accounts",
        "sms",
        "files",
        "identifiers",
    ):
        getattr(bootstrap, name).cache_clear()
    staff.contact_keeper.cache_clear()
    staff.client_key.cache_clear()
    staff.setup_tickets.cache_clear()
    attachments.attachment_files.cache_clear()
    for kept in (accounts.accounts, accounts._email_vault, accounts.mail):
        kept.cache_clear()
    auditing.anchors.cache_clear()
    bootstrap.batch_queue.cache_clear()
    bootstrap.export_files.cache_clear()
    bootstrap.export_queue.cache_clear()
    bootstrap.reminder_queue.cache_clear()
    bootstrap.reforecast_queue.cache_clear()


def _make_tables() -> None:
    client: Any = boto3.client("dynamodb")
    for name in TABLES.values():
        properties = resources("AWS::DynamoDB::Table")[name]["Properties"]
        wanted = {key: properties[key] for key in _COPIED if key in properties}
        if "StreamSpecification" in wanted:
            wanted["StreamSpecification"] = {**wanted["StreamSpecification"], "StreamEnabled": True}
        client.create_table(TableName=name, **wanted)


def _make_secrets() -> None:
    boto3.client("sesv2").create_email_identity(EmailIdentity="khong-tra-loi@somevabe.example")
    client = boto3.client("secretsmanager")
    client.create_secret(Name="sign-in", SecretString="p" * 64)
    client.create_secret(Name="staff-client", SecretString="s" * 51)
    client.create_secret(Name="providers", SecretString=PROVIDERS)
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
    boto3.client("s3").create_bucket(Bucket="files", CreateBucketConfiguration={"LocationConstraint": _REGION})
    os.environ["FILES_BUCKET"] = "files"
    boto3.client("s3").create_bucket(Bucket="exports", CreateBucketConfiguration={"LocationConstraint": _REGION})
    os.environ["EXPORTS_BUCKET"] = "exports"
    boto3.client("s3").create_bucket(Bucket="anchors", CreateBucketConfiguration={"LocationConstraint": _REGION})
    os.environ["ANCHORS_BUCKET"] = "anchors"
    boto3.client("s3").create_bucket(Bucket="attachments", CreateBucketConfiguration={"LocationConstraint": _REGION})
    os.environ["ATTACHMENTS_BUCKET"] = "attachments"
    for name in ("batch", "export", "reminder", "reforecast"):
        os.environ[f"{name.upper()}_QUEUE"] = boto3.client("sqs").create_queue(QueueName=name)["QueueUrl"]
