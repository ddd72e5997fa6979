"""What the use cases of bonds and invitations need of the world. Types only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from handbook.domain.audit import AuditEntry
    from handbook.domain.bonds import BondEvent
    from handbook.domain.handbook import Handbook
    from handbook.domain.ids import AccountId, HandbookId, PhoneE164
    from handbook.domain.invitations import Invitation
    from handbook.domain.receipts import Receipt

type TellAccount = Callable[[AccountId], object]
"""Tells an account that the bonds of a handbook of its changed."""
type SendLink = Callable[[PhoneE164, str], str]
"""Sends the link with a token to a number, and says how that went."""
type SaveBonds = Callable[[Handbook, Sequence[BondEvent], AuditEntry], None]
"""See storage.bonds.save_bonds."""


class Invitations(Protocol):
    """See storage.invitations.Invitations."""

    def since(self, handbooks: Sequence[HandbookId], since: datetime) -> Sequence[Invitation]: ...
    def of_token(self, token_mark: str) -> Invitation | None: ...
    def add(self, invitation: Invitation, entry: AuditEntry, receipt: Receipt, result: object) -> None: ...
    def revoke(self, invitation: Invitation, entry: AuditEntry) -> None: ...
    def accept(
        self,
        invitation: Invitation,
        handbook: Handbook,
        events: Sequence[BondEvent],
        entry: AuditEntry,
        receipt: Receipt,
        result: object,
    ) -> None: ...
