"""What use cases need of the world. Storage and gateways provide it, tests/fakes.py does too."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from handbook.domain.audit import AuditEntry
from handbook.domain.codes import CodeKey, CodeState
from handbook.domain.directory import Account, Staff, Unit
from handbook.domain.doses import Dose
from handbook.domain.handbook import Handbook
from handbook.domain.ids import (
    AccountId,
    BatchId,
    CommuneCode,
    HandbookId,
    PhoneE164,
    PhoneIndex,
    StaffId,
    UnitId,
)
from handbook.domain.measurements import Measurement
from handbook.domain.orders import Batch
from handbook.domain.paging import Page, Position
from handbook.domain.receipts import Receipt
from handbook.domain.reminders import Message

type NewId = Callable[[], str]
"""Makes an identifier that nobody can guess."""


class Records(Protocol):
    """See storage.records.Records."""

    def get(self, handbook_id: HandbookId) -> Handbook | None: ...
    def add(self, handbook: Handbook, entry: AuditEntry, receipt: Receipt) -> None: ...
    def save_profile(self, handbook: Handbook, entry: AuditEntry) -> None: ...
    def save_visit(self, handbook: Handbook, entry: AuditEntry) -> None: ...
    def add_dose(self, handbook: Handbook, dose: Dose, entry: AuditEntry, receipt: Receipt, result: object) -> None: ...
    def add_measurement(
        self,
        handbook: Handbook,
        measurement: Measurement,
        entry: AuditEntry,
        receipt: Receipt,
        result: object,
    ) -> None: ...
    def doses(self, handbook_id: HandbookId, limit: int, position: Position | None = None) -> Page[Dose]: ...
    def measurements(
        self, handbook_id: HandbookId, limit: int, position: Position | None = None
    ) -> Page[Measurement]: ...
    def of_account(self, account_id: AccountId, limit: int, position: Position | None = None) -> Page[Handbook]: ...
    def of_commune(self, commune_code: CommuneCode, limit: int, position: Position | None = None) -> Page[Handbook]: ...


class AuditLog(Protocol):
    """See storage.audit.AuditLog."""

    def record(self, entry: AuditEntry) -> None: ...
    def page(self, handbook_id: HandbookId, limit: int, position: Position | None = None) -> Page[AuditEntry]: ...


class Directory(Protocol):
    """See storage.directory.Directory."""

    def unit(self, unit_id: UnitId) -> Unit | None: ...
    def staff(self, staff_id: StaffId) -> Staff | None: ...
    def account(self, account_id: AccountId) -> Account | None: ...
    def account_of_phone(self, index: PhoneIndex) -> AccountId | None: ...
    def add_account(self, account: Account, index: PhoneIndex) -> None: ...
    def set_preferences(self, account_id: AccountId, *, language: str, reminders: bool) -> None: ...


class Codes(Protocol):
    """See storage.codes.Codes."""

    def reserve(self, count: int) -> int: ...
    def bound_to(self, serial: int) -> tuple[CodeState, HandbookId | None] | None: ...
    def batch_of(self, serial: int) -> BatchId | None: ...
    def bind(self, serial: int, handbook: Handbook, entry: AuditEntry, receipt: Receipt) -> None: ...
    def register(self, serial: int, handbook_id: HandbookId) -> None: ...


class Batches(Protocol):
    """See storage.codes.Batches."""

    def add(self, batch: Batch, receipt: Receipt) -> None: ...
    def get(self, batch_id: BatchId) -> Batch | None: ...
    def save(self, batch: Batch) -> None: ...
    def of_party(self, unit_id: UnitId, limit: int, position: Position | None = None) -> Page[Batch]: ...


class Keys(Protocol):
    """See gateways.code_keys.CodeKeys."""

    def current(self) -> CodeKey: ...
    def all(self) -> Mapping[int, CodeKey]: ...


class Reminders(Protocol):
    """See storage.reminders.Reminders."""

    def schedule(self, handbook_id: HandbookId, on: date | None, as_of: int) -> bool: ...
    def due(self, on: date, shard: int) -> Iterator[HandbookId]: ...
    def claim(self, messages: list[Message], account_id: AccountId, today: date) -> bool: ...
    def settle(self, messages: list[Message], state: str) -> None: ...
    def was_claimed(self, message: Message) -> bool: ...
    def of_handbook(self, handbook_id: HandbookId, limit: int, position: Position | None = None) -> Page[Message]: ...


class Sms(Protocol):
    """See gateways.sms.SnsSms."""

    def send(self, phone: PhoneE164, text: str) -> None: ...


class Queue(Protocol):
    """See gateways.queues.Queue."""

    def send(self, messages: Sequence[Mapping[str, object]], delay_seconds: int = 0) -> None: ...


type IndexOf = Callable[[PhoneE164], PhoneIndex]
type Now = Callable[[], datetime]
