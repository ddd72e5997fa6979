"""What the template keeps of label sheets fits what the domain promises."""

from typing import Any

from handbook.domain.orders import FILES_STAY
from handbook.usecases.fetch_files import LINK_SECONDS
from tests.template import resources


def bucket() -> dict[str, Any]:
    properties: dict[str, Any] = resources("AWS::S3::Bucket")["FilesBucket"]["Properties"]
    return properties


def test_the_bucket_keeps_sheets_longer_than_an_order_gives_them_out() -> None:
    rules = [rule for rule in bucket()["LifecycleConfiguration"]["Rules"] if rule.get("Prefix") == "batches/"]
    assert [rule["ExpirationInDays"] > FILES_STAY.days for rule in rules] == [True]
    assert rules[0]["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 1}


def test_sheets_lie_private_and_encrypted() -> None:  # with which key: test_protection.py
    (rule,) = bucket()["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
    assert set(bucket()["PublicAccessBlockConfiguration"].values()) == {True}


def test_the_night_is_the_one_of_vietnam() -> None:
    night = resources("AWS::Scheduler::Schedule")["NightlySchedule"]["Properties"]
    assert (night["ScheduleExpression"], night["ScheduleExpressionTimezone"]) == (
        "cron(15 1 * * ? *)",
        "Asia/Ho_Chi_Minh",
    )


def test_a_link_outlives_no_download_by_more_than_a_quarter_of_an_hour() -> None:
    assert LINK_SECONDS <= 900
