"""What people were told by a deed: by SMS, in the app and by letter, whatever was drawn at random left out."""

import json
import re
from collections.abc import Iterator
from typing import Any

from tests.integration.conftest import backend
from tests.integration.faults.states import anonymous

_CODE = re.compile(r"\b\d{6}\b")
_LINK = re.compile(r"/i/[A-Za-z0-9_-]{20,}")


def told() -> frozenset[str]:
    """Give every message once, with the way that it went and to whom."""
    return frozenset(_LINK.sub("/i/<token>", _CODE.sub("<code>", anonymous(text))) for text in _messages())


def times_told() -> int:
    """Count the messages that went out."""
    return len(list(_messages()))


def forget() -> None:
    """Empty every inbox."""
    backend("sns").sms_messages.clear()
    backend("sesv2").core_backend.sent_messages.clear()
    for endpoint in _installations():
        endpoint.messages.clear()


def _messages() -> Iterator[str]:
    for number, text in backend("sns").sms_messages.values():
        yield f"SMS to {number}: {text}"
    for letter in backend("sesv2").core_backend.sent_messages:
        yield f"letter to {letter.destinations['ToAddresses'][0]}: {letter.body}"
    for endpoint in _installations():
        for text in endpoint.messages.values():
            yield f"app {endpoint.arn}: {json.loads(text)['default']}"


def _installations() -> list[Any]:
    return list(backend("sns").platform_endpoints.values())
