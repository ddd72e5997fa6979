"""Who did not come: one item a handbook, in the index from the day on which it defaults."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from handbook.domain.audit import AuditEntry
from handbook.domain.calendar import from_iso_utc, iso_utc
from handbook.domain.errors import ConflictError
from handbook.domain.ids import CommuneCode, HandbookId
from handbook.domain.paging import Page, Position
from handbook.domain.receipts import Receipt
from handbook.domain.reminders.defaulters import Finding, Note, Noted
from handbook.domain.reminders.drift import Listed
from handbook.storage import audit, receipts
from handbook.storage.pages import fetched, page_of, start_key
from handbook.storage.reminders import RemindersTableItem
from handbook.storage.tables import transaction, translated

_SORT_KEY = "DEFAULTER"


class DefaulterIndex(GlobalSecondaryIndex["DefaulterItem"]):
    """Handbooks of a commune by the day on which they default; who has nothing to catch up on is not here."""

    class Meta:
        index_name = "gsi1"
        projection = KeysOnlyProjection()

    gsi1pk = UnicodeAttribute(hash_key=True)
    gsi1sk = UnicodeAttribute(range_key=True)


class DefaulterItem(RemindersTableItem):
    """When a handbook defaults, as of which of its versions, and what the unit wrote down about it."""

    as_of = NumberAttribute(null=True)
    notes = JSONAttribute(null=True)
    notes_version = NumberAttribute(null=True)
    gsi1pk = UnicodeAttribute(null=True)
    gsi1sk = UnicodeAttribute(null=True)
    by_commune = DefaulterIndex()


def _partition(handbook_id: str) -> str:
    return f"HANDBOOK#{handbook_id}"


class Defaulters:
    """Who did not come, by commune, and what was written down about them."""

    def follow(self, handbook_id: HandbookId, on: date | None, commune_code: CommuneCode | None, as_of: int) -> bool:
        """Put a handbook on the list of its commune from a day on, or off it; false when newer facts are there.

        Applying the same change twice, or late, changes nothing.
        """
        item = DefaulterItem(_partition(handbook_id), _SORT_KEY)
        place = (
            [
                DefaulterItem.gsi1pk.set(f"defaulters#{commune_code}"),
                DefaulterItem.gsi1sk.set(f"{on.isoformat()}#{handbook_id}"),
            ]
            if on and commune_code
            else [DefaulterItem.gsi1pk.remove(), DefaulterItem.gsi1sk.remove()]
        )
        fresh = DefaulterItem.as_of.does_not_exist() | (DefaulterItem.as_of <= as_of)
        try:
            with translated():
                item.update(actions=[DefaulterItem.as_of.set(as_of), *place], condition=fresh)
        except ConflictError:
            return False
        return True

    def of_commune(
        self, commune_code: CommuneCode, today: date, limit: int, position: Position | None = None
    ) -> Page[HandbookId]:
        """List who has defaulted by today, the longest first (AP-72)."""
        partition = f"defaulters#{commune_code}"
        start = start_key(position, frozenset({"pk", "sk", "gsi1pk", "gsi1sk"}), partition, "gsi1pk")
        with translated():
            found = DefaulterItem.by_commune.query(
                partition, DefaulterItem.gsi1sk <= f"{today.isoformat()}$", limit=limit, last_evaluated_key=start
            )
            return page_of(found, lambda item: HandbookId(item.pk.removeprefix("HANDBOOK#")))

    def listed(self, handbook_ids: Sequence[HandbookId]) -> dict[HandbookId, Listed]:
        """Read where handbooks stand, a hundred in a request; those that never stood anywhere are left out (AP-77)."""
        with translated():
            found = fetched(DefaulterItem, [_partition(one) for one in handbook_ids], _SORT_KEY)
        return {HandbookId(item.pk.removeprefix("HANDBOOK#")): _listed(item) for item in found}

    def notes(self, handbook_ids: Sequence[HandbookId]) -> dict[HandbookId, Noted]:
        """Read what was written down about several handbooks (AP-73)."""
        with translated():
            keys = [(_partition(one), _SORT_KEY) for one in handbook_ids]
            return {
                HandbookId(item.pk.removeprefix("HANDBOOK#")): _noted(item) for item in DefaulterItem.batch_get(keys)
            }

    def noted(self, handbook_id: HandbookId) -> Noted:
        """Read what was written down about a handbook (AP-74); strongly consistent."""
        with translated():
            try:
                return _noted(DefaulterItem.get(_partition(handbook_id), _SORT_KEY, consistent_read=True))
            except DefaulterItem.DoesNotExist:
                return Noted()

    def add_note(self, note: Note, before: Noted, entry: AuditEntry, receipt: Receipt) -> None:
        """Write one more note. Raises ConflictError when somebody wrote one since these were read."""
        item = DefaulterItem(_partition(entry.handbook_id), _SORT_KEY)
        seen = DefaulterItem.notes_version
        unchanged = (seen == before.version) if before.version else seen.does_not_exist()
        with transaction() as writes:
            writes.update(
                item,
                actions=[
                    DefaulterItem.notes.set([_form(one) for one in (*before.notes, note)]),
                    DefaulterItem.notes_version.set(before.version + 1),
                ],
                condition=unchanged,
            )
            audit.append(entry, writes)
            receipts.keep(receipt, note, writes)


def _listed(item: DefaulterItem) -> Listed:
    commune, on = item.gsi1pk, item.gsi1sk
    return Listed(
        date.fromisoformat(on.partition("#")[0]) if on else None,
        CommuneCode(commune.removeprefix("defaulters#")) if commune else None,
        int(item.as_of or 0),
    )


def _form(note: Note) -> dict[str, Any]:
    return {
        "finding": note.finding,
        "on": note.on.isoformat(),
        "by": note.noted_by,
        "at": iso_utc(note.noted_at),
        "text": note.text,
    }


def _noted(item: DefaulterItem) -> Noted:
    notes = tuple(
        Note(Finding(one["finding"]), date.fromisoformat(one["on"]), one["by"], from_iso_utc(one["at"]), one["text"])
        for one in item.notes or ()
    )
    return Noted(notes, int(item.notes_version or 0))
