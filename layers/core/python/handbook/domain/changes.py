"""What changed in a handbook since somebody last asked."""

from dataclasses import dataclass

from handbook.domain.entries import Entry, Kept


@dataclass(frozen=True, slots=True)
class Touched:
    """Something beside the entries that changed: a kind and an id, to be read by its own route."""

    kind: str
    id: str
    seq: int


type Change = Kept[Entry] | Touched


@dataclass(frozen=True, slots=True)
class Changes:
    """The newest version of what changed, in the order of changing.

    `upto` is the version of the handbook that the reader has seen whole with these, to ask from next time; `more`
    says that the rest can be asked for at once. A transaction is never cut in two.
    """

    items: tuple[Change, ...]
    upto: int
    more: bool
