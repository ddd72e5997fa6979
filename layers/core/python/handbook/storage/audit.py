"""The append-only access log."""

import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.transactions import TransactWrite

from handbook.domain.access import Action, Ground
from handbook.domain.audit import AuditEntry, Outcome, Refusal
from handbook.domain.audit_chain import address_digest
from handbook.domain.calendar import from_iso_utc, iso_utc
from handbook.domain.errors import ConflictError
from handbook.domain.ids import HandbookId
from handbook.domain.lookups import Lookup
from handbook.domain.paging import Page, Position
from handbook.storage.pages import gathered
from handbook.storage.tables import Item, table_name, transaction, translated


class AuditItem(Item):
    """One access; the sort key is time, then the request, so that entries of one instant stay apart."""

    class Meta:
        table_name = table_name("AUDIT_TABLE")

    actor_id = UnicodeAttribute()
    role = UnicodeAttribute()
    unit_id = UnicodeAttribute(null=True)
    action = UnicodeAttribute()
    ground = UnicodeAttribute(null=True)
    purpose = UnicodeAttribute(null=True)
    outcome = UnicodeAttribute(default=Outcome.ALLOWED.value)
    times = NumberAttribute(null=True)
    dropped_to = NumberAttribute(null=True)
    dropped_digest = UnicodeAttribute(null=True)
    address = UnicodeAttribute(null=True)
    address_salt = UnicodeAttribute(null=True)
    address_digest = UnicodeAttribute(null=True)


class LookupItem(Item):
    """One look-up of one member of staff, found or not; what was sought is not written."""

    class Meta:
        table_name = table_name("AUDIT_TABLE")

    role = UnicodeAttribute()
    unit_id = UnicodeAttribute(null=True)
    by = UnicodeAttribute()
    found = NumberAttribute()


def _partition(handbook_id: HandbookId) -> str:
    return f"HANDBOOK#{handbook_id}"


def _item(entry: AuditEntry) -> AuditItem:
    return AuditItem(
        _partition(entry.handbook_id),
        f"{iso_utc(entry.at)}#{entry.request_id}#{entry.action}",
        actor_id=entry.actor_id,
        role=entry.role,
        unit_id=entry.unit_id,
        action=entry.action,
        ground=entry.ground,
        purpose=entry.purpose,
        outcome=entry.outcome,
        **where_from(entry.address),
    )


def where_from(address: str | None) -> Mapping[str, Any]:
    """Give the attributes that say where something came from."""
    # An address has a shorter term than its entry. The seal of the entry holds the digest only, which says nothing
    # once the salt is gone with the address.
    if address is None:
        return {}
    salt = secrets.token_hex(16)
    return {"address": address, "address_salt": salt, "address_digest": address_digest(salt, address)}


def _attempt(refusal: Refusal, times: int) -> AuditItem:
    return AuditItem(
        f"ACTOR#{refusal.actor.id}",
        f"{iso_utc(refusal.at)}#{refusal.request_id}#{refusal.action}",
        actor_id=refusal.actor.id,
        role=refusal.actor.role,
        unit_id=refusal.actor.unit_id,
        action=refusal.action,
        outcome=Outcome.REFUSED,
        times=times if times > 1 else None,
        **where_from(refusal.address),
    )


def _entry(item: AuditItem) -> AuditEntry:
    at, request_id, _ = item.sk.split("#", 2)
    return AuditEntry(
        handbook_id=HandbookId(item.pk.removeprefix("HANDBOOK#")),
        at=from_iso_utc(at),
        actor_id=item.actor_id,
        role=item.role,
        unit_id=item.unit_id,
        action=Action(item.action),
        ground=Ground(item.ground) if item.ground else None,
        request_id=request_id,
        purpose=item.purpose,
        address=item.address,
        outcome=Outcome(item.outcome),
    )


def append(entry: AuditEntry, writes: TransactWrite) -> None:
    """Add an entry to the transaction of the change that it tells of; nothing is ever overwritten."""
    writes.save(_item(entry), condition=AuditItem.pk.does_not_exist())


def note(entry: AuditEntry) -> None:
    """Write one access that changed nothing; a request that tries again notes it once. Raises UnavailableError."""
    with suppress(ConflictError), translated():
        _item(entry).save(condition=AuditItem.pk.does_not_exist())


class AuditLog:
    """Entries of one handbook, newest first."""

    def record(self, entry: AuditEntry) -> None:
        """Write one access that changed nothing. Raises UnavailableError: then the access must not happen."""
        with translated():
            _item(entry).save(condition=AuditItem.pk.does_not_exist())

    def refuse(self, refusal: Refusal, times: int = 1) -> None:
        """Write one refusal: into the log of the handbook that it concerned, else under who tried.

        More than one `times` are those of a window that nothing else tells of; they stand under who tried.
        Raises UnavailableError: then nothing must be answered.
        """
        entry = refusal.entry if times == 1 else None
        item = _item(entry) if entry else _attempt(refusal, times)
        with suppress(ConflictError), translated():
            item.save(condition=AuditItem.pk.does_not_exist())

    def record_all(self, entries: Sequence[AuditEntry]) -> None:
        """Write the accesses of one page, at most a hundred. Raises UnavailableError: then it must not be shown."""
        if not entries:
            return
        with transaction() as writes:
            for entry in entries:
                append(entry, writes)

    def record_lookup(self, lookup: Lookup, shown: Sequence[AuditEntry]) -> None:
        """Write a look-up, and what it showed into the log of each handbook, in one transaction.

        Raises UnavailableError: then nothing must be shown.
        """
        item = LookupItem(
            f"ACTOR#{lookup.actor_id}",
            f"{iso_utc(lookup.at)}#{lookup.request_id}",
            role=lookup.role,
            unit_id=lookup.unit_id,
            by=lookup.by,
            found=lookup.found,
        )
        with transaction() as writes:
            writes.save(item, condition=LookupItem.pk.does_not_exist())
            for entry in shown:
                append(entry, writes)

    def page(self, handbooks: Sequence[HandbookId], limit: int, position: Position | None = None) -> Page[AuditEntry]:
        """Read up to `limit` entries of a handbook and those that are read in it (AP-12)."""
        with translated():
            return gathered(
                [_partition(handbook_id) for handbook_id in handbooks],
                lambda partition, start: AuditItem.query(
                    partition, scan_index_forward=False, limit=limit, last_evaluated_key=start
                ),
                _entry,
                limit,
                position,
                "20",
                descending=True,
            )
