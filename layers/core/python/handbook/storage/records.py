"""Handbooks and their entries: one item collection for each handbook."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute, VersionAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from handbook.domain.audit import AuditEntry
from handbook.domain.entries import Entry
from handbook.domain.handbook import Handbook
from handbook.domain.ids import AccountId, CommuneCode, HandbookId
from handbook.domain.paging import Page, Position
from handbook.domain.receipts import Receipt
from handbook.domain.reforecast import reforecast_shard_of
from handbook.storage import audit, receipts, record_form
from handbook.storage.entry_form import entry_from, form_of
from handbook.storage.entry_kinds import BY_WORD, KINDS
from handbook.storage.pages import fetched, page_of, start_key
from handbook.storage.tables import Item, table_name, transaction, translated, versioned

SUMMARY = "SUMMARY"


class RecordItem(Item):
    """Base of what the records table holds."""

    class Meta:
        table_name = table_name("RECORDS_TABLE")


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
    """Everything that a decision about a handbook needs, in one read. `facts` is record_form's text."""

    facts = JSONAttribute()
    next_contact_on = UnicodeAttribute(null=True)
    version = VersionAttribute()
    replanned_by = UnicodeAttribute(null=True)
    gsi1pk = UnicodeAttribute()
    gsi1sk = UnicodeAttribute()
    gsi2pk = UnicodeAttribute()
    gsi2sk = UnicodeAttribute()
    area = AreaIndex()
    shard = ShardIndex()


class GuardianItem(RecordItem):
    """One account's right on one handbook; the index lists them by account."""

    gsi1pk = UnicodeAttribute()
    gsi1sk = UnicodeAttribute()
    by_account = GuardianIndex()


class EntryItem(RecordItem):
    """One recorded entry; the sort key is its kind, its date and its id."""

    entry = JSONAttribute()
    recorded_at = UnicodeAttribute()
    version = NumberAttribute()


def _partition(handbook_id: str) -> str:
    return f"HANDBOOK#{handbook_id}"


def _entry_item(handbook_id: str, entry: Entry, version: int) -> EntryItem:
    return EntryItem(
        _partition(handbook_id),
        KINDS[type(entry)].sort_key(entry),
        entry=form_of(entry),
        recorded_at=record_form.instant(entry.recorded_at),
        version=version,
    )


def _shard_key(shard: int) -> str:
    return f"SHARD#{shard:02x}"


def summary_item(handbook: Handbook) -> SummaryItem:
    """Make the item of a handbook, guarded by the version that it was read at."""
    profile = handbook.profile
    return SummaryItem(
        _partition(handbook.handbook_id),
        SUMMARY,
        facts=record_form.facts_of(handbook),
        next_contact_on=handbook.next_contact_on.isoformat() if handbook.next_contact_on else None,
        **versioned(handbook.version),
        gsi1pk=_shard_key(reforecast_shard_of(handbook.handbook_id)),
        gsi1sk=handbook.handbook_id,
        gsi2pk=f"COMMUNE#{profile.commune_code}",
        gsi2sk=f"{profile.birth_date.isoformat()}#{handbook.handbook_id}",
    )


def _handbook(item: SummaryItem) -> Handbook:
    handbook_id = HandbookId(item.pk.removeprefix("HANDBOOK#"))
    handbook = record_form.handbook_from(handbook_id, item.facts, item.next_contact_on, item.version)
    return replace(handbook, replanned_by=item.replanned_by)


