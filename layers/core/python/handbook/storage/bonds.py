"""Bonds beside the summary: each account's list of handbooks, and what happened to each bond."""

from collections.abc import Sequence

from pynamodb.attributes import UnicodeAttribute
from pynamodb.transactions import TransactWrite

from handbook.domain.audit import AuditEntry
from handbook.domain.bonds import BondEvent
from handbook.domain.calendar import iso_day, iso_utc
from handbook.domain.handbook import Handbook
from handbook.storage import audit
from handbook.storage.lives import guardian_item
from handbook.storage.record_items import GuardianItem, RecordItem, partition_of, seq_after, summary_item
from handbook.storage.tables import transaction


class BondItem(RecordItem):
    """That a bond began or ended; it is never changed."""

    role = UnicodeAttribute()
    since = UnicodeAttribute(null=True)
    until = UnicodeAttribute(null=True)
    happened = UnicodeAttribute()
    at = UnicodeAttribute()
    by = UnicodeAttribute()
    reason = UnicodeAttribute(null=True)
    proof = UnicodeAttribute(null=True)
    invitation_id = UnicodeAttribute(null=True)


def write_bonds(handbook: Handbook, events: Sequence[BondEvent], writes: TransactWrite) -> None:
    """Add a handbook with its bonds as they are now to a transaction, with what happened to them."""
    writes.save(summary_item(handbook))
    for event in events:
        writes.save(_bond_item(handbook, event), condition=BondItem.pk.does_not_exist())
        if event.happened == "began":
            writes.save(guardian_item(handbook, event.account_id, event.bond.until))
        else:
            # Without its index keys: the account's list of handbooks forgets it, and the item stays.
            writes.save(GuardianItem(partition_of(handbook.handbook_id), f"GUARDIAN#{event.account_id}"))


def save_bonds(handbook: Handbook, events: Sequence[BondEvent], entry: AuditEntry) -> None:
    """Write bonds that ended, with why. Raises ConflictError when the handbook changed since it was read."""
    with transaction() as writes:
        write_bonds(handbook, events, writes)
        audit.append(entry, writes)


def _bond_item(handbook: Handbook, event: BondEvent) -> BondItem:
    return BondItem(
        partition_of(handbook.handbook_id),
        f"BOND#{seq_after(handbook):06d}#{event.account_id}",
        role=event.bond.role.value,
        since=iso_day(event.bond.since),
        until=iso_day(event.bond.until),
        happened=event.happened,
        at=iso_utc(event.at),
        by=event.by,
        reason=event.reason,
        proof=event.proof,
        invitation_id=event.invitation_id,
    )
