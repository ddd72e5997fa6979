"""Everything in the partition of a handbook, read at once for an export."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from handbook.domain.calendar import from_iso_utc
from handbook.domain.entries import Entry, Kept
from handbook.domain.errors import ConflictError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.whole import FormerProfile, Recorded, Whole
from handbook.storage import record_form
from handbook.storage.entry_items import kept_from, kept_of, word_of
from handbook.storage.entry_kinds import WORDS, class_of, kind_of
from handbook.storage.life_form import pregnancy_from
from handbook.storage.record_items import ASIDE, SUMMARY, EntryItem, SummaryItem, handbook_of, partition_of
from handbook.storage.tables import translated

VERSION_WORD, PROFILE_WORD = "_VERSION", "PROFILE"
BESIDE: Mapping[str, str] = {
    "IDENTIFIER": "storage.identifiers opens the numbers",
    "_IDENTIFIER": "storage.identifiers keeps them; only who changed a number when is told",
    "DISPUTE": "storage.disputes reads them",
    "CONSENT": "storage.consents reads them",
    "REQUEST": "storage.data_requests reads them",
}
"""Words of items that an export reads through their own storage (usecases/make_export.py)."""
ELSEWHERE: Mapping[str, str] = {
    SUMMARY: "the handbook itself",
    "GUARDIAN": "the same guardians stand in the summary",
    "GRANT": "who was let in for a while is read beside the handbook, with how it ended",
    "BOND": "bonds that hold stand in the summary; who was bound before is between the family and its unit",
    "INVITATION": "whom a family invited is for its guardians to see (storage.invitations)",
    "MERGE": "merges that hold stand in the summary",
    "_ID": "marks of ids that clients made; the ids stand in the entries",
    "_CONFIDENTIAL": "what tells of HIV is in no export: it is asked for by its own route, by who has that right",
}
"""Words of items that an export has no list of, and why."""
_READINGS = 3


class WholeRecords:
    """Reads handbooks whole."""

    def whole(self, handbook_id: HandbookId) -> Whole | None:
        """Read a handbook with all versions of all entries (AP-83); strongly consistent, as of one version.

        Of one that was merged into another this is the other.
        Raises ConflictError when it changed during each of three readings.
        """
        for _ in range(_READINGS):
            before = self._summary(handbook_id)
            if before is not None and before.merged_into is not None:
                before = self._summary(before.merged_into)
            if before is None:
                return None
            with translated():
                items = [item for place in before.partitions for item in _items(partition_of(place))]
            after = self._summary(before.handbook_id)
            if after is not None and after.version == before.version:
                return _whole(after, items)
        raise ConflictError

    @staticmethod
    def _summary(handbook_id: HandbookId) -> Handbook | None:
        with translated():
            try:
                item = SummaryItem.get(partition_of(handbook_id), SUMMARY, consistent_read=True)
            except SummaryItem.DoesNotExist:
                return None
        return handbook_of(item) if item.facts is not None else None


def _items(partition: str) -> list[EntryItem]:
    """Read what clients see, and the earlier versions; what is confidential stays unread."""
    seen = EntryItem.query(partition, EntryItem.sk < ASIDE, consistent_read=True)
    versions = EntryItem.query(partition, EntryItem.sk.startswith(f"{VERSION_WORD}#"), consistent_read=True)
    return [*seen, *versions]


def _whole(handbook: Handbook, items: Iterable[EntryItem]) -> Whole:
    by_word: dict[str, list[EntryItem]] = defaultdict(list)
    for item in items:
        by_word[word_of(item.sk)].append(item)
    before = _earlier(by_word.pop(VERSION_WORD, []))
    entries = [
        Recorded(kept, tuple(before.get((word, kind_of(type(kept.entry)).id_of(kept.entry)), ())))
        for word in WORDS
        for kept in map(kept_of, by_word.pop(word, []))
    ]
    profiles = [_former(item) for item in by_word.pop(PROFILE_WORD, [])]
    return Whole(handbook, entries, profiles)


def _earlier(items: Iterable[EntryItem]) -> Mapping[tuple[str, str], list[Kept[Entry]]]:
    found: dict[tuple[str, str], list[Kept[Entry]]] = defaultdict(list)
    for item in items:
        _, word, entry_id, _ = item.sk.split("#")
        found[word, entry_id].append(kept_from(class_of(word), item))
    return found


def _former(item: EntryItem) -> FormerProfile:
    return FormerProfile(
        record_form.profile_from(item.entry) if "full_name" in item.entry else None,
        int(item.version),
        item.entry["replaced_by"],
        from_iso_utc(item.recorded_at),
        pregnancy_from(item.entry["pregnancy"]) if "pregnancy" in item.entry else None,
    )
