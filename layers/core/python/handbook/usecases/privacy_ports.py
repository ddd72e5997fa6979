"""What consents and requests about personal data need of the world. Types only: loads nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from handbook.domain.audit import AuditEntry
    from handbook.domain.consents import ConsentAct, Facts
    from handbook.domain.data_requests import DataRequest, RequestId
    from handbook.domain.disputes import Dispute
    from handbook.domain.handbook import Handbook
    from handbook.domain.ids import AccountId, HandbookId
    from handbook.domain.paging import Page, Position
    from handbook.domain.receipts import Receipt
    from handbook.domain.request_lists import RequestList


class Consents(Protocol):
    """See storage.consents.Consents."""

    def add(
        self, act: ConsentAct, changed: Handbook, audit_entry: AuditEntry, receipt: Receipt, result: object
    ) -> None: ...
    def of_handbook(
        self, handbooks: Sequence[HandbookId], limit: int, position: Position | None = None
    ) -> Page[ConsentAct]: ...
    def add_to_account(
        self,
        act: ConsentAct,
        account_id: AccountId,
        facts: Facts,
        based_on: int,
        receipt: Receipt,
        result: object,
    ) -> None: ...
    def of_account(self, account_id: AccountId, limit: int, position: Position | None = None) -> Page[ConsentAct]: ...


type Restricting = Callable[[Sequence[HandbookId]], Sequence[DataRequest]]
"""Reads the requests by which handbooks are restricted: see storage.data_requests.DataRequests.restricting."""


class Erasings(Protocol):
    """See storage.erasing.Erasings."""

    def begin(
        self,
        books: Sequence[Handbook],
        rule_id: str,
        at: datetime,
        entry: AuditEntry,
        request: DataRequest | None = None,
    ) -> None: ...


class DataRequests(Protocol):
    """See storage.data_requests.DataRequests."""

    def add(
        self,
        request: DataRequest,
        audit_entry: AuditEntry,
        receipt: Receipt,
        result: object,
        changed: Handbook | None = None,
        dispute: Dispute | None = None,
    ) -> None: ...
    def save(self, request: DataRequest, audit_entry: AuditEntry, changed: Handbook | None = None) -> None: ...
    def get(self, handbooks: Sequence[HandbookId], request_id: RequestId) -> DataRequest | None: ...
    def get_of_account(self, account_id: AccountId, request_id: RequestId) -> DataRequest | None: ...
    def of_handbook(
        self, handbooks: Sequence[HandbookId], limit: int, position: Position | None = None
    ) -> Page[DataRequest]: ...
    def of_account(self, account_id: AccountId, limit: int, position: Position | None = None) -> Page[DataRequest]: ...
    def restricting(self, handbooks: Sequence[HandbookId]) -> Sequence[DataRequest]: ...
    def count_open(self, handbooks: Sequence[HandbookId], account_id: AccountId | None = None) -> int: ...
    def waiting(
        self, where: RequestList, due_by: date | None, limit: int, position: Position | None = None
    ) -> Page[DataRequest]: ...
