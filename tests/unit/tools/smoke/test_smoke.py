"""The smoke suite finds what is wrong, says what it could not see, and calls nothing right that it did not look at."""

import json
from dataclasses import replace
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

from handbook.web.app import SECURITY_HEADERS
from tools.smoke.__main__ import by_hand, run, verdict
from tools.smoke.account import Account
from tools.smoke.finding import Finding, Look, found
from tools.smoke.outside import Asking, Reply, looks, tls_of
from tools.template import template

HEADERS = {name.lower(): value for name, value in SECURITY_HEADERS.items()}


def problem(status: int, name: str, **more: str) -> Reply:
    return Reply(status, HEADERS, json.dumps({"type": f"urn:so-me-va-be:problem:{name}", **more}).encode())


class Stage:
    """A deployed stage as it should be; a test changes what it is about."""

    def __init__(self, **changed: Reply) -> None:
        self._changed = changed

    def __call__(self, asking: Asking) -> Reply:
        name, right = self._right(asking)
        return self._changed.get(name, right)

    def _right(self, asking: Asking) -> tuple[str, Reply]:
        if asking.method == "OPTIONS":
            return "options", Reply(204, HEADERS)
        if asking.body:
            return "large", problem(413, "body-too-large", instance="firewall")
        if "script" in asking.path:
            return "attack", problem(400, "bad-request")
        if asking.path.startswith("/q/"):
            return "page", Reply(200, HEADERS)
        return (
            ("me", problem(401, "unauthenticated"))
            if "/me" in asking.path
            else ("none", problem(404, "route-not-found"))
        )


def seen(stage: Stage) -> dict[str, tuple[str, ...]]:
    return {one.name: one.faults for one in found(looks(stage, list)) if one.faults or one.unseen}


def test_a_stage_that_is_as_it_should_be_is_right_in_everything() -> None:
    assert seen(Stage()) == {}


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"none": Reply(403, HEADERS, b'{"message": "Missing Authentication Token"}')}, "answered 403, not 404"),
        ({"me": replace(problem(401, "unauthenticated"), headers={})}, "x-content-type-options is missing"),
        ({"me": problem(200, "unauthenticated")}, "answered 200, not 401"),
        (
            {"page": replace(Reply(200, HEADERS), headers={**HEADERS, "content-security-policy": "script-src *"})},
            "scripts",
        ),
        ({"large": problem(413, "body-too-large", instance="f3b1")}, "no firewall stands before it"),
        ({"large": problem(202, "none")}, "answered 202, not 413"),
        ({"attack": problem(401, "unauthenticated")}, "answered 401, not 400"),
        ({"options": Reply(204, {"access-control-allow-origin": "*"})}, "is answered with *"),
        ({"options": Reply(404, HEADERS)}, "OPTIONS does not reach"),
        ({"none": Reply(404, HEADERS, b"<html>")}, "is no problem `route-not-found`"),
    ],
)
def test_what_is_wrong_is_named(changed: dict[str, Reply], fault: str) -> None:
    assert fault in str(seen(Stage(**changed)))


def test_plain_http_is_wrong_without_shaking_hands() -> None:
    assert tls_of("http://somevabe.example")() == ["http://somevabe.example is not https"]


def test_what_cannot_be_reached_is_not_seen_and_not_right() -> None:
    def unreachable() -> list[str]:
        raise TimeoutError("nobody there")

    (finding,) = found([Look("something", unreachable)])

    assert (finding.faults, finding.unseen) == ((), "TimeoutError: nobody there")
    assert finding.line.startswith("  NOT SEEN")


@pytest.mark.parametrize(
    ("findings", "code"),
    [
        ([Finding("a")], 0),
        ([Finding("a"), Finding("b", unseen="away")], 2),
        ([Finding("a", ("bad",)), Finding("b", unseen="away")], 1),
    ],
)
def test_it_ends_well_only_when_everything_was_seen_and_right(findings: list[Finding], code: int) -> None:
    assert verdict(findings) == code


def test_what_only_hands_can_show_is_listed_row_by_row(capsys: pytest.CaptureFixture[str]) -> None:
    rows = by_hand()

    assert len(rows) > 25
    assert all(what and how for what, how in rows)
    assert run([Look("something", list)]) == 0
    printed = capsys.readouterr().out
    assert "  right     something" in printed
    assert all(what in printed for what, _ in rows)


ALARMS = [name for name, one in template()["Resources"].items() if one["Type"] == "AWS::CloudWatch::Alarm"]
RESOURCES = [
    *(("AWS::CloudWatch::Alarm", name) for name in ALARMS),
    ("AWS::SNS::Topic", "AlarmTopic"),
    ("AWS::ApiGateway::RestApi", "Api"),
    ("AWS::ApiGateway::Stage", "ApiStage"),
    ("AWS::DynamoDB::Table", "RecordsTable"),
    ("AWS::DynamoDB::Table", "TransientTable"),
    ("AWS::S3::Bucket", "FilesBucket"),
    ("AWS::S3::Bucket", "AttachmentsBucket"),
    ("AWS::SQS::Queue", "BatchQueue"),
    ("AWS::KMS::Key", "DataKey"),
    ("AWS::KMS::Key", "LogsKey"),
    ("AWS::Logs::LogGroup", "AuthLogs"),
]
RULES = [{"Name": rule["Name"]} for rule in template()["Resources"]["Firewall"]["Properties"]["Rules"]]


