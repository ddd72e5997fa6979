"""Files of families, label sheets and anchors, page by page: of anchors every version, else what is not deleted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from botocore.exceptions import ClientError

from tools.recovery.lines import SpoiltPartError
from tools.recovery.shelves import Shelf, read_document, write_document
from tools.recovery.stage import BUCKETS, bucket_of, client
from tools.recovery.taking import Said

_CHUNK_BYTES = 1 << 20
_IN_EVERY_VERSION = {"anchors"}
"""Of other buckets an older version is what somebody deleted, or replaced: it must not come back with a restore."""
_PAGE = 500


def _versions(name: str, marker: Mapping[str, str]) -> tuple[list[dict[str, Any]], dict[str, str]]:
    # Without versioning there is one version of each object, and its id is "null".
    page = client("s3").list_object_versions(
        Bucket=bucket_of(name), Prefix=BUCKETS[name], MaxKeys=_PAGE, **{key: one for key, one in marker.items() if one}
    )
    following = {"KeyMarker": page.get("NextKeyMarker", ""), "VersionIdMarker": page.get("NextVersionIdMarker", "")}
    found = [one for one in page.get("Versions", ()) if name in _IN_EVERY_VERSION or one.get("IsLatest", True)]
    return found, following if page.get("IsTruncated") else {}


def page_name(bucket: str, page: int) -> str:
    """Name the list of one page of objects."""
    return f"objects/{bucket}-{page:06d}.json"


def take_objects(name: str, where: Shelf, said: Said) -> int:
    """Save the objects of a bucket, or go on behind the last page that is whole; gives how many versions there are."""
    page = count = 0
    marker: dict[str, str] = {}
    while True:
        known = read_document(where, page_name(name, page))
        if known is None:
            found, following = _versions(name, marker)
            rows = [_take(name, page, place, one, where) for place, one in enumerate(found)]
            known = {"objects": rows, "next": following}
            write_document(where, page_name(name, page), known)
            said(name, len(rows))
        count += len(known["objects"])
        marker, page = known["next"], page + 1
        if not marker:
            return count


def _take(name: str, page: int, place: int, version: Mapping[str, Any], where: Shelf) -> dict[str, Any]:
    asked = {"Bucket": bucket_of(name), "Key": version["Key"]}
    if version.get("VersionId", "null") != "null":
        asked["VersionId"] = version["VersionId"]
    answer = client("s3").get_object(**asked)
    digest = hashlib.sha256()

    def read() -> Iterator[bytes]:
        for chunk in answer["Body"].iter_chunks(_CHUNK_BYTES):
            digest.update(chunk)
            yield chunk

    file = f"objects/{name}-{page:06d}/{place:04d}"
    where.write(file, read())
    kept = ("ContentType", "ContentDisposition", "Metadata")
    return {
        "key": version["Key"],
        "file": file,
        "sha256": digest.hexdigest(),
        "newest": bool(version.get("IsLatest", True)),
        "at": version["LastModified"].isoformat(),
        **{header: answer[header] for header in kept if answer.get(header)},
    }


def rows_of(name: str, where: Shelf) -> Iterator[dict[str, Any]]:
    """Walk the saved objects of a bucket."""
    page = 0
    while known := read_document(where, page_name(name, page)):
        yield from known["objects"]
        if not known["next"]:
            return
        page += 1
    raise SpoiltPartError(page_name(name, page))


def look_through_objects(name: str, where: Shelf) -> int:
    """Read every saved object and count them. Raises: SpoiltPartError."""
    count = 0
    for row in rows_of(name, where):
        digest = hashlib.sha256()
        if where.has(row["file"]):
            for chunk in where.read(row["file"]):
                digest.update(chunk)
        if digest.hexdigest() != row["sha256"]:
            raise SpoiltPartError(row["file"])
        count += 1
    return count


def put_objects(name: str, where: Shelf, said: Said) -> None:
    """Put objects back, older versions of a key before newer ones; what lies there already is left as it is."""
    # A listing gives the versions of a key one behind the other.
    for key, rows in groupby(rows_of(name, where), key=lambda row: row["key"]):
        versions = list(rows)
        if not _is_there(name, key):
            _put_versions(name, versions, where)
            said(name, len(versions))


def _is_there(name: str, key: str) -> bool:
    try:
        client("s3").head_object(Bucket=bucket_of(name), Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] in {"404", "NoSuchKey"}:
            return False
        raise
    return True


def _put_versions(name: str, rows: list[dict[str, Any]], where: Shelf) -> None:
    for row in sorted(rows, key=lambda one: (one["newest"], one["at"])):
        headers = {one: row[one] for one in ("ContentType", "ContentDisposition", "Metadata") if one in row}
        body = b"".join(where.read(row["file"]))
        client("s3").put_object(Bucket=bucket_of(name), Key=row["key"], Body=body, **headers)
