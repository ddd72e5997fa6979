"""Pages of a query, with positions that hold key attributes only, and the items behind the keys of an index."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pynamodb.pagination import ResultIterator

from handbook.domain.errors import InvalidCursorError
from handbook.domain.paging import Page, Position
from handbook.storage.tables import Item


def page_of[I, T](found: ResultIterator[I], read: Callable[[I], T]) -> Page[T]:
    """Take one page: the query carries the limit, and its last evaluated key becomes the position."""
    items = tuple(read(item) for item in found)
    last: Mapping[str, Mapping[str, str]] | None = found.last_evaluated_key
    return Page(items, {name: value["S"] for name, value in last.items()} if last else None)


type Ask[I] = Callable[[str, dict[str, Any] | None], ResultIterator[I]]
"""Asks one partition for a page from a start key on."""


def gathered[I: Item, T](
    partitions: Sequence[str],
    ask: Ask[I],
    read: Callable[[I], T],
    limit: int,
    position: Position | None,
    prefix: str,
    *,
    descending: bool = False,
) -> Page[T]:
    """Take one page of several partitions in the order of sort keys; of one partition it is a page like any other.

    A position holds the first partition and the last sort key: every partition goes on behind it. Equal sort keys of
    two partitions never part, so that none is passed over. Raises: InvalidCursorError.
    """
    start = start_key(position, frozenset({"pk", "sk"}), partitions[0], "pk", prefix)
    if len(partitions) == 1:
        return page_of(ask(partitions[0], start), read)
    asked = [ask(one, {**start, "pk": {"S": one}} if start else None) for one in partitions]
    found = sorted((item for one in asked for item in one), key=lambda item: item.sk, reverse=descending)
    cut = limit
    while cut < len(found) and found[cut].sk == found[cut - 1].sk:
        cut += 1
    more = cut < len(found) or any(one.last_evaluated_key for one in asked)
    last = {"pk": partitions[0], "sk": found[cut - 1].sk} if more and found else None
    return Page(tuple(map(read, found[:cut])), last)


def fetched[M: Item](model: type[M], partitions: Iterable[str], sort_key: str, *, consistent: bool = False) -> list[M]:
    """Read the items behind the keys of an index, in the order of the keys, a hundred in a request.

    An index may run ahead of an eventually consistent read, or list what is gone: such a key is left out.
    """
    keys = list(partitions)
    found = {item.pk: item for item in model.batch_get([(key, sort_key) for key in keys], consistent_read=consistent)}
    return [found[key] for key in keys if key in found]


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
