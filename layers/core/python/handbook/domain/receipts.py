"""One request that creates something, and the answer that it and every retry of it will get."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

LIFE = timedelta(hours=24)
"""How long a retry finds the first answer; a phone that was without signal for longer starts anew."""

type Answer = Mapping[str, Any]
"""A JSON object, as it is sent."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Who asked, with which key, for what; and how the result becomes the answer.

    The key is the actor's and the client's together, so that two people never share one. The answer is written in
    the same transaction as the work it tells of: a crash leaves both or neither.
    """

    actor_id: str
    key: str
    route: str
    body: bytes
    received_at: datetime
    render: Callable[[Any], Answer]

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
