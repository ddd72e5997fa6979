"""The entries of handbooks: the newest version of each, those before it, and the marks of ids that clients made."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace

from pynamodb.transactions import TransactWrite

from handbook.domain.audit import AuditEntry
from handbook.domain.encounters.confidential import Confidential
from handbook.domain.entries import Entry, Kept, Moved, counting, first_version
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.paging import Page, Position
from handbook.domain.receipts import Mark, Receipt
from handbook.storage import audit, receipts
from handbook.storage.confidential_items import confidential_item, confidential_key
from handbook.storage.entry_form import entry_from
from handbook.storage.entry_items import current_item, earlier_item, earlier_prefix, kept_from, kept_of, word_of
from handbook.storage.entry_kinds import WORDS, class_of, kind_of
from handbook.storage.pages import gathered
from handbook.storage.record_items import (
    ASIDE,
    EntryItem,
    MarkItem,
    RecordItem,
    handbook_id_of,
    mark_key,
    partition_of,
    seq_after,
    summary_item,
)
from handbook.storage.summaries import Summaries
from handbook.storage.tables import transaction, translated


class EntryRecords(Summaries):
    """Entries of handbooks. Whatever changes one writes the handbook too, whose versions order all changes."""

    def add_entry(
        self,
        entry: Entry,
        audit_entry: AuditEntry,
        receipt: Receipt,
        result: object,
        changed: Handbook,
        also: Sequence[Entry] = (),
        confidential: Confidential | None = None,
    ) -> None:
        """Write an entry of a handbook with those that follow from it, and the handbook itself.

        What is confidential about it lies apart, where no reading of entries and no list of changes comes by. An id
        that the client made is marked as used. Raises ConflictError when the handbook changed since it was
        read, or the entry or its id is there; then nothing was written.
        """
        handbook_id, seq = changed.handbook_id, seq_after(changed)
        with transaction() as writes:
            writes.save(summary_item(changed, written=1 + len(also)))
            for one in (entry, *also):
                item = current_item(handbook_id, first_version(one), seq)
                writes.save(item, condition=EntryItem.pk.does_not_exist())
            if confidential is not None:
                writes.save(confidential_item(handbook_id, confidential), condition=EntryItem.pk.does_not_exist())
            mark(handbook_id, receipt, kind_of(type(entry)).sort_key(entry), writes)
            audit.append(audit_entry, writes)
            receipts.keep(receipt, result, writes)

    def replace_entries(
        self,
        moved: Sequence[Moved],
        audit_entry: AuditEntry,
        changed: Handbook,
        answered: tuple[Receipt, object] | None = None,
    ) -> None:
        """Write the next versions of entries with the handbook, and keep those before; another day moves an item.

        What had no version before is new; `answered` keeps the receipt of a request that created, with its result.
        Raises ConflictError when an entry is not at the version that it was read
        at or the handbook changed since; then nothing was written.
        """
        handbook_id, seq = changed.handbook_id, seq_after(changed)
        marked = {
            at: self.mark(after.kept_in or handbook_id, _id_of(after))
            for at, (before, after) in enumerate(moved)
            if _went(before, after)
        }
        with transaction() as writes:
            writes.save(summary_item(changed, written=len(moved)))
            for at, (before, after) in enumerate(moved):
                # Where it was recorded, also when that handbook was merged into this one.
                place = after.kept_in or handbook_id
                _replace(place, before, after, seq, writes)
                mark_before = marked.get(at)
                if mark_before is not None:
                    writes.save(_mark_item(place, _id_of(after), _key_of(after), mark_before.said))
            audit.append(audit_entry, writes)
            if answered is not None:
                receipts.keep(*answered, writes)

    def entries[E: Entry](
        self, kind: type[E], handbook_id: HandbookId, limit: int, position: Position | None = None
    ) -> Page[Kept[E]]:
        """Read the entries of one kind in the order of days (AP-07), those entered in error among them."""
        prefix, places = kind_of(kind).prefix, self._places(handbook_id)
        begins = EntryItem.sk.startswith(prefix)
        with translated():
            return gathered(
                [partition_of(place) for place in places],
                lambda partition, start: EntryItem.query(partition, begins, limit=limit, last_evaluated_key=start),
                lambda item: _told(kept_from(kind, item), item, places),
                limit,
                position,
                prefix,
            )

    def all_entries(self, handbook_id: HandbookId) -> tuple[Kept[Entry], ...]:
        """Read every entry of a handbook, by kind and in the order of days (AP-08); strongly consistent.

        An alert told of from a stale reading would be one that the same nurse has just ended.
        """
        places = self._places(handbook_id)
        found = [item for place in places for item in _all_items(place)]
        if len(places) > 1:
            found.sort(key=lambda item: item.sk)
        return tuple(_told(kept_of(item), item, places) for item in found)

    def entries_in(self, handbook_id: HandbookId) -> tuple[Kept[Entry], ...]:
        """Read the entries that were recorded in one handbook, and of none that is merged with it (AP-08)."""
        return tuple(map(kept_of, _all_items(handbook_id)))

    def history(self, handbook_id: HandbookId) -> tuple[Entry, ...]:
        """Read every entry that counts, as `all_entries` orders them (AP-08); strongly consistent."""
        return counting(self.all_entries(handbook_id))

    def entry[E: Entry](self, kind: type[E], handbook_id: HandbookId, entry_id: str) -> Kept[E] | None:
        """Read the newest version of one entry (AP-46); strongly consistent.

        One that a client named is two gets; for others the kind's entries are read until it is found. Of two that a
        client gave one id in handbooks that were merged since it is the one of the handbook that is asked for.
        """
        places, prefix = self._places_from(handbook_id), kind_of(kind).prefix
        marked = self.mark(handbook_id, entry_id)
        if marked is not None:
            return self._at(kind, handbook_id, marked.key) if marked.key.startswith(prefix) else None
        with translated():
            found = (
                item
                for place in places
                for item in EntryItem.query(partition_of(place), EntryItem.sk.startswith(prefix), consistent_read=True)
            )
            item = next((one for one in found if one.sk.endswith(f"#{entry_id}")), None)
        return _told(kept_from(kind, item), item, self._places(handbook_id)) if item is not None else None

    def confidential(self, handbook_id: HandbookId, encounter_id: str) -> Confidential | None:
        """Read what was kept apart of one encounter (AP-84); None where there was nothing. Strongly consistent."""
        item = _got(EntryItem, self._places(handbook_id), confidential_key(encounter_id))
        return entry_from(Confidential, item.entry) if item is not None else None

    def versions[E: Entry](self, kind: type[E], handbook_id: HandbookId, entry_id: str) -> tuple[Kept[E], ...]:
        """Read the versions before the newest one, oldest first (AP-47)."""
        prefix, places = earlier_prefix(kind_of(kind).word, entry_id), self._places(handbook_id)
        with translated():
            return tuple(
                _told(kept_from(kind, item), item, places)
                for place in places
                for item in EntryItem.query(partition_of(place), EntryItem.sk.startswith(prefix), consistent_read=True)
            )

    def mark(self, handbook_id: HandbookId, own_id: str) -> Mark | None:
        """Read what an id that a client made was used for (AP-48); strongly consistent."""
        item = _got(MarkItem, self._places_from(handbook_id), mark_key(own_id))
        return Mark(item.key, item.said) if item is not None else None

    def used_ids(self, ids: Collection[tuple[HandbookId, str]]) -> set[tuple[HandbookId, str]]:
        """Say which ids made by clients are used, of pairs of a handbook and an id (AP-59); strongly consistent."""
        keys = {(partition_of(handbook_id), mark_key(own_id)): (handbook_id, own_id) for handbook_id, own_id in ids}
        with translated():
            found = MarkItem.batch_get(list(keys), consistent_read=True, attributes_to_get=["pk", "sk"])
            return {keys[item.pk, item.sk] for item in found}

    def note(self, entry: AuditEntry) -> None:
        """Put a reading in the access log before it is answered. Raises UnavailableError: then it must not be shown."""
        audit.note(entry)

    def marked_entry(self, handbook_id: HandbookId, mark: Mark) -> Kept[Entry] | None:
        """Read the entry that a mark speaks of, None where it speaks of something else."""
        word = word_of(mark.key)
        return self._at(class_of(word), handbook_id, mark.key) if word in WORDS else None

    def _at[E: Entry](self, kind: type[E], handbook_id: HandbookId, key: str) -> Kept[E] | None:
        item = _got(EntryItem, self._places_from(handbook_id), key)
        return _told(kept_from(kind, item), item, self._places(handbook_id)) if item is not None else None


def _told[E: Entry](kept: Kept[E], item: EntryItem, places: Sequence[HandbookId]) -> Kept[E]:
    place = handbook_id_of(item)
    return kept if place == places[0] else replace(kept, kept_in=place)


def _all_items(handbook_id: HandbookId) -> list[EntryItem]:
    with translated():
        found = EntryItem.query(partition_of(handbook_id), EntryItem.sk < ASIDE, consistent_read=True)
        return [item for item in found if word_of(item.sk) in WORDS]


def _got[I: RecordItem](model: type[I], places: Sequence[HandbookId], key: str) -> I | None:
    for place in places:
        with translated(), suppress(model.DoesNotExist):
            return model.get(partition_of(place), key, consistent_read=True)
    return None


def _replace(
    handbook_id: HandbookId, before: Kept[Entry] | None, after: Kept[Entry], seq: int, writes: TransactWrite
) -> None:
    item = current_item(handbook_id, after, seq)
    if before is None:
        writes.save(item, condition=EntryItem.pk.does_not_exist())
        return
    unchanged = EntryItem.version == before.version
    writes.save(earlier_item(handbook_id, before), condition=EntryItem.pk.does_not_exist())
    if _went(before, after):
        writes.delete(EntryItem(partition_of(handbook_id), _key_of(before)), condition=unchanged)
        writes.save(item, condition=EntryItem.pk.does_not_exist())
    else:
        writes.save(item, condition=unchanged)


def _went(before: Kept[Entry] | None, after: Kept[Entry]) -> bool:
    return before is not None and _key_of(before) != _key_of(after)


def _key_of(kept: Kept[Entry]) -> str:
    return kind_of(type(kept.entry)).sort_key(kept.entry)


def _id_of(kept: Kept[Entry]) -> str:
    return kind_of(type(kept.entry)).id_of(kept.entry)


def mark(handbook_id: HandbookId, receipt: Receipt, key: str, writes: TransactWrite) -> None:
    """Add the mark of an id that the client made to a transaction, which fails where the id is used."""
    if receipt.named is not None:
        item = _mark_item(handbook_id, receipt.named.id, key, receipt.named.said)
        writes.save(item, condition=MarkItem.pk.does_not_exist())


def _mark_item(handbook_id: HandbookId, own_id: str, key: str, said: str) -> MarkItem:
    return MarkItem(partition_of(handbook_id), mark_key(own_id), key=key, said=said)
