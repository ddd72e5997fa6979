"""Try again what another writer overtook."""

from collections.abc import Callable

from handbook.domain.errors import ConflictError

TRIES = 6
"""As many people as can stand around one child; more meetings in one request are a fault worth showing."""


def on_conflict[T](work: Callable[[], T]) -> T:
    """Do work that reads before it writes; when somebody was faster in between, read and decide afresh.

    Conflicts with a meaning of their own (a stale version, a code that is taken) are answers and are not tried again.
    """
    for _ in range(TRIES - 1):
        try:
            return work()
        except ConflictError as error:
            if type(error) is not ConflictError:
                raise
    return work()
