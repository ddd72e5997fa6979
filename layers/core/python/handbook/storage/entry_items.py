"""Between entries as they are kept and the items that hold them."""

from typing import cast

from handbook.domain.calendar import from_iso_utc
from handbook.domain.entries import Entry, EntryStatus, Kept
from handbook.domain.reasons import ChangeReason
from handbook.storage.entry_form import entry_from, form_of
from handbook.storage.entry_kinds import class_of, kind_of
from handbook.storage.record_form import instant
from handbook.storage.record_items import ASIDE, EntryItem, partition_of


def current_item(handbook_id: str, kept: Kept[Entry], seq: int) -> EntryItem:
    """Make the item of the newest version of an entry."""
    return _item(handbook_id, kind_of(type(kept.entry)).sort_key(kept.entry), kept, seq)


def earlier_item(handbook_id: str, kept: Kept[Entry]) -> EntryItem:
    """Make the item of a version that another one replaces: no client's list of changes holds it."""
    kind = kind_of(type(kept.entry))
    return _item(handbook_id, f"{earlier_prefix(kind.word, kind.id_of(kept.entry))}{kept.version:04d}", kept, None)


def earlier_prefix(word: str, entry_id: str) -> str:
    """Give what the sort keys of all earlier versions of an entry begin with."""
    return f"{ASIDE}VERSION#{word}#{entry_id}#"


def word_of(sort_key: str) -> str:
    """Give the word that a sort key begins with."""
    return sort_key.partition("#")[0]


def kept_from[E: Entry](kind: type[E], item: EntryItem) -> Kept[E]:
    """Read an item of a kind."""
    entry = entry_from(kind, item.entry)
    return Kept(
        entry,
        from_iso_utc(item.changed_at) if item.changed_at else entry.recorded_at,
        item.changed_by or entry.recorded_by,
        version=int(item.version),
        status=cast("EntryStatus", item.status or "recorded"),
        reason=ChangeReason(item.reason, item.reason_text or "") if item.reason else None,
        seq=int(item.seq or 0),
    )


def kept_of(item: EntryItem) -> Kept[Entry]:
    """Read an item of the kind that its sort key names."""
    return kept_from(class_of(word_of(item.sk)), item)


def _item(handbook_id: str, sort_key: str, kept: Kept[Entry], seq: int | None) -> EntryItem:
    changed = kept.version > 1 or kept.status != "recorded"
    return EntryItem(
        partition_of(handbook_id),
        sort_key,
        entry=form_of(kept.entry),
        recorded_at=instant(kept.entry.recorded_at),
        version=kept.version,
        seq=seq,
        status=kept.status if kept.status != "recorded" else None,
        changed_at=instant(kept.changed_at) if changed else None,
        changed_by=kept.changed_by if changed else None,
        reason=kept.reason.code if kept.reason else None,
        reason_text=kept.reason.text if kept.reason else None,
    )
