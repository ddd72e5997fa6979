"""Where deeds happen: a furnished place, a clock that stands, an inbox; and what a deed is."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.integration.api import Answer, Caller
from tests.integration.matrix import ROLES
from tests.integration.matrix_bodies import BODIES
from tests.integration.matrix_places import Place
from tests.integration.world import Clock, Inbox

KEY = "the-key-of-the-deed"
_PARAMETER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Scene:
    """A place with everything that a handbook may hold, the clock, and the text messages that were sent."""

    place: Place
    clock: Clock
    inbox: Inbox


@dataclass(frozen=True, slots=True)
class Deed:
    """One request; `afterwards` is what a worker does with the message that it left, before anything is compared."""

    caller: Caller
    method: str
    path: str
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: str | None = None
    afterwards: Callable[[], object] = lambda: None

    def do(self) -> Answer:
        """Send it: each time with the same key and the same version."""
        headers = {"Idempotency-Key": KEY, "If-Match": '"1"', **self.headers}
        return self.caller.call(self.method, self.path, self.body, headers=headers, raw=self.raw)


type Prepare = Callable[[Scene], Deed]


def of_matrix(route: str, role: str, scene: Scene) -> Deed:
    """Give the request that the matrix of routes and roles makes."""
    method, _, pattern = route.partition(" ")
    caller = ROLES[role]
    make = BODIES.get(route)
    body = make({**scene.place, "asker": caller.pool}) if make else None
    return Deed(caller, method, _PARAMETER.sub(lambda found: scene.place[found[1]], pattern), body)
