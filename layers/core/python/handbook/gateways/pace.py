"""A worker's share of a provider's rate."""

from collections.abc import Callable
from time import monotonic, sleep


class Pace:
    """Lets one text through for each `1 / per_second`; a short pause before does not let several through at once."""

    def __init__(
        self, per_second: float, clock: Callable[[], float] = monotonic, wait: Callable[[float], None] = sleep
    ) -> None:
        self._seconds = 1 / per_second
        self._clock = clock
        self._wait = wait
        self._next = 0.0

    def take(self) -> None:
        """Wait for the next turn, and take it."""
        now = self._clock()
        if now < self._next:
            self._wait(self._next - now)
        self._next = max(now, self._next) + self._seconds
