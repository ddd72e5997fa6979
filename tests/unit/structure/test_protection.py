"""What an account cannot lose by a slip, who can read what lies there, and that it travels by TLS: as deployed."""

import json
from typing import Any

import pytest

from tests.built import built, of_type

TABLE, BUCKET, QUEUE = "AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::SQS::Queue"
TOPIC, SECRET, KEY, POOL = "AWS::SNS::Topic", "AWS::SecretsManager::Secret", "AWS::KMS::Key", "AWS::Cognito::UserPool"
FORGETTABLE = {"TransientTable"}
"""Codes, tickets, counters, receipts: a day old at most, and worth nothing to anybody afterwards."""
OURS = {"Fn::GetAtt": ["DataKey", "Arn"]}


@pytest.mark.parametrize("kind", [TABLE, BUCKET, SECRET, KEY, POOL])
def test_what_people_entrusted_to_us_outlives_its_stack(kind: str) -> None:
    kept = {name: (one.get("DeletionPolicy"), one.get("UpdateReplacePolicy")) for name, one in of_type(kind).items()}

    assert kept
    assert {name for name, both in kept.items() if both != ("Retain", "Retain")} <= FORGETTABLE


def test_no_table_or_pool_is_deleted_before_somebody_lifts_its_protection() -> None:
    tables = {name: one["Properties"]["DeletionProtectionEnabled"] for name, one in of_type(TABLE).items()}
    pools = {one["Properties"]["DeletionProtection"] for one in of_type(POOL).values()}

    assert {name for name, protected in tables.items() if not protected} == FORGETTABLE
    assert pools == {"ACTIVE"}
    assert not any(one["Properties"]["DeletionProtectionEnabled"] for one in of_type(TABLE, "local").values())


def test_every_table_but_the_forgettable_can_be_set_back_to_any_second() -> None:
    for name, table in of_type(TABLE).items():
        found = table["Properties"]["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"]
        assert found is (name not in FORGETTABLE)


def test_a_familys_file_that_was_deleted_by_a_slip_can_be_had_back_for_as_long_as_a_table_can_be_set_back() -> None:
    bucket = of_type(BUCKET)["AttachmentsBucket"]["Properties"]
    rules = {rule["Prefix"]: rule for rule in bucket["LifecycleConfiguration"]["Rules"]}

    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    assert rules["kept/"]["NoncurrentVersionExpiration"] == {"NoncurrentDays": 35}
    assert "ExpirationInDays" not in rules["kept/"], "what a family keeps has no end of its own"
    # What was never looked at is gone whole: nobody may keep what we refused.
    assert (rules["incoming/"]["ExpirationInDays"], rules["incoming/"]["NoncurrentVersionExpiration"]) == (
        1,
        {"NoncurrentDays": 1},
    )


def test_there_are_two_keys_and_both_are_changed_every_year() -> None:
    keys = of_type(KEY)

    assert set(keys) == {"DataKey", "LogsKey"}, "each costs a dollar a month and up: docs/adr says why there are two"
    assert {one["Properties"]["EnableKeyRotation"] for one in keys.values()} == {True}


def sealed_with(kind: str, properties: dict[str, Any]) -> Any:
    if kind == TABLE:
        found = properties["SSESpecification"]
        assert (found["SSEEnabled"], found["SSEType"]) == (True, "KMS")
        return found["KMSMasterKeyId"]
    if kind == BUCKET:
        (rule,) = properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        assert rule["BucketKeyEnabled"] is True  # else every object asks KMS
        assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
        return rule["ServerSideEncryptionByDefault"]["KMSMasterKeyID"]
    return properties["KmsMasterKeyId" if kind in {QUEUE, TOPIC} else "KmsKeyId"]


@pytest.mark.parametrize("kind", [TABLE, BUCKET, QUEUE, TOPIC, SECRET])
def test_everything_that_lies_there_is_sealed_with_our_key(kind: str) -> None:
    found = of_type(kind)

    assert found
    for name, one in found.items():
        assert sealed_with(kind, one["Properties"]) in (OURS, {"Ref": "DataKey"}), name


def test_log_groups_are_sealed_with_a_key_that_opens_nothing_else() -> None:
    keys = [one["Properties"]["KmsKeyId"] for one in of_type("AWS::Logs::LogGroup").values()]

    assert keys
    assert [key for key in keys if key != {"Fn::GetAtt": ["LogsKey", "Arn"]}] == []


def test_the_key_is_used_through_the_services_that_keep_our_data_and_from_this_account_only() -> None:
    (policy,) = [one["Properties"]["KeyPolicy"]["Statement"] for name, one in of_type(KEY).items() if name == "DataKey"]
    anybody = [one for one in policy if one["Principal"] == {"AWS": "*"}]

    assert [one["Sid"] for one in anybody] == ["ThroughServices"]
    only = anybody[0]["Condition"]["StringEquals"]
    assert only["kms:CallerAccount"] == {"Ref": "AWS::AccountId"}
    assert [service["Fn::Sub"].partition(".")[0] for service in only["kms:ViaService"]] == [
        "dynamodb",
        "s3",
        "sqs",
        "sns",
        "secretsmanager",
    ]
    services = [one for one in policy if "Service" in one["Principal"]]
    assert all(one["Condition"]["StringEquals"] == {"aws:SourceAccount": {"Ref": "AWS::AccountId"}} for one in services)


def refused_in_plain_text(kind: str) -> set[str]:
    """Name the resources whose policy refuses whatever does not come by TLS."""
    found = set()
    for policy in of_type(kind).values():
        properties = policy["Properties"]
        of = properties.get("Queues") or properties.get("Topics") or [properties.get("Bucket")]
        for one in properties["PolicyDocument"]["Statement"]:
            plain = one.get("Condition") == {"Bool": {"aws:SecureTransport": "false"}}
            if plain and (one["Effect"], one["Principal"]) == ("Deny", "*"):
                found |= {str(resource["Ref"]) for resource in of}
    return found


@pytest.mark.parametrize(
    ("kind", "policy"),
    [
        (BUCKET, "AWS::S3::BucketPolicy"),
        (QUEUE, "AWS::SQS::QueuePolicy"),
        (TOPIC, "AWS::SNS::TopicPolicy"),
    ],
)
def test_files_and_messages_travel_by_tls_only(kind: str, policy: str) -> None:
    assert refused_in_plain_text(policy) == set(of_type(kind))


def test_alarms_reach_the_sealed_topic() -> None:
    (policy,) = of_type("AWS::SNS::TopicPolicy").values()
    allowed = [one for one in policy["Properties"]["PolicyDocument"]["Statement"] if one["Effect"] == "Allow"]

    assert [one["Principal"] for one in allowed] == [{"Service": "cloudwatch.amazonaws.com"}]


def test_the_emulated_aws_gets_what_it_can_take() -> None:
    local = built("local")

    assert {name for name, one in local.items() if one["Type"] == KEY} == {"LogsKey"}
    assert '"DataKey"' not in json.dumps(local)
    assert not [
        name for name, one in local.items() if one["Type"] in {"AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy"}
    ]
