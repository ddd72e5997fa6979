"""Signatures of requests to DynamoDB: AWS Signature Version 4 for a body of JSON, sent to the root of one host.

Source: AWS General Reference, "Create a signed AWS API request". The unit tests hold it equal to botocore's.
"""

import hmac
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

_SCHEME = "AWS4-HMAC-SHA256"
_CONTENT_TYPE = "application/x-amz-json-1.0"
_USUAL_PORTS = {"http": 80, "https": 443}


class Signer:
    """Signs for one endpoint in one region."""

    def __init__(self, endpoint_url: str, region: str) -> None:
        parts = urlsplit(endpoint_url)
        self.url = f"{parts.scheme}://{parts.netloc}/"
        self.is_plain = parts.path in {"", "/"} and not parts.query and not parts.username
        """Whether the endpoint is the root of a host; no other can be signed for here."""
        unusual = parts.port and parts.port != _USUAL_PORTS.get(parts.scheme)
        self._host = f"{parts.hostname}:{parts.port}" if unusual else str(parts.hostname)
        self._region = region

    def headers(self, target: str, body: bytes, credentials: Any, now: datetime) -> dict[str, str]:  # noqa: ANN401 - a named tuple of botocore's
        """Give the headers of a request that is sent at an instant (UTC). The transport adds the host itself."""
        stamp = f"{now:%Y%m%dT%H%M%SZ}"
        said = {"Content-Type": _CONTENT_TYPE, "X-Amz-Date": stamp, "X-Amz-Target": target}
        named, token = "content-type;host;x-amz-date;x-amz-target", ""
        if credentials.token:
            said["X-Amz-Security-Token"] = credentials.token
            named = "content-type;host;x-amz-date;x-amz-security-token;x-amz-target"
            token = f"x-amz-security-token:{credentials.token}\n"
        lines = f"content-type:{_CONTENT_TYPE}\nhost:{self._host}\nx-amz-date:{stamp}\n{token}x-amz-target:{target}\n"
        asked = f"POST\n/\n\n{lines}\n{named}\n{sha256(body).hexdigest()}"
        scope = f"{stamp[:8]}/{self._region}/dynamodb/aws4_request"
        text = f"{_SCHEME}\n{stamp}\n{scope}\n{sha256(asked.encode()).hexdigest()}"
        key = _key(credentials.secret_key, stamp[:8], self._region)
        signature = hmac.digest(key, text.encode(), "sha256").hex()
        credential = f"Credential={credentials.access_key}/{scope}"
        said["Authorization"] = f"{_SCHEME} {credential}, SignedHeaders={named}, Signature={signature}"
        return said


@lru_cache(maxsize=2)
def _key(secret: str, day: str, region: str) -> bytes:
    key = f"AWS4{secret}".encode()
    for part in (day, region, "dynamodb", "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key
