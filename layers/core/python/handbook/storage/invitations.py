"""Invitations to handbooks: in the partition of the handbook, found by the keyed hash of their secret while open."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import cast

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from handbook.domain.audit import AuditEntry
from handbook.domain.bonds import BondEvent, Proof
from handbook.domain.calendar import from_iso_day, from_iso_utc, iso_day, iso_utc
from handbook.domain.errors import StaleVersionError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId, InvitationId, PhoneE164, PhoneIndex
from handbook.domain.invitations import Invitation, InvitationState, Relation, StaffReason
from handbook.domain.marks import marks_of
from handbook.domain.receipts import Receipt
from handbook.domain.roles import Role
from handbook.storage import audit, receipts
from handbook.storage.bonds import write_bonds
from handbook.storage.record_items import RecordItem, partition_of
from handbook.storage.tables import transaction, translated


class TokenIndex(GlobalSecondaryIndex["InvitationItem"]):
    """Open invitations by the keyed hash of their secret."""

    class Meta:
        index_name = "gsi1"
        projection = KeysOnlyProjection()

    gsi1pk = UnicodeAttribute(hash_key=True)
    gsi1sk = UnicodeAttribute(range_key=True)


class InvitationItem(RecordItem):
    """One invitation; the number is sealed for this item. The index forgets it once it is accepted or revoked."""

    phone = UnicodeAttribute()
    phone_index = UnicodeAttribute()
    role = UnicodeAttribute()
    relation = UnicodeAttribute()
    invited_by = UnicodeAttribute()
    by_family = BooleanAttribute()
    until = UnicodeAttribute(null=True)
    transfer = BooleanAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    proof = UnicodeAttribute(null=True)
    state = UnicodeAttribute()
    changed_at = UnicodeAttribute(null=True)
    changed_by = UnicodeAttribute(null=True)
    told = UnicodeAttribute(null=True)
    version = NumberAttribute()
    gsi1pk = UnicodeAttribute(null=True)
    gsi1sk = UnicodeAttribute(null=True)
    by_token = TokenIndex()


class Invitations:
    """Reads and writes invitations. `seal` and `unseal` guard the number that was invited."""

    def __init__(self, seal: Callable[[str, str], str], unseal: Callable[[str, str], str]) -> None:
        self._seal = seal
        self._unseal = unseal

    def since(self, handbooks: Sequence[HandbookId], since: datetime) -> tuple[Invitation, ...]:
        """List invitations of a handbook and of those merged into it, the newest first (AP-181); strongly consistent.

        At most ten a day are made, which bounds what is read.
        """
        found: list[Invitation] = []
        with translated():
            for handbook_id in handbooks:
                span = InvitationItem.sk.between(f"INVITATION#{iso_utc(since)}", "INVITATION#~")
                items = InvitationItem.query(partition_of(handbook_id), span, consistent_read=True)
                found.extend(map(self._invitation, items))
        return tuple(sorted(found, key=lambda one: (one.invited_at, one.invitation_id), reverse=True))

    def of_token(self, token_mark: str) -> Invitation | None:
        """Find an open invitation by the keyed hash of its secret (AP-182)."""
        with translated():
            found = (
                one for mark in marks_of(token_mark) for one in InvitationItem.by_token.query(_token_key(mark), limit=1)
            )
            keys = next(found, None)
            if keys is None:
                return None
            try:
                item = InvitationItem.get(keys.pk, keys.sk, consistent_read=True)
            except InvitationItem.DoesNotExist:
                return None
        return self._invitation(item)

    def add(self, invitation: Invitation, entry: AuditEntry, receipt: Receipt, result: object) -> None:
        """Write a new invitation. Raises ConflictError when the same request did so meanwhile."""
        with transaction() as writes:
            writes.save(self._item(invitation), condition=InvitationItem.pk.does_not_exist())
            audit.append(entry, writes)
            receipts.keep(receipt, result, writes)

    def revoke(self, invitation: Invitation, entry: AuditEntry) -> None:
        """Write that an invitation was revoked. Raises StaleVersionError when it is another by now."""
        with transaction(StaleVersionError) as writes:
            writes.save(self._item(invitation), condition=InvitationItem.version == invitation.version - 1)
            audit.append(entry, writes)

    def accept(
        self,
        invitation: Invitation,
        handbook: Handbook,
        events: Sequence[BondEvent],
        entry: AuditEntry,
        receipt: Receipt,
        result: object,
    ) -> None:
        """Write an accepted invitation with the bonds that it made and ended, all or nothing.

        Raises ConflictError when the handbook or the invitation changed since it was read.
        """
        with transaction() as writes:
            writes.save(self._item(invitation), condition=InvitationItem.version == invitation.version - 1)
            write_bonds(handbook, events, writes)
            audit.append(entry, writes)
            receipts.keep(receipt, result, writes)

    def _item(self, invitation: Invitation) -> InvitationItem:
        is_open = invitation.state is InvitationState.OPEN
        pk = partition_of(invitation.handbook_id)
        return InvitationItem(
            pk,
            _sort_key(invitation),
            phone=self._seal(invitation.phone, f"{pk}#{invitation.invitation_id}"),
            phone_index=invitation.phone_index,
            role=invitation.role.value,
            relation=invitation.relation,
            invited_by=invitation.invited_by,
            by_family=invitation.by_family,
            until=iso_day(invitation.until),
            transfer=invitation.transfer or None,
            reason=invitation.reason,
            proof=invitation.proof,
            state=invitation.state.value,
            changed_at=iso_utc(invitation.changed_at) if invitation.changed_at else None,
            changed_by=invitation.changed_by,
            told=invitation.told,
            version=invitation.version,
            gsi1pk=_token_key(invitation.token_mark) if is_open else None,
            gsi1sk=iso_utc(invitation.expires_at) if is_open else None,
        )

    def _invitation(self, item: InvitationItem) -> Invitation:
        _, at, invitation_id = item.sk.split("#")
        return Invitation(
            invitation_id=InvitationId(invitation_id),
            handbook_id=HandbookId(item.pk.removeprefix("HANDBOOK#")),
            token_mark=(item.gsi1pk or "").removeprefix("INVITATION#"),
            phone=PhoneE164(self._unseal(item.phone, f"{item.pk}#{invitation_id}")),
            phone_index=PhoneIndex(item.phone_index),
            role=Role(item.role),
            relation=cast("Relation", item.relation),
            invited_by=item.invited_by,
            by_family=item.by_family,
            invited_at=from_iso_utc(at),
            until=from_iso_day(item.until),
            transfer=bool(item.transfer),
            reason=cast("StaffReason | None", item.reason),
            proof=cast("Proof | None", item.proof),
            state=InvitationState(item.state),
            changed_at=from_iso_utc(item.changed_at) if item.changed_at else None,
            changed_by=item.changed_by,
            told=item.told,
            version=int(item.version),
        )


def _token_key(token_mark: str) -> str:
    return f"INVITATION#{token_mark}"


def _sort_key(invitation: Invitation) -> str:
    return f"INVITATION#{iso_utc(invitation.invited_at)}#{invitation.invitation_id}"
