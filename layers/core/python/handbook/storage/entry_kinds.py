"""The kinds of entries in sort keys."""

from collections.abc import Mapping
from dataclasses import dataclass

from handbook.domain import entry_kinds


@dataclass(frozen=True, slots=True)
class EntryKind:
    """One kind, and the word that its sort keys begin with."""

    kind: entry_kinds.EntryKind

    @property
    def word(self) -> str:
        """Its name, as sort keys write it."""
        return self.kind.name.replace("_", "").upper()

    @property
    def prefix(self) -> str:
        """What the sort keys of all entries of the kind begin with."""
        return f"{self.word}#"

    def sort_key(self, entry: object) -> str:
        """Give the sort key of an entry: entries of a kind lie in the order of days."""
        return f"{self.prefix}{self.kind.day_of(entry).isoformat()}#{self.kind.id_of(entry)}"

    def id_of(self, entry: object) -> str:
        """Give the id of an entry."""
        return self.kind.id_of(entry)


WORDS: Mapping[str, str] = {name.replace("_", "").upper(): name for name in entry_kinds.BY_NAME}
"""What sort keys begin with, and the kind that clients know by another name."""


def kind_of(entry: type) -> EntryKind:
    """Give the kind of a class of entries. Raises: KeyError."""
    return EntryKind(entry_kinds.KINDS[entry])


def class_of(word: str) -> type:
    """Give the class of the entries whose sort keys begin with a word. Raises: KeyError."""
    return entry_kinds.BY_NAME[WORDS[word]]
