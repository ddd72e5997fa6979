"""Handbooks that are being erased: from one transaction on nobody finds them, and their items go later.

An item that holds nothing of anybody takes the place of the summary. What a handbook consists of is looked for in its
partition, so that a deletion that broke off goes on by being begun again (storage.erased).
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime

from pynamodb.attributes import JSONAttribute, UnicodeAttribute, VersionAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from handbook.domain.audit import AuditEntry
from handbook.domain.calendar import from_iso_utc, iso_utc
from handbook.domain.data_requests import DataRequest
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.retention import Erasing
from handbook.storage import audit
from handbook.storage.data_requests import write_step
from handbook.storage.pages import fetched
from handbook.storage.record_items import SUMMARY, RecordItem, handbook_id_of, partition_of
from handbook.storage.tables import transaction, translated

_ERASING = "ERASING"
_PAGE = 100


class ErasingIndex(GlobalSecondaryIndex["ErasingItem"]):
    """Handbooks that are being erased, the first one begun first."""

    class Meta:
        index_name = "gsi1"
        projection = KeysOnlyProjection()

    gsi1pk = UnicodeAttribute(hash_key=True)
    gsi1sk = UnicodeAttribute(range_key=True)


class ErasingItem(RecordItem):
    """In the place of a summary: that its handbook is being erased. Readers of summaries pass it by."""

    since = UnicodeAttribute()
    rule_id = UnicodeAttribute()
    codes = JSONAttribute()
    version = VersionAttribute()
    gsi1pk = UnicodeAttribute()
    gsi1sk = UnicodeAttribute()
    begun = ErasingIndex()


class Erasings:
    """Handbooks on their way out."""

    def begin(
        self,
        books: Sequence[Handbook],
        rule_id: str,
        at: datetime,
        entry: AuditEntry | None,
        request: DataRequest | None = None,
    ) -> None:
        """Let nobody find a handbook any more, nor those read in it, with the request that is fulfilled by it.

        Raises ConflictError when any of them changed since it was read; then nothing changed.
        """
        with transaction() as writes:
            for book in books:
                writes.save(_item(book, rule_id, at))
            if request is not None:
                write_step(request, None, writes)
            if entry is not None:
                audit.append(entry, writes)

    def get(self, handbook_id: HandbookId) -> Erasing | None:
        """Read what is known of a handbook that is being erased; None where it is not."""
        with translated(), suppress(ErasingItem.DoesNotExist):
            item = ErasingItem.get(partition_of(handbook_id), SUMMARY, consistent_read=True)
            return _erasing(item) if item.since else None
        return None

    def begun(self) -> Iterator[Erasing]:
        """Walk the handbooks that are being erased, the first one begun first (AP-220)."""
        found = ErasingItem.begun.query(_ERASING, page_size=_PAGE)
        while True:
            with translated():
                # The range first: the other way round the last look takes an item that nobody gets.
                keys = [item.pk for _, item in zip(range(_PAGE), found, strict=False)]
                items = fetched(ErasingItem, keys, SUMMARY, consistent=True)
            yield from (_erasing(item) for item in items if item.since)
            if len(keys) < _PAGE:
                return


def _item(book: Handbook, rule_id: str, at: datetime) -> ErasingItem:
    return ErasingItem(
        partition_of(book.handbook_id),
        SUMMARY,
        since=iso_utc(at),
        rule_id=rule_id,
        codes=[one.code for one in book.all_carriers],
        version=book.version,
        gsi1pk=_ERASING,
        gsi1sk=f"{iso_utc(at)}#{book.handbook_id}",
    )


def _erasing(item: ErasingItem) -> Erasing:
    return Erasing(handbook_id_of(item), from_iso_utc(item.since), item.rule_id, tuple(item.codes))