def always(answer: Any, **_asked: Any) -> Any:
    return answer


def account(**changed: Any) -> Account:
    """An account as it should be, with some answers changed."""
    resources = changed.pop("resources", RESOURCES)
    summaries = [
        {"ResourceType": kind, "LogicalResourceId": name, "PhysicalResourceId": name} for kind, name in resources
    ]
    answers: dict[str, Any] = {
        "describe_stacks": {"Stacks": [{"EnableTerminationProtection": True}]},
        "list_subscriptions_by_topic": {"Subscriptions": [{"SubscriptionArn": "arn:aws:sns:x"}]},
        "get_web_acl_for_resource": {"WebACL": {"Rules": RULES}},
        "describe_table": {"Table": {"SSEDescription": {"SSEType": "KMS"}, "DeletionProtectionEnabled": True}},
        "describe_continuous_backups": restorable("ENABLED"),
        "get_public_access_block": {"PublicAccessBlockConfiguration": {"BlockPublicAcls": True}},
        "get_bucket_encryption": sealed({"KMSMasterKeyID": "DataKey"}),
        "get_bucket_versioning": {"Status": "Enabled"},
        "get_queue_attributes": {"Attributes": {"KmsMasterKeyId": "DataKey"}},
        "get_key_rotation_status": {"KeyRotationEnabled": True},
        "describe_log_groups": {"logGroups": [{"kmsKeyId": "LogsKey", "retentionInDays": 365}]},
        **changed,
    }
    alarm = answers.pop("alarm", {})

    def alarms(AlarmNames: list[str], MaxRecords: int) -> dict[str, Any]:  # noqa: N803 - boto3's words
        assert len(AlarmNames) <= MaxRecords
        usual = {"ActionsEnabled": True, "AlarmActions": ["topic"], "StateValue": "OK"}
        return {"MetricAlarms": [{"AlarmName": name, **usual, **alarm} for name in AlarmNames]}

    paginator = SimpleNamespace(paginate=lambda **_: [{"StackResourceSummaries": summaries}])
    fake = SimpleNamespace(
        get_paginator=lambda _: paginator,
        meta=SimpleNamespace(region_name="ap-southeast-1"),
        describe_alarms=alarms,
        **{name: partial(always, answer) for name, answer in answers.items()},
    )
    return Account(lambda _service: fake, "handbook-prod")


def restorable(status: str) -> dict[str, Any]:
    point = {"PointInTimeRecoveryDescription": {"PointInTimeRecoveryStatus": status}}
    return {"ContinuousBackupsDescription": point}


def sealed(rule: dict[str, str]) -> dict[str, Any]:
    applied = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", **rule}}
    return {"ServerSideEncryptionConfiguration": {"Rules": [applied]}}


def faults_of(**changed: Any) -> list[str]:
    return [fault for one in found(account(**changed).looks()) for fault in (*one.faults, one.unseen) if fault]


def test_an_account_that_is_as_it_should_be_is_right_in_everything() -> None:
    assert faults_of() == []


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"resources": [one for one in RESOURCES if one[1] != ALARMS[0]]}, f"missing: {ALARMS[0]}"),
        ({"alarm": {"AlarmActions": []}}, "mute: "),
        ({"alarm": {"StateValue": "ALARM"}}, "ringing: "),
        ({"list_subscriptions_by_topic": {"Subscriptions": [{"SubscriptionArn": "PendingConfirmation"}]}}, "nobody"),
        ({"get_web_acl_for_resource": {}}, "none"),
        ({"get_web_acl_for_resource": {"WebACL": {"Rules": RULES[1:]}}}, "without the rules: sign-in-by-address"),
        (
            {"describe_table": {"Table": {"DeletionProtectionEnabled": True}}},
            "RecordsTable is sealed with AWS's own key",
        ),
        ({"describe_table": {"Table": {"SSEDescription": {"SSEType": "KMS"}}}}, "RecordsTable can be deleted"),
        ({"describe_continuous_backups": restorable("DISABLED")}, "RecordsTable cannot be set back"),
        ({"get_public_access_block": {"PublicAccessBlockConfiguration": {"B": False}}}, "opened to everybody"),
        ({"get_bucket_encryption": sealed({})}, "FilesBucket is sealed with AWS's own key"),
        ({"get_bucket_versioning": {}}, "['AttachmentsBucket keeps nothing that is deleted']"),
        ({"get_queue_attributes": {}}, "BatchQueue is sealed with AWS's own key"),
        ({"get_key_rotation_status": {"KeyRotationEnabled": False}}, "never changed: DataKey, LogsKey"),
        ({"resources": [one for one in RESOURCES if one[1] != "LogsKey"]}, "there are 1 keys, not 2"),
        ({"describe_log_groups": {"logGroups": [{"kmsKeyId": "LogsKey"}]}}, "AuthLogs is open, or kept for ever"),
        ({"describe_stacks": {"Stacks": [{}]}}, "termination protection is off"),
    ],
)
def test_what_is_wrong_in_an_account_is_named(changed: dict[str, Any], fault: str) -> None:
    assert fault in str(faults_of(**changed))
