"""The items of the records table.

Sort keys begin with a word in capitals. What a reading of a whole handbook need not see (old versions, marks of ids)
begins with an underscore, which lies behind every word.
"""

from collections.abc import Iterable
from dataclasses import replace

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute, VersionAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection, LocalSecondaryIndex

from handbook.domain.calendar import from_iso_day, iso_day
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.reforecast import reforecast_shard_of
from handbook.storage import record_form
from handbook.storage.life_form import residence_key
from handbook.storage.tables import Item, table_name, versioned

SUMMARY = "SUMMARY"
ASIDE = "_"
"""What sort keys begin with that a reading of a whole handbook leaves out."""


class RecordItem(Item):
    """Base of what the records table holds.

    An item that a client may see carries `seq`, the version that the summary got in the transaction which last wrote
    the item; the index `changes` holds these, and no others.
    """

    class Meta:
        table_name = table_name("RECORDS_TABLE")

    seq = NumberAttribute(null=True)


class ChangesIndex(LocalSecondaryIndex["RecordItem"]):
    """What changed in one handbook, in the order of its versions; read strongly consistent."""

    class Meta:
        index_name = "changes"
        projection = KeysOnlyProjection()

    pk = UnicodeAttribute(hash_key=True)
    seq = NumberAttribute(range_key=True)


class GuardianIndex(GlobalSecondaryIndex["GuardianItem"]):
    """Handbooks of one account."""

    class Meta:
        index_name = "gsi1"
        projection = KeysOnlyProjection()

    gsi1pk = UnicodeAttribute(hash_key=True)
    gsi1sk = UnicodeAttribute(range_key=True)


class AreaIndex(GlobalSecondaryIndex["SummaryItem"]):
    """Handbooks of one commune, youngest child last."""

    class Meta:
        index_name = "gsi2"
        projection = KeysOnlyProjection()

    gsi2pk = UnicodeAttribute(hash_key=True)
    gsi2sk = UnicodeAttribute(range_key=True)


class ShardIndex(GlobalSecondaryIndex["SummaryItem"]):
    """All handbooks, in parts; the keys of a handbook never change, so that the index is written once."""

    class Meta:
        index_name = "gsi1"
        projection = KeysOnlyProjection()

    gsi1pk = UnicodeAttribute(hash_key=True)
    gsi1sk = UnicodeAttribute(range_key=True)


class SummaryItem(RecordItem):
    """Everything that a decision about a handbook needs, in one read. `facts` is record_form's text.

    `written` says how many items with a `seq` the transaction wrote that made this version: a reader who finds fewer
    has looked while it was being written. Without `facts` the handbook is being erased, and nobody finds it
    (storage.erasing).
    """

    facts = JSONAttribute(null=True)
    next_contact_on = UnicodeAttribute(null=True)
    defaults_on = UnicodeAttribute(null=True)
    version = VersionAttribute()
    written = NumberAttribute(null=True)
    replanned_by = UnicodeAttribute(null=True)
    gsi1pk = UnicodeAttribute()
    gsi1sk = UnicodeAttribute()
    gsi2pk = UnicodeAttribute(null=True)
    gsi2sk = UnicodeAttribute(null=True)
    area = AreaIndex()
    shard = ShardIndex()


class GuardianItem(RecordItem):
    """One account's right on one handbook; the index lists them by account, as long as the right lasts."""

    until = UnicodeAttribute(null=True)
    gsi1pk = UnicodeAttribute(null=True)
    gsi1sk = UnicodeAttribute(null=True)
    by_account = GuardianIndex()


class EntryItem(RecordItem):
    """One version of an entry. The newest lies under its kind, its day and its id, and those before aside.

    `status`, `changed_at`, `changed_by` and the reason are there once an entry was changed.
    """

    entry = JSONAttribute()
    recorded_at = UnicodeAttribute()
    version = NumberAttribute()
    status = UnicodeAttribute(null=True)
    changed_at = UnicodeAttribute(null=True)
    changed_by = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    reason_text = UnicodeAttribute(null=True)
    changes = ChangesIndex()


class MarkItem(RecordItem):
    """That an id made by a client is used: by the item under `key`, with a digest of what was said with it."""

    key = UnicodeAttribute()
    said = UnicodeAttribute()


def partition_of(handbook_id: str) -> str:
    """Give the partition of a handbook."""
    return f"HANDBOOK#{handbook_id}"


def handbook_id_of(item: RecordItem) -> HandbookId:
    """Give the handbook in whose partition an item lies."""
    return HandbookId(item.pk.removeprefix("HANDBOOK#"))


def shard_key(shard: int) -> str:
    """Give the index partition of one part of all handbooks."""
    return f"SHARD#{shard:02x}"


def mark_key(own_id: str) -> str:
    """Give the sort key of the mark of an id that a client made."""
    return f"{ASIDE}ID#{own_id}"


def seq_after(read: Handbook) -> int:
    """Give the version that a handbook gets with the next write: the `seq` of what is written beside it."""
    return (read.version or 0) + 1


def summary_item(handbook: Handbook, written: int = 0, model: type[SummaryItem] = SummaryItem) -> SummaryItem:
    """Make the item of a handbook, guarded by the version that it was read at.

    `written` counts the items with a `seq` that the same transaction writes.
    """
    residence = residence_key(handbook)
    return model(
        partition_of(handbook.handbook_id),
        SUMMARY,
        facts=record_form.facts_of(handbook),
        next_contact_on=iso_day(handbook.next_contact_on),
        defaults_on=iso_day(handbook.defaults_on),
        written=written or None,
        **versioned(handbook.version),
        gsi1pk=shard_key(reforecast_shard_of(handbook.handbook_id)),
        gsi1sk=handbook.handbook_id,
        gsi2pk=residence[0] if residence else None,
        gsi2sk=residence[1] if residence else None,
    )


def handbooks_of(items: Iterable[SummaryItem]) -> list[Handbook]:
    """Read handbooks from their items, without those that are being erased."""
    return [handbook_of(item) for item in items if item.facts is not None]


def handbook_of(item: SummaryItem) -> Handbook:
    """Read a handbook from its item."""
    handbook_id = HandbookId(item.pk.removeprefix("HANDBOOK#"))
    handbook = record_form.handbook_from(handbook_id, item.facts, item.next_contact_on, item.version)
    written = int(item.written or 0)
    return replace(
        handbook, defaults_on=from_iso_day(item.defaults_on), replanned_by=item.replanned_by, written=written
    )