class Records:
    """Handbooks by id, by account and by commune, and the entries of each."""

    def get(self, handbook_id: HandbookId) -> Handbook | None:
        """Read one handbook with all that decisions need (AP-06); strongly consistent."""
        with translated():
            try:
                return _handbook(SummaryItem.get(_partition(handbook_id), SUMMARY, consistent_read=True))
            except SummaryItem.DoesNotExist:
                return None

    def add(self, handbook: Handbook, entry: AuditEntry, receipt: Receipt) -> None:
        """Open a handbook with its guardians. Raises ConflictError when the id is taken."""
        with transaction() as writes:
            writes.save(summary_item(handbook))
            for account_id in handbook.guardians:
                writes.save(self._guardian(handbook, account_id))
            audit.append(entry, writes)
            receipts.keep(receipt, handbook, writes)

    def save_profile(self, handbook: Handbook, before: Handbook, entry: AuditEntry) -> None:
        """Write a corrected profile and keep the one before with who replaced it and when.

        Raises ConflictError when the handbook changed since it was read.
        """
        old = EntryItem(
            _partition(before.handbook_id),
            f"PROFILE#{before.profile_version:06d}",
            entry={**record_form.profile_form(before.profile), "replaced_by": entry.actor_id},
            recorded_at=record_form.instant(entry.at),
            version=before.profile_version,
        )
        with transaction() as writes:
            writes.save(summary_item(handbook))
            writes.save(old, condition=EntryItem.pk.does_not_exist())
            audit.append(entry, writes)

    def save_visit(self, handbook: Handbook, entry: AuditEntry) -> None:
        """Write the right that a scan gives. Raises ConflictError when the handbook changed since it was read."""
        with transaction() as writes:
            writes.save(summary_item(handbook))
            audit.append(entry, writes)

    def add_entry(
        self,
        entry: Entry,
        audit_entry: AuditEntry,
        receipt: Receipt,
        result: object,
        changed: Handbook | None = None,
        also: Sequence[Entry] = (),
    ) -> None:
        """Write an entry of a handbook with those that follow from it, and the handbook itself where it changes.

        Raises ConflictError when the handbook changed since it was read or an entry is there; then nothing was
        written.
        """
        with transaction() as writes:
            if changed is not None:
                writes.save(summary_item(changed))
            for one in (entry, *also):
                item = _entry_item(audit_entry.handbook_id, one, 1)
                writes.save(item, condition=EntryItem.pk.does_not_exist())
            audit.append(audit_entry, writes)
            receipts.keep(receipt, result, writes)

    def replace_entry(self, entry: Entry, based_on: int, audit_entry: AuditEntry, changed: Handbook) -> None:
        """Write the next version of an entry, which holds all that the one before held, with the handbook.

        Raises ConflictError when the entry is not at version `based_on` or the handbook changed since it was read.
        """
        item = _entry_item(audit_entry.handbook_id, entry, based_on + 1)
        with transaction() as writes:
            writes.save(summary_item(changed))
            writes.save(item, condition=EntryItem.version == based_on)
            audit.append(audit_entry, writes)

    def entries[E: Entry](
        self, kind: type[E], handbook_id: HandbookId, limit: int, position: Position | None = None
    ) -> Page[E]:
        """Read the entries of one kind in the order of days (AP-07)."""
        partition, prefix = _partition(handbook_id), KINDS[kind].prefix
        start = start_key(position, frozenset({"pk", "sk"}), partition, "pk", prefix)
        with translated():
            found = EntryItem.query(partition, EntryItem.sk.startswith(prefix), limit=limit, last_evaluated_key=start)
            return page_of(found, lambda item: entry_from(kind, item.entry))

    def history(self, handbook_id: HandbookId) -> tuple[Entry, ...]:
        """Read every entry of a handbook, by kind and in the order of days (AP-08); strongly consistent.

        An alert told of from a stale reading would be one that the same nurse has just ended.
        """
        with translated():
            return tuple(
                entry_from(BY_WORD[word], item.entry)
                for item in EntryItem.query(_partition(handbook_id), consistent_read=True)
                if (word := item.sk.partition("#")[0]) in BY_WORD
            )

    def of_account(self, account_id: AccountId, limit: int, position: Position | None = None) -> Page[Handbook]:
        """List the handbooks that an account guards, in the order they were opened (AP-09)."""
        partition = f"ACCOUNT#{account_id}"
        start = start_key(position, frozenset({"pk", "sk", "gsi1pk", "gsi1sk"}), partition, "gsi1pk")
        with translated():
            found = GuardianItem.by_account.query(partition, limit=limit, last_evaluated_key=start)
            page = page_of(found, lambda item: item.pk)
            items = fetched(SummaryItem, page.items, SUMMARY)
        return Page(tuple(map(_handbook, items)), page.next)

    def of_commune(self, commune_code: CommuneCode, limit: int, position: Position | None = None) -> Page[Handbook]:
        """List the handbooks of a commune, youngest child first (AP-10)."""
        partition = f"COMMUNE#{commune_code}"
        start = start_key(position, frozenset({"pk", "sk", "gsi2pk", "gsi2sk"}), partition, "gsi2pk")
        with translated():
            found = SummaryItem.area.query(partition, limit=limit, scan_index_forward=False, last_evaluated_key=start)
            page = page_of(found, lambda item: item.pk)
            items = fetched(SummaryItem, page.items, SUMMARY)
        return Page(tuple(map(_handbook, items)), page.next)

    def of_shard(self, shard: int, limit: int, position: Position | None = None) -> Page[Handbook]:
        """List the handbooks of one part of all, in the order of ids (AP-22)."""
        partition = _shard_key(shard)
        start = start_key(position, frozenset({"pk", "sk", "gsi1pk", "gsi1sk"}), partition, "gsi1pk")
        with translated():
            found = SummaryItem.shard.query(partition, limit=limit, last_evaluated_key=start)
            page = page_of(found, lambda item: item.pk)
            items = fetched(SummaryItem, page.items, SUMMARY)
        return Page(tuple(map(_handbook, items)), page.next)

    def save_next_contact(self, handbook: Handbook, on: date | None, replanned_by: str) -> None:
        """Set the day of next contact and nothing else. Raises ConflictError when the handbook changed meanwhile."""
        item = SummaryItem(_partition(handbook.handbook_id), SUMMARY, version=handbook.version)
        day = SummaryItem.next_contact_on
        with translated():
            item.update(
                actions=[
                    day.set(on.isoformat()) if on else day.remove(),
                    SummaryItem.replanned_by.set(replanned_by),
                ]
            )

    @staticmethod
    def _guardian(handbook: Handbook, account_id: AccountId) -> GuardianItem:
        return GuardianItem(
            _partition(handbook.handbook_id),
            f"GUARDIAN#{account_id}",
            gsi1pk=f"ACCOUNT#{account_id}",
            gsi1sk=f"{record_form.instant(handbook.created_at)}#{handbook.handbook_id}",
        )
