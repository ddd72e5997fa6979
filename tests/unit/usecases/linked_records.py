"""Records of handbooks that may be merged: what storage does with a link, on the stand-in."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from handbook.domain.audit import AuditEntry
from handbook.domain.changes import Change, Changes, Touched
from handbook.domain.entries import Entry, Kept, Moved
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.merges import MergeNote
from handbook.domain.receipts import Mark, Receipt
from handbook.storage.entry_kinds import kind_of
from tests.fakes import FakeRecords


def _key(kept: Kept[Entry]) -> str:
    return kind_of(type(kept.entry)).sort_key(kept.entry)


def _id(kept: Kept[Any]) -> str:
    return kind_of(type(kept.entry)).id_of(kept.entry)


class LinkedRecords(FakeRecords):
    """Nothing moves when handbooks are merged: entries are read from every place, and changed where they lie."""

    def __init__(self, *handbooks: Handbook) -> None:
        super().__init__(*handbooks)
        self.notes: dict[HandbookId, list[MergeNote]] = {}

    def copied(self) -> "LinkedRecords":
        """Give the same records, to which something else may happen."""
        made = LinkedRecords(*self.books.values())
        made.filed = {place: list(filed) for place, filed in self.filed.items()}
        made.earlier = {place: list(earlier) for place, earlier in self.earlier.items()}
        made.marks, made.kept, made.notes = dict(self.marks), set(self.kept), dict(self.notes)
        return made

    def places(self, handbook_id: HandbookId) -> tuple[HandbookId, ...]:
        book = self.books.get(handbook_id)
        if book is not None and book.merged_into is not None:
            book = self.books[book.merged_into]
        return book.partitions if book is not None else (handbook_id,)

    def _places_from(self, handbook_id: HandbookId) -> Sequence[HandbookId]:
        return sorted(self.places(handbook_id), key=lambda place: place != handbook_id)

    def entry[E: Entry](self, kind: type[E], handbook_id: HandbookId, entry_id: str) -> Kept[E] | None:
        found = [one for one in self._of_kind(kind, self.all_entries(handbook_id)) if _id(one) == entry_id]
        own = handbook_id if handbook_id != self.places(handbook_id)[0] else None
        return next((one for one in found if one.kept_in == own), found[0] if found else None)

    def all_entries(self, handbook_id: HandbookId) -> Sequence[Kept[Entry]]:
        places = self.places(handbook_id)
        found = [
            kept if place == places[0] else replace(kept, kept_in=place)
            for place in places
            for kept in self.filed.get(place, [])
        ]
        return sorted(found, key=_key)

    def mark(self, handbook_id: HandbookId, own_id: str) -> Mark | None:
        found = (self.marks.get((place, own_id)) for place in self._places_from(handbook_id))
        return next((one for one in found if one is not None), None)

    def marked_entry(self, handbook_id: HandbookId, mark: Mark) -> Kept[Entry] | None:
        found = (one for place in self.places(handbook_id) for one in self.filed.get(place, []))
        return next((one for one in found if _key(one) == mark.key), None)

    def versions[E: Entry](self, kind: type[E], handbook_id: HandbookId, entry_id: str) -> Sequence[Kept[E]]:
        return [
            one if place == self.places(handbook_id)[0] else replace(one, kept_in=place)
            for place in self.places(handbook_id)
            for one in super(LinkedRecords, self).versions(kind, place, entry_id)
        ]

    def replace_entries(
        self,
        moved: Sequence[Moved],
        audit_entry: AuditEntry,
        changed: Handbook,
        answered: tuple[Receipt, object] | None = None,
    ) -> None:
        seq = (changed.version or 0) + 1
        self._replace(changed, audit_entry, AssertionError)  # type: ignore[arg-type]
        for before, after in moved:
            place = after.kept_in or changed.handbook_id
            filed = self.filed.setdefault(place, [])
            if before is not None:
                found = next(one for one in filed if _key(one) == _key(before))
                assert found.version == before.version
                filed.remove(found)
                self.earlier.setdefault(place, []).append(found)
            assert _key(after) not in {_key(one) for one in filed}
            filed.append(replace(after, seq=seq, kept_in=None))

    def save_merge(self, kept: Handbook, other: Handbook, note: MergeNote, audit_entries: Sequence[AuditEntry]) -> None:
        super().save_merge(kept, other, note, audit_entries)
        self.notes.setdefault(kept.handbook_id, []).append(note)

    def changes(self, handbook: Handbook, since: int, limit: int) -> Changes:
        version = handbook.version or 0
        found: list[tuple[int, Change]] = [(one.seq, one) for one in self.filed.get(handbook.handbook_id, [])]
        notes = self.notes.get(handbook.handbook_id, [])
        found += [(one.seq, Touched("merge", one.other_id, one.seq)) for one in notes]
        for merge in handbook.merged_from:
            found += [(max(one.seq, merge.seq), one) for one in self.filed.get(merge.handbook_id, [])]
        new = sorted((one for one in found if since < one[0] <= version), key=lambda one: one[0])
        if len(new) <= limit:
            return Changes(tuple(one for _, one in new), version, more=False)
        last = new[limit][0]
        shown = [one for one in new if one[0] < last] or [one for one in new if one[0] == last]
        return Changes(tuple(one for _, one in shown), shown[-1][0], more=len(shown) < len(new))
