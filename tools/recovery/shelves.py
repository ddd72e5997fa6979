"""Where a saved stage lies: a folder of this machine, or a place in an encrypted bucket."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

import boto3
from botocore.exceptions import ClientError

_CHUNK_BYTES = 1 << 20
_IN_MEMORY_BYTES = 8 << 20


class UnfitShelfError(Exception):
    """Nothing may be put there; the message says why."""


class Shelf(Protocol):
    """Named files. What is written is there whole or not at all."""

    where: str
    encryption: str

    def write(self, name: str, chunks: Iterable[bytes]) -> None: ...
    def read(self, name: str) -> Iterator[bytes]: ...
    def has(self, name: str) -> bool: ...


class Folder:
    """A folder of this machine: files that only their owner can read, not encrypted."""

    encryption = "none"

    def __init__(self, path: Path) -> None:
        self._path = path
        self.where = str(path)

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        """Write a file with mode 0600."""
        path = self._path / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.new")
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:  # noqa: PTH123
            file.writelines(chunks)
        beside.replace(path)

    def read(self, name: str) -> Iterator[bytes]:
        """Read a file piece by piece."""
        with (self._path / name).open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                yield chunk

    def has(self, name: str) -> bool:
        """Say whether a file is there."""
        return (self._path / name).is_file()


class Bucket:
    """A place in a bucket that encrypts with a key of KMS and shows nothing to the public."""

    def __init__(self, address: str) -> None:
        bucket, _, prefix = address.removeprefix("s3://").partition("/")
        self._bucket, self._prefix = bucket, f"{prefix.rstrip('/')}/" if prefix else ""
        self._client: Any = boto3.client("s3")
        self.where = address
        self.encryption = _required_encryption(self._client, bucket)

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        """Write an object, in pieces where it is large."""
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES) as file:
            file.writelines(chunks)
            file.seek(0)
            self._client.upload_fileobj(file, self._bucket, self._prefix + name)

    def read(self, name: str) -> Iterator[bytes]:
        """Read an object piece by piece."""
        answer = self._client.get_object(Bucket=self._bucket, Key=self._prefix + name)
        yield from answer["Body"].iter_chunks(_CHUNK_BYTES)

    def has(self, name: str) -> bool:
        """Say whether an object is there."""
        try:
            self._client.head_object(Bucket=self._bucket, Key=self._prefix + name)
        except ClientError as error:
            if error.response["Error"]["Code"] in {"404", "NoSuchKey"}:
                return False
            raise
        return True


def _required_encryption(client: Any, bucket: str) -> str:  # noqa: ANN401 - boto3 has a type per service
    try:
        rules = client.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
        blocked = client.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    except ClientError as error:
        raise UnfitShelfError(f"{bucket}: {error.response['Error']['Code']}") from error
    kinds = {rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] for rule in rules}
    if not kinds <= {"aws:kms", "aws:kms:dsse"} or not all(blocked.values()):
        raise UnfitShelfError(f"{bucket}: it must encrypt with a key of KMS and block all public access")
    return str(min(kinds))


def shelf(address: str) -> Shelf:
    """Give the shelf of a folder or of s3://bucket/prefix. Raises: UnfitShelfError."""
    return Bucket(address) if address.startswith("s3://") else Folder(Path(address))


def read_document(where: Shelf, name: str) -> dict[str, Any] | None:
    """Read a JSON object; None where there is none."""
    if not where.has(name):
        return None
    found: dict[str, Any] = json.loads(b"".join(where.read(name)))
    return found


def write_document(where: Shelf, name: str, document: object) -> None:
    """Write a JSON object."""
    where.write(name, [json.dumps(document, indent=1, sort_keys=True).encode() + b"\n"])
