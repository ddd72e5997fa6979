"""The bucket of attachments: families and staff upload straight to it, by a form that says type and size."""

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from handbook import aws
from handbook.domain.errors import NotUploadedError
from handbook.gateways.files import Files

_ABSENT = {"NoSuchKey", "404"}


class AttachmentFiles(Files):
    """Files that arrive under `incoming/`, and lie cleaned under `kept/`."""

    def form(self, key: str, media_type: str, size_bytes: int, seconds: int) -> tuple[str, Mapping[str, str]]:
        """Sign a form that takes one object of this key, type and size for `seconds`: its address and its fields."""
        signed: dict[str, Any] = aws.client("s3").generate_presigned_post(
            self.bucket,
            key,
            Fields={"Content-Type": media_type},
            Conditions=[{"Content-Type": media_type}, ["content-length-range", size_bytes, size_bytes]],
            ExpiresIn=seconds,
        )
        return signed["url"], signed["fields"]

    def arrived(self, key: str, most_bytes: int) -> bytes:
        """Read what was uploaded, one byte more than `most_bytes` at the utmost. Raises: NotUploadedError."""
        try:
            answer = aws.client("s3").get_object(Bucket=self.bucket, Key=key)
            data: bytes = answer["Body"].read(most_bytes + 1)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in _ABSENT:
                raise NotUploadedError from error
            raise aws.unavailable(error) from error
        except BotoCoreError as error:
            raise aws.unavailable(error) from error
        return data
