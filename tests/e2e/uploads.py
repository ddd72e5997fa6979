"""Sends a file to the bucket with a signed form, as a browser does (RFC 7578)."""

import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any

_BOUNDARY = "----handbook"


def send_form(form: Mapping[str, Any], data: bytes, **changes: str) -> int:
    """Send the fields of a form and the file last, with what is changed of the fields; give the status."""
    fields = {**form["fields"], **changes}
    parts = [
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="blob"\r\n\r\n'.encode()
    body = b"".join(parts) + head + data + f"\r\n--{_BOUNDARY}--\r\n".encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={_BOUNDARY}"}
    request = urllib.request.Request(form["url"], data=body, headers=headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        with error:
            return int(error.code)
