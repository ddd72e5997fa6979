"""Identifiers of handbooks: sealed, and found through a blind index."""

from collections.abc import Callable
from typing import cast

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from handbook.domain.audit import AuditEntry
from handbook.domain.calendar import from_iso_day, from_iso_utc, iso_day, iso_utc
from handbook.domain.handbook import Handbook
from handbook.domain.identifiers import Identifier, NumberMark, Status, Subject, System, office_of, same_number
from handbook.domain.ids import HandbookId, IdentifierId
from handbook.domain.marks import marks_of, version_of
from handbook.domain.receipts import Receipt
from handbook.storage import audit, receipts
from handbook.storage.entries import mark
from handbook.storage.record_items import ASIDE, RecordItem, partition_of, seq_after, summary_item
from handbook.storage.tables import transaction, translated

type Seal = Callable[[str, str], str]
"""Encrypts a number for one place; the second argument names the place and must be the same when it is opened."""
type Unseal = Callable[[str, str], str]
type MarkOf = Callable[[str], str]
"""Gives the blind index of a number."""

PREFIX = "IDENTIFIER#"
_MOST = 500
"""Handbooks that one number can lead to: a mother's many, and those of slips."""


class HolderIndex(GlobalSecondaryIndex["IdentifierItem"]):
    """Where a number stands, by its blind index: those that hold before those that ended, then the subject."""

    class Meta:
        index_name = "gsi1"
        projection = KeysOnlyProjection()

    gsi1pk = UnicodeAttribute(hash_key=True)
    gsi1sk = UnicodeAttribute(range_key=True)


class IdentifierItem(RecordItem):
    """One number of one person. The number is sealed for the item's key; the key names the office that gave it."""

    sealed = UnicodeAttribute()
    office = UnicodeAttribute()
    subject = UnicodeAttribute()
    status = UnicodeAttribute()
    starts_on = UnicodeAttribute(null=True)
    ends_on = UnicodeAttribute(null=True)
    recorded_at = UnicodeAttribute()
    recorded_by = UnicodeAttribute()
    changed_at = UnicodeAttribute(null=True)
    changed_by = UnicodeAttribute(null=True)
    version = NumberAttribute()
    gsi1pk = UnicodeAttribute(null=True)
    gsi1sk = UnicodeAttribute(null=True)
    by_number = HolderIndex()


def _sort_key(identifier: Identifier) -> str:
    return f"{PREFIX}{identifier.system}#{identifier.identifier_id}"


def _earlier_key(identifier: Identifier) -> str:
    return f"{ASIDE}{_sort_key(identifier)}#{identifier.version:04d}"


def _index_key(mark: str) -> str:
    return f"{PREFIX}{mark}"


