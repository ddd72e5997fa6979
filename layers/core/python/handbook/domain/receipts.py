"""One request that creates something, and the answer that it and every retry of it will get."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

LIFE = timedelta(hours=24)
"""How long a retry finds the first answer; a phone that was without signal for longer starts anew."""

CLIENT_ID = r"[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
"""An id that a client may make: a UUID of version 4 or 7 in lower case (RFC 9562, sections 4, 5.4 and 5.7)."""

type Answer = Mapping[str, Any]
"""A JSON object, as it is sent."""


class Sendable(Protocol):
    """An answer that gives the very text that is sent."""

    @property
    def as_sent(self) -> str:
        """The answer as JSON."""


@dataclass(frozen=True, slots=True)
class Named:
    """The id that a client made for what it creates, and a digest of what it said with it, the id left out."""

    id: str
    said: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What an id that a client made was used for: the item's sort key, and the digest of what was said."""

    key: str
    said: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """Who asked, with which key, for what; and how the result becomes the answer.

    The key is the actor's and the client's together, so that two people never share one. The answer is written in
    the same transaction as the work it tells of: a crash leaves both or neither. What the client gave an id of its
    own is `named`; without a key, that id alone keeps a retry from creating twice, and no answer is kept.
    """

    actor_id: str
    key: str
    route: str
    body: bytes
    received_at: datetime
    render: Callable[[Any], Answer | Sendable]
    named: Named | None = None

    def id_or(self, new_id: Callable[[], str]) -> str:
        """Give the id that the client made, or a new one."""
        return self.named.id if self.named else new_id()

    @property
    def identity(self) -> str:
        """Name of the request: the same for every retry."""
        return hashlib.sha256(f"{self.actor_id}\x1f{self.key}".encode()).hexdigest()

    @property
    def fingerprint(self) -> str:
        """Hash of what was asked for: another body under the same key is a mistake of the client."""
        return hashlib.sha256(self.route.encode() + b"\x1f" + self.body).hexdigest()

    @property
    def forgotten_at(self) -> int:
        """Epoch second at which the receipt may go."""
        return int((self.received_at + LIFE).timestamp())
