"""Files in S3: written in parts as they are made, fetched through links that expire."""

import hashlib
from collections.abc import Callable, Sequence
from itertools import batched
from types import TracebackType
from typing import Any, Self

from botocore.exceptions import BotoCoreError, ClientError

from handbook import aws
from handbook.domain.errors import UnavailableError

PART_BYTES = 8 * 1024 * 1024  # S3 takes parts from 5 MiB to 5 GiB

_KEYS_AT_ONCE = 1000  # DeleteObjects

type Call = Callable[..., dict[str, Any]]
"""Does one operation of S3, named first, with its parameters by name."""


def _ask_s3(operation: str, **arguments: object) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = getattr(aws.client("s3"), operation)(**arguments)
    except (BotoCoreError, ClientError) as error:
        raise aws.unavailable(error) from error
    return answer


class Upload:
    """One object that appears whole or not at all. Use as a context manager; an exception abandons it."""

    def __init__(self, bucket: str, key: str, content_type: str, call: Call) -> None:
        self._call = call
        self._place = {"Bucket": bucket, "Key": key}
        self._content_type = content_type
        self._buffer = bytearray()
        self._parts: list[dict[str, object]] = []
        self._upload_id = ""
        self._digest = hashlib.sha256()
        self.size_bytes = 0

    @property
    def sha256(self) -> str:
        """Digest of what was written so far, in hex."""
        return self._digest.hexdigest()

    def write(self, data: bytes) -> None:
        """Take the next bytes; memory stays below two parts."""
        self._buffer += data
        self._digest.update(data)
        self.size_bytes += len(data)
        if len(self._buffer) >= PART_BYTES:
            self._send_part()

    def __enter__(self) -> Self:
        answer = self._call("create_multipart_upload", **self._place, ContentType=self._content_type)
        self._upload_id = answer["UploadId"]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._call("abort_multipart_upload", **self._place, UploadId=self._upload_id)
            return
        if self._buffer or not self._parts:
            self._send_part()
        self._call(
            "complete_multipart_upload",
            **self._place,
            UploadId=self._upload_id,
            MultipartUpload={"Parts": self._parts},
        )

    def _send_part(self) -> None:
        number = len(self._parts) + 1
        answer = self._call(
            "upload_part",
            **self._place,
            UploadId=self._upload_id,
            PartNumber=number,
            Body=bytes(self._buffer),
        )
        self._parts.append({"PartNumber": number, "ETag": answer["ETag"]})
        self._buffer.clear()


class Files:
    """The bucket of label sheets and of draft schedules."""

    def __init__(self, bucket: str, call: Call = _ask_s3) -> None:
        """`call` speaks to S3; a measurement puts another in its place, to leave the network out."""
        self.bucket = bucket
        self._call = call

    def upload(self, key: str, content_type: str) -> Upload:
        """Begin an object."""
        return Upload(self.bucket, key, content_type, self._call)

    def read(self, key: str) -> bytes:
        """Read one small object whole. Raises UnavailableError, also when there is none."""
        try:
            body: bytes = self._call("get_object", Bucket=self.bucket, Key=key)["Body"].read()
        except BotoCoreError as error:  # the line broke while the body came
            raise aws.unavailable(error) from error
        return body

    def write(self, key: str, content_type: str, data: bytes) -> None:
        """Write one small object whole. Raises UnavailableError."""
        self._call("put_object", Bucket=self.bucket, Key=key, ContentType=content_type, Body=data)

    def remove(self, keys: Sequence[str]) -> None:
        """Delete objects; those that are not there are no mistake. Raises UnavailableError when one was not deleted."""
        for some in batched(keys, _KEYS_AT_ONCE, strict=False):
            listed = {"Objects": [{"Key": key} for key in some], "Quiet": True}
            answer = self._call("delete_objects", Bucket=self.bucket, Delete=listed)
            for error in answer.get("Errors", ()):
                raise UnavailableError(str(error.get("Code", "")))

    def link(self, key: str, name: str, seconds: int) -> str:
        """Sign a link to one object that works for `seconds` and downloads under `name`."""
        url: str = aws.client("s3").generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self.bucket,
                "Key": key,
                "ResponseContentDisposition": f'attachment; filename="{name}"',
            },
            ExpiresIn=seconds,
        )
        return url
