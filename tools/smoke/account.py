"""What the account says of a deployed stage: alarms, firewall, keys, protection, logs. Reads only."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from tools.smoke.finding import Faults, Look
from tools.template import template

type Client = Callable[[str], Any]
"""Gives boto3's client of a service."""


class Account:
    """The resources of one stack, read once."""

    def __init__(self, client: Client, stack: str) -> None:
        self._client = client
        self._stack = stack
        self._read: Mapping[str, Mapping[str, str]] | None = None

    def looks(self) -> list[Look]:
        """List what there is to see by the account."""
        return [
            Look("every alarm of the template is there, and speaks", self.alarms),
            Look("somebody listens to the alarms", self.listeners),
            Look("the firewall stands before the stage", self.firewall),
            Look("tables are protected, sealed with our key and can be set back", self.tables),
            Look("buckets are private and sealed with our key", self.buckets),
            Look("queues are sealed with our key", self.queues),
            Look("both keys are changed every year", self.keys),
            Look("log groups are sealed and forget", self.logs),
            Look("the stack cannot be deleted by a slip", self.termination),
        ]

    def of(self, kind: str) -> Mapping[str, str]:
        """Give the physical ids of the stack's resources of a type, by logical id."""
        if self._read is None:
            pages = self._client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=self._stack)
            read: dict[str, dict[str, str]] = defaultdict(dict)
            for page in pages:
                for one in page["StackResourceSummaries"]:
                    read[one["ResourceType"]][one["LogicalResourceId"]] = one["PhysicalResourceId"]
            self._read = read
        return self._read.get(kind, {})

    def alarms(self) -> Faults:
        """Hold the account's alarms to the template's."""
        kind = "AWS::CloudWatch::Alarm"
        wanted = {name for name, one in template()["Resources"].items() if one["Type"] == kind}
        missing = sorted(wanted - set(self.of(kind)))
        names = list(self.of(kind).values())
        read = self._client("cloudwatch").describe_alarms
        described = [
            one
            for start in range(0, len(names), 100)
            for one in read(AlarmNames=names[start : start + 100], MaxRecords=100)["MetricAlarms"]
        ]
        mute = [one["AlarmName"] for one in described if not (one["ActionsEnabled"] and one["AlarmActions"])]
        rings = [one["AlarmName"] for one in described if one["StateValue"] == "ALARM"]
        return _all("missing", missing) + _all("mute", mute) + _all("ringing", rings)

    def listeners(self) -> Faults:
        """See that a confirmed address gets what the alarms say."""
        (topic,) = self.of("AWS::SNS::Topic").values()
        listed = self._client("sns").list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
        heard = [one for one in listed if one["SubscriptionArn"].startswith("arn:")]
        return [] if heard else ["nobody has subscribed, or confirmed it"]

    def firewall(self) -> Faults:
        """Ask which firewall the API's stage has."""
        (api,), (stage,) = self.of("AWS::ApiGateway::RestApi").values(), self.of("AWS::ApiGateway::Stage").values()
        region = self._client("apigateway").meta.region_name
        arn = f"arn:aws:apigateway:{region}::/restapis/{api}/stages/{stage}"
        found = self._client("wafv2").get_web_acl_for_resource(ResourceArn=arn).get("WebACL")
        if not found:
            return ["none"]
        wanted = template()["Resources"]["Firewall"]["Properties"]["Rules"]
        missing = {rule["Name"] for rule in wanted} - {rule["Name"] for rule in found["Rules"]}
        return _all("without the rules", sorted(missing))

    def tables(self) -> Faults:
        """Look at each table but the one that forgets."""
        dynamodb, faults = self._client("dynamodb"), []
        for name, table in self.of("AWS::DynamoDB::Table").items():
            found = dynamodb.describe_table(TableName=table)["Table"]
            if found.get("SSEDescription", {}).get("SSEType") != "KMS":
                faults.append(f"{name} is sealed with AWS's own key")
            if name == "TransientTable":
                continue
            if not found.get("DeletionProtectionEnabled"):
                faults.append(f"{name} can be deleted")
            backups = dynamodb.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
            if backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] != "ENABLED":
                faults.append(f"{name} cannot be set back")
        return faults

    def buckets(self) -> Faults:
        """Look at each bucket's walls and key."""
        s3, faults = self._client("s3"), []
        for name, bucket in self.of("AWS::S3::Bucket").items():
            walls = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
            if not all(walls.values()):
                faults.append(f"{name} can be opened to everybody")
            (rule, *_) = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
            if "KMSMasterKeyID" not in rule["ApplyServerSideEncryptionByDefault"]:
                faults.append(f"{name} is sealed with AWS's own key")
            versions = s3.get_bucket_versioning(Bucket=bucket).get("Status")
            if "VersioningConfiguration" in template()["Resources"][name]["Properties"] and versions != "Enabled":
                faults.append(f"{name} keeps nothing that is deleted")
        return faults

    def queues(self) -> Faults:
        """Look at each queue's key."""
        read = self._client("sqs").get_queue_attributes
        return [
            f"{name} is sealed with AWS's own key"
            for name, url in self.of("AWS::SQS::Queue").items()
            if "KmsMasterKeyId" not in read(QueueUrl=url, AttributeNames=["KmsMasterKeyId"]).get("Attributes", {})
        ]

    def keys(self) -> Faults:
        """Ask whether keys are changed."""
        kms, keys = self._client("kms"), self.of("AWS::KMS::Key")
        faults = [] if len(keys) == 2 else [f"there are {len(keys)} keys, not 2"]
        still = [name for name, key in keys.items() if not kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"]]
        return faults + _all("never changed", still)

    def logs(self) -> Faults:
        """Look at each log group."""
        read, faults = self._client("logs").describe_log_groups, []
        for name, group in self.of("AWS::Logs::LogGroup").items():
            (found, *_) = read(logGroupNamePrefix=group)["logGroups"]
            if "kmsKeyId" not in found or "retentionInDays" not in found:
                faults.append(f"{name} is open, or kept for ever")
        return faults

    def termination(self) -> Faults:
        """Ask whether the stack is protected."""
        (stack,) = self._client("cloudformation").describe_stacks(StackName=self._stack)["Stacks"]
        return [] if stack.get("EnableTerminationProtection") else ["termination protection is off"]


def _all(what: str, names: list[str]) -> Faults:
    return [f"{what}: {', '.join(names)}"] if names else []
