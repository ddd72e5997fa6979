"""One botocore session for the process, and clients made when they are first needed."""

from functools import cache
from typing import Any

import botocore.session
from botocore.config import Config

_TIMEOUTS = Config(connect_timeout=1, read_timeout=5, retries={"total_max_attempts": 3, "mode": "standard"})


@cache
def session() -> botocore.session.Session:
    """Give the shared session; a second one would cost 60 ms at a cold start."""
    return botocore.session.get_session()


@cache
def client(service: str) -> Any:  # noqa: ANN401 - clients are typed where a gateway holds them
    """Make a client once."""
    return session().create_client(service, config=_TIMEOUTS)


def forget() -> None:
    """Drop session and clients (tests that start a new emulated account)."""
    client.cache_clear()
    session.cache_clear()
