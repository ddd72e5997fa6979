"""Pages of a query, with positions that hold key attributes only."""

from collections.abc import Callable, Mapping
from typing import Any

from pynamodb.pagination import ResultIterator

from handbook.domain.errors import InvalidCursorError
from handbook.domain.paging import Page, Position


def page_of[I, T](found: ResultIterator[I], read: Callable[[I], T]) -> Page[T]:
    """Take one page: the query carries the limit, and its last evaluated key becomes the position."""
    items = tuple(read(item) for item in found)
    last: Mapping[str, Mapping[str, str]] | None = found.last_evaluated_key
    return Page(items, {name: value["S"] for name, value in last.items()} if last else None)


def start_key(
    position: Position | None, names: frozenset[str], partition: str, key: str, prefix: str = ""
) -> dict[str, Any] | None:
    """Turn a position that a client sent back into a start key.

    The partition must be the one that the actor may read, and the sort key of the kind that is listed: a forged
    position cannot reach another's.
    Raises: InvalidCursorError.
    """
    if position is None:
        return None
    if set(position) != names or position[key] != partition or not all(position.values()):
        raise InvalidCursorError("cursor")
    if not position["sk"].startswith(prefix):
        raise InvalidCursorError("cursor")
    return {name: {"S": value} for name, value in position.items()}