class Identifiers:
    """The numbers of one handbook, and the handbooks of one number. The functions guard the numbers."""

    def __init__(self, seal: Seal, unseal: Unseal, mark_of: MarkOf) -> None:
        self._seal = seal
        self._unseal = unseal
        self._mark_of = mark_of

    def of_handbook(self, handbook: Handbook) -> tuple[Identifier, ...]:
        """Read every number of a handbook and of those merged into it, by office (AP-90); strongly consistent."""
        return tuple(map(self._identifier, self._items(handbook)))

    def marks_of(self, handbook: Handbook) -> tuple[NumberMark, ...]:
        """Read the blind indexes of the numbers that hold (AP-90).

        A number is opened only to give its mark under the current key where it still stands under another.
        """
        return tuple(
            NumberMark(cast("Subject", item.subject), item.office, self._current_mark(item))
            for item in self._items(handbook)
            if item.status == "active"
        )

    def _current_mark(self, item: IdentifierItem) -> str:
        stored = (item.gsi1pk or "").removeprefix(PREFIX)
        current, *others = marks_of(self._mark_of(""))
        if not others or version_of(stored) == version_of(current):
            return stored
        known = self._identifier(item)
        return str(self.mark_of(known.system, known.value))

    def holders(self, system: System, value: str) -> tuple[HandbookId, ...]:
        """Find the handbooks on which a number stands or stood, those where it holds first (AP-91)."""
        return self._holders(self._mark_of(same_number(system, value)), "")

    def held_by(self, mark: str, subject: Subject) -> tuple[HandbookId, ...]:
        """Find the handbooks on which a number holds for a child, a mother or a father, by blind index (AP-91)."""
        return self._holders(mark, f"ACTIVE#{subject}#")

    def mark_of(self, system: System, value: str) -> str:
        """Give the blind index of a number."""
        return self._mark_of(same_number(system, value))

    def add(
        self, identifier: Identifier, handbook: Handbook, audit_entry: AuditEntry, receipt: Receipt, result: object
    ) -> None:
        """Write a number with the handbook, and the mark of an id that the client made.

        Raises ConflictError when the handbook changed since it was read, or the id is used.
        """
        with transaction() as writes:
            writes.save(summary_item(handbook, written=1))
            item = self._item(identifier, seq_after(handbook))
            writes.save(item, condition=IdentifierItem.pk.does_not_exist())
            mark(handbook.handbook_id, receipt, item.sk, writes)
            audit.append(audit_entry, writes)
            receipts.keep(receipt, result, writes)

    def replace(self, before: Identifier, after: Identifier, handbook: Handbook, audit_entry: AuditEntry) -> None:
        """Write the next version of a number with the handbook, and keep the one before, which nothing finds.

        Raises ConflictError when either changed since it was read.
        """
        with transaction() as writes:
            writes.save(summary_item(handbook, written=1))
            writes.save(self._aside(before), condition=IdentifierItem.pk.does_not_exist())
            writes.save(
                self._item(after, seq_after(handbook)),
                condition=IdentifierItem.version == before.version,
            )
            audit.append(audit_entry, writes)

    def _items(self, handbook: Handbook) -> list[IdentifierItem]:
        begins = IdentifierItem.sk.startswith(PREFIX)
        with translated():
            return [
                item
                for handbook_id in handbook.partitions
                for item in IdentifierItem.query(partition_of(handbook_id), begins, consistent_read=True)
            ]

    def _holders(self, mark: str, prefix: str) -> tuple[HandbookId, ...]:
        condition = IdentifierItem.gsi1sk.startswith(prefix) if prefix else None
        with translated():
            found = [
                item
                for one in marks_of(mark)
                for item in IdentifierItem.by_number.query(_index_key(one), condition, limit=_MOST)
            ]
        # Those where it holds first, also where some stand under another key.
        ids = [
            HandbookId(item.pk.removeprefix("HANDBOOK#")) for item in sorted(found, key=lambda one: one.gsi1sk or "")
        ]
        return tuple(dict.fromkeys(ids))

    def _item(self, identifier: Identifier, seq: int) -> IdentifierItem:
        item = self._form(_sort_key(identifier), identifier)
        held = "ACTIVE" if identifier.status == "active" else "ENDED"
        item.seq = seq
        item.gsi1pk = _index_key(self.mark_of(identifier.system, identifier.value))
        item.gsi1sk = f"{held}#{identifier.subject}#{identifier.handbook_id}"
        return item

    def _aside(self, identifier: Identifier) -> IdentifierItem:
        return self._form(_earlier_key(identifier), identifier)

    def _form(self, sort_key: str, identifier: Identifier) -> IdentifierItem:
        partition = partition_of(identifier.handbook_id)
        return IdentifierItem(
            partition,
            sort_key,
            office=office_of(identifier.system, identifier.value),
            sealed=self._seal(identifier.value, f"{partition}|{sort_key}"),
            subject=identifier.subject,
            status=identifier.status,
            starts_on=iso_day(identifier.starts_on),
            ends_on=iso_day(identifier.ends_on),
            recorded_at=iso_utc(identifier.recorded_at),
            recorded_by=identifier.recorded_by,
            changed_at=iso_utc(identifier.changed_at) if identifier.changed_at else None,
            changed_by=identifier.changed_by,
            version=identifier.version,
        )

    def _identifier(self, item: IdentifierItem) -> Identifier:
        _, system, identifier_id = item.sk.split("#", 2)
        return Identifier(
            identifier_id=IdentifierId(identifier_id),
            handbook_id=HandbookId(item.pk.removeprefix("HANDBOOK#")),
            subject=cast("Subject", item.subject),
            system=System(system),
            value=self._unseal(item.sealed, f"{item.pk}|{item.sk}"),
            recorded_at=from_iso_utc(item.recorded_at),
            recorded_by=item.recorded_by,
            status=cast("Status", item.status),
            starts_on=from_iso_day(item.starts_on),
            ends_on=from_iso_day(item.ends_on),
            changed_at=from_iso_utc(item.changed_at) if item.changed_at else None,
            changed_by=item.changed_by,
            version=int(item.version),
        )
