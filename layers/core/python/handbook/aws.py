"""One botocore session for the process, and clients made when they are first needed."""

from functools import cache
from typing import Any

import botocore.session
from botocore.config import Config

from handbook.domain.errors import UnavailableError

_TIMEOUTS = Config(connect_timeout=1, read_timeout=5, retries={"total_max_attempts": 3, "mode": "standard"})

_NOTHING = Config()
# botocore puts a longer one together twice for each request: a fifth of what a call costs.
_NAME = Config(user_agent="handbook")
_SPECIAL = {"s3": Config(signature_version="s3v4")}  # without it, links are signed by the scheme of 2006


@cache
def session() -> botocore.session.Session:
    """Give the shared session; a second one would cost 60 ms at a cold start."""
    made = botocore.session.get_session()
    made.set_default_client_config(_NAME)
    return made


@cache
def client(service: str) -> Any:  # noqa: ANN401 - clients are typed where a gateway holds them
    """Make a client once."""
    return session().create_client(service, config=_TIMEOUTS.merge(_SPECIAL.get(service, _NOTHING)))


@cache
def client_once(service: str) -> Any:  # noqa: ANN401 - as above
    """Make a client that never tries again by itself: for calls that would be done twice."""
    once = Config(retries={"total_max_attempts": 1, "mode": "standard"})
    return session().create_client(service, config=_TIMEOUTS.merge(once))


def forget() -> None:
    """Drop session and clients (tests that start a new emulated account)."""
    client.cache_clear()
    client_once.cache_clear()
    session.cache_clear()


def sent_again(error: BaseException | None) -> bool:
    """Say whether a refusal came to a second try: what was sent first may have been done, and its answer lost."""
    response = getattr(error, "response", None) or {}
    tries: int = response.get("ResponseMetadata", {}).get("RetryAttempts", 0)
    return tries > 0


def unavailable(error: Exception) -> UnavailableError:
    """Turn a botocore error into the domain's, keeping its code for the log and nothing that was sent."""
    response = getattr(error, "response", None) or {}
    return UnavailableError(str(response.get("Error", {}).get("Code", "")))
