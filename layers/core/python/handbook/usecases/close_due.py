"""Close every account whose day has come, page by page; one that cannot be closed keeps no other from it."""

from collections.abc import Callable
from dataclasses import dataclass

from handbook.domain.errors import HandbookError
from handbook.domain.ids import AccountId


@dataclass(frozen=True, slots=True)
class Closings:
    """How many accounts were closed, how many could not be, and whether all were looked at."""

    closed: int
    failed: int
    finished: bool


def close_due(
    due: Callable[[int], list[AccountId]],
    close: Callable[[AccountId], bool],
    failed: Callable[[AccountId, HandbookError], None],
    *,
    page: int,
    has_time: Callable[[], bool],
) -> Closings:
    """Close accounts until none is left or the time is over; `failed` hears of each that stays, and why.

    `due` lists up to so many whose day has come, the oldest first, and may still name one that was closed just now.
    `close` says whether it closed one: who signed in meanwhile is kept.
    """
    closed, seen, broken = 0, set[AccountId](), 0
    while fresh := [one for one in due(page + len(seen)) if one not in seen]:
        for account_id in fresh:
            if not has_time():
                return Closings(closed, broken, finished=False)
            seen.add(account_id)
            try:
                closed += close(account_id)
            except HandbookError as error:
                broken += 1
                failed(account_id, error)
    return Closings(closed, broken, finished=True)
