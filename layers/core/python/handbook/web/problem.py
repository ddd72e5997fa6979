"""What a client is told of one kind of failure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """A stable type with its status and its title in both languages."""

    slug: str
    status: int
    vi: str
    en: str
