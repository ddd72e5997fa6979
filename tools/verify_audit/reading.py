"""What an auditor reads beyond single chains: which there are, and every version of every anchor."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from handbook import aws
from handbook.config import config
from handbook.storage.audit import AuditItem
from handbook.storage.tables import connection


def chains_of_table() -> list[str]:
    """Name every chain that has entries or seals. It reads the whole table, as an auditor has to."""
    found: set[str] = set()
    pages: Any = connection().client.get_paginator("scan")
    for page in pages.paginate(TableName=AuditItem.Meta.table_name, ProjectionExpression="pk"):
        found |= {item["pk"]["S"].removeprefix("SEALS#") for item in page["Items"]}
    return sorted(found)


def anchors() -> Iterator[tuple[date, list[bytes]]]:
    """Give each day's anchor in every version that was ever written."""
    client: Any = aws.client("s3")
    versions: dict[str, list[bytes]] = {}
    pages = client.get_paginator("list_object_versions").paginate(Bucket=config().anchors_bucket, Prefix="anchors/")
    for page in pages:
        for one in page.get("Versions", ()):
            read = client.get_object(Bucket=config().anchors_bucket, Key=one["Key"], VersionId=one["VersionId"])
            versions.setdefault(one["Key"], []).append(read["Body"].read())
    for key, kept in sorted(versions.items()):
        yield date.fromisoformat(key.removeprefix("anchors/").removesuffix(".json")), kept
