"""One page of a list."""

from collections.abc import Mapping
from dataclasses import dataclass

type Position = Mapping[str, str]
"""Where a list goes on: opaque to everybody but the storage that made it."""


@dataclass(frozen=True, slots=True)
class Page[T]:
    """Some items and where the rest begins; `next` is None at the end."""

    items: tuple[T, ...]
    next: Position | None = None
