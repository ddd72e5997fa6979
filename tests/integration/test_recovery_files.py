"""Of families' files a saving takes what is there, and nothing that was deleted or replaced; of anchors, everything."""

from pathlib import Path

import boto3
import pytest

from tools.recovery import objects
from tools.recovery.objects import put_objects, rows_of, take_objects
from tools.recovery.shelves import Folder

pytestmark = pytest.mark.usefixtures("world", "versioned")


def quiet(_name: str, _count: int) -> None:
    """Say nothing."""


@pytest.fixture
def versioned(world: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test a bucket of its own, which keeps versions as the deployed ones do."""
    use("before", monkeypatch)


def use(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a bucket that keeps versions, empty of what an earlier test left, and let the commands work on it."""
    client = boto3.client("s3")
    if bucket not in [one["Name"] for one in client.list_buckets()["Buckets"]]:
        client.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "ap-southeast-1"})
        client.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    boto3.resource("s3").Bucket(bucket).object_versions.delete()
    monkeypatch.setattr(objects, "bucket_of", lambda _name: bucket)
    monkeypatch.setattr(objects, "client", boto3.client)


def fill(prefix: str) -> None:
    client = boto3.client("s3")
    for name, body in (("there", b"one"), ("changed", b"first"), ("changed", b"second"), ("gone", b"secret")):
        client.put_object(Bucket="before", Key=f"{prefix}/{name}", Body=body)
    client.delete_object(Bucket="before", Key=f"{prefix}/gone")


def bodies(bucket: str) -> list[tuple[str, bytes]]:
    found = boto3.client("s3").list_objects_v2(Bucket=bucket).get("Contents", [])
    read = boto3.client("s3").get_object
    return [(one["Key"], read(Bucket=bucket, Key=one["Key"])["Body"].read()) for one in found]


def test_a_file_that_was_deleted_does_not_come_back_with_a_restore(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill("kept")
    saved = take_objects("attachments", Folder(tmp_path), quiet)
    use("after", monkeypatch)
    put_objects("attachments", Folder(tmp_path), quiet)

    assert saved == 2
    assert bodies("after") == [("kept/changed", b"second"), ("kept/there", b"one")]


def test_of_anchors_every_version_is_saved(tmp_path: Path) -> None:
    fill("anchors")
    take_objects("anchors", Folder(tmp_path), quiet)

    keys = [row["key"] for row in rows_of("anchors", Folder(tmp_path))]
    assert sorted(keys) == ["anchors/changed", "anchors/changed", "anchors/gone", "anchors/there"]
