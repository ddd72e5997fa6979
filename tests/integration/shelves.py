"""Records in tables, with a look at all that there is: where the machines of the use cases write when it is real."""

from collections.abc import Sequence
from dataclasses import replace

from handbook.domain.access import Action, Ground
from handbook.domain.audit import AuditEntry
from handbook.domain.entries import Entry, Kept
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.storage.record_items import SummaryItem, handbook_of
from handbook.storage.records import Records
from tests.builders import NOW, receipt
from tests.integration.conftest import lying_in


class Shelf(Records):
    """Handbooks as they are stored; what the stand-ins remember is read from the tables each time."""

    def __init__(self, *books: Handbook) -> None:
        super().__init__()
        for book in books:
            opened = AuditEntry(
                book.handbook_id, NOW, "mother", "guardian", None, Action.OPEN_HANDBOOK, Ground.GUARDIAN, "opened"
            )
            self.add(replace(book, version=None), opened, receipt(f"opened {book.handbook_id}"))

    @property
    def books(self) -> dict[HandbookId, Handbook]:
        """All handbooks by their names."""
        found = (handbook_of(SummaryItem.from_raw_data(one)) for one in lying_in("RecordsTable", "SUMMARY"))
        return {book.handbook_id: book for book in found}

    @property
    def filed(self) -> dict[HandbookId, Sequence[Kept[Entry]]]:
        """The entries of each handbook, where they lie."""
        return {name: self.entries_in(name) for name in self.books}

    @property
    def audited(self) -> Sequence[object]:
        """Every access that was written down."""
        return lying_in("AuditTable")

    def places(self, handbook_id: HandbookId) -> tuple[HandbookId, ...]:
        """Give where the entries lie that are read under a name."""
        books = self.books
        book = books[handbook_id]
        return books[book.merged_into].partitions if book.merged_into else book.partitions
