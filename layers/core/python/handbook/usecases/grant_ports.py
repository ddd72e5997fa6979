"""What use cases need to keep rights on handbooks. Types only: loads nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handbook.domain.audit import AuditEntry
    from handbook.domain.grant_records import GrantRecord
    from handbook.domain.grants import GrantKind
    from handbook.domain.handbook import Handbook
    from handbook.domain.ids import GrantId, HandbookId, UnitId
    from handbook.domain.paging import Page, Position
    from handbook.domain.receipts import Receipt


class Grants(Protocol):
    """See storage.grants.Grants."""

    def add(
        self, record: GrantRecord, changed: Handbook, audit_entry: AuditEntry, receipt: Receipt, result: object
    ) -> None: ...
    def save(self, record: GrantRecord, changed: Handbook, audit_entry: AuditEntry) -> None: ...
    def get(self, handbooks: Sequence[HandbookId], grant_id: GrantId) -> GrantRecord | None: ...
    def of_handbook(
        self, handbooks: Sequence[HandbookId], limit: int, position: Position | None = None
    ) -> Page[GrantRecord]: ...
    def of_holder(
        self, unit_id: UnitId, kind: GrantKind, limit: int, position: Position | None = None
    ) -> Page[GrantRecord]: ...
    def of_giver(
        self, unit_id: UnitId, kind: GrantKind, limit: int, position: Position | None = None
    ) -> Page[GrantRecord]: ...
