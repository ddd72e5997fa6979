"""The kinds of entries in sort keys."""

from collections.abc import Mapping
from dataclasses import dataclass

from handbook.domain import entry_kinds


@dataclass(frozen=True, slots=True)
class EntryKind:
    """One kind, and the word that its sort keys begin with."""

    kind: entry_kinds.EntryKind
    word: str

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


KINDS: Mapping[type, EntryKind] = {
    entry: EntryKind(kind, kind.name.replace("_", "").upper()) for entry, kind in entry_kinds.KINDS.items()
}
BY_WORD: Mapping[str, type] = {kind.word: entry for entry, kind in KINDS.items()}
