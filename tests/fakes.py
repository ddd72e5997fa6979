"""Hand-written stand-ins for storage and gateways, with the same guarantees: conditions, versions, at-most-once.
Those of one use case only stand beside its tests.

`calls` of a fake lists what it was asked for, so that a test can hold what was *not* done.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import cast

from handbook.domain.audit import AuditEntry, Refusal
from handbook.domain.carriers import CodeUse
from handbook.domain.changes import Changes
from handbook.domain.codes import CodeKey, CodeState, Restated, Segment, Statement
from handbook.domain.codes.stock import restate, stands
from handbook.domain.directory import Account, Staff, Unit
from handbook.domain.encounters.confidential import Confidential
from handbook.domain.entries import Entry, Kept, Moved, counting, first_version
from handbook.domain.errors import (
    ConflictError,
    StaleVersionError,
    UnavailableError,
)
from handbook.domain.handbook import Handbook
from handbook.domain.ids import AccountId, BatchId, CommuneCode, HandbookId, PhoneE164, PhoneIndex, StaffId, UnitId
from handbook.domain.life_events import LifeChange
from handbook.domain.lookups import Lookup
from handbook.domain.merges import MergeNote
from handbook.domain.paging import Page, Position
from handbook.domain.preferences import Preferences
from handbook.domain.receipts import Mark, Receipt
from handbook.domain.reforecast import reforecast_shard_of
from handbook.storage.entry_kinds import kind_of
from tests.builders import KEY, UNITS


def index_of(phone: PhoneE164) -> PhoneIndex:
    return PhoneIndex(f"index-of-{phone}")


def _paged[T](items: Sequence[T], limit: int, position: Position | None) -> Page[T]:
    start = int(position["at"]) if position else 0
    rest = {"at": str(start + limit)} if start + limit < len(items) else None
    return Page(tuple(items[start : start + limit]), rest)


def _key(kept: Kept[Entry]) -> str:
    return kind_of(type(kept.entry)).sort_key(kept.entry)


class FakeRecords:
    """Handbooks, their entries and the audit entries that were written with them."""

    def __init__(self, *handbooks: Handbook) -> None:
        self.books = {book.handbook_id: book for book in handbooks}
        self.audited: list[AuditEntry] = []
        self.kept: set[str] = set()
        self.filed: dict[HandbookId, list[Kept[Entry]]] = {}
        self.earlier: dict[HandbookId, list[Kept[Entry]]] = {}
        self.marks: dict[tuple[HandbookId, str], Mark] = {}
        self.calls: list[str] = []
        self.apart: dict[str, Confidential] = {}

    def get(self, handbook_id: HandbookId) -> Handbook | None:
        self.calls.append("get")
        return self.books.get(handbook_id)

    def get_many(self, handbook_ids: Sequence[HandbookId]) -> list[Handbook]:
        found = (self.books[one] for one in handbook_ids if one in self.books)
        return [book for book in found if book.merged_into is None]

    def ids_of_account(self, account_id: AccountId, limit: int) -> list[HandbookId]:
        return [one for one, book in self.books.items() if account_id in book.guardians][:limit]

    def add(self, handbook: Handbook, entry: AuditEntry, receipt: Receipt) -> None:
        if handbook.handbook_id in self.books:
            raise ConflictError
        self._keep(receipt)
        self._mark(handbook.handbook_id, receipt, "SUMMARY")
        self.books[handbook.handbook_id] = replace(handbook, version=1)
        self.audited.append(entry)

    def save_profile(self, handbook: Handbook, before: Handbook, entry: AuditEntry) -> None:
        self._replace(handbook, entry, StaleVersionError)

    def save_visit(self, handbook: Handbook, entry: AuditEntry) -> None:
        self._replace(handbook, entry, ConflictError)

    def add_entry(
        self,
        entry: Entry,
        audit_entry: AuditEntry,
        receipt: Receipt,
        result: object,
        changed: Handbook,
        also: Sequence[Entry] = (),
        confidential: Confidential | None = None,
    ) -> None:
        assert result is not None
        assert audit_entry.handbook_id == changed.handbook_id
        filed = self.filed.get(changed.handbook_id, [])
        new = [first_version(one, (changed.version or 0) + 1) for one in (entry, *also)]
        if {_key(one) for one in filed} & {_key(one) for one in new}:
            raise ConflictError
        self._check(changed, ConflictError)
        self._keep(receipt)
        self._mark(changed.handbook_id, receipt, _key(new[0]))
        self._replace(changed, audit_entry, ConflictError)
        self.filed[changed.handbook_id] = [*filed, *new]
        if confidential is not None:
            self.apart[confidential.encounter_id] = confidential

    def confidential(self, handbook_id: HandbookId, encounter_id: str) -> Confidential | None:
        return self.apart.get(encounter_id)

    def replace_entries(
        self,
        moved: Sequence[Moved],
        audit_entry: AuditEntry,
        changed: Handbook,
        answered: tuple[Receipt, object] | None = None,
    ) -> None:
        filed = self.filed[changed.handbook_id]
        now = {_key(one): one for one in filed}
        for before, after in moved:
            found = now.get(_key(before)) if before else None
            if before is not None and (found is None or found.version != before.version):
                raise ConflictError
            if (before is None or _key(before) != _key(after)) and _key(after) in now:
                raise ConflictError
        self._replace(changed, audit_entry, ConflictError)
        for before, after in moved:
            own = (changed.handbook_id, kind_of(type(after.entry)).id_of(after.entry))
            if own in self.marks:
                self.marks[own] = replace(self.marks[own], key=_key(after))
            if before is not None:
                self.earlier.setdefault(changed.handbook_id, []).append(now.pop(_key(before)))
            now[_key(after)] = replace(after, seq=(changed.version or 0) + 1)
        self.filed[changed.handbook_id] = list(now.values())

    @property
    def recorded(self) -> dict[HandbookId, list[Entry]]:
        """The newest version of every entry, in the order of writing."""
        return {book: [one.entry for one in filed] for book, filed in self.filed.items()}

    def entries[E: Entry](
        self, kind: type[E], handbook_id: HandbookId, limit: int, position: Position | None = None
    ) -> Page[Kept[E]]:
        return _paged(self._of_kind(kind, self.all_entries(handbook_id)), limit, position)

    def entries_in(self, handbook_id: HandbookId) -> Sequence[Kept[Entry]]:
        return sorted(self.filed.get(handbook_id, []), key=_key)

    def save_merge(self, kept: Handbook, other: Handbook, note: MergeNote, audit_entries: Sequence[AuditEntry]) -> None:
        for one, entry in zip((kept, other), audit_entries, strict=True):
            self._check(one, ConflictError)
            self._replace(one, entry, ConflictError)
            self.books[one.handbook_id] = replace(one, version=note.seq)

    def all_entries(self, handbook_id: HandbookId) -> Sequence[Kept[Entry]]:
        return sorted(self.filed.get(handbook_id, []), key=_key)

    def changes(self, handbook: Handbook, since: int, limit: int) -> Changes:
        found = sorted(self.filed.get(handbook.handbook_id, []), key=lambda kept: kept.seq)
        new = [kept for kept in found if since < kept.seq <= (handbook.version or 0)]
        cut = next((kept.seq for kept in new[limit:]), None)
        shown = tuple(kept for kept in new if cut is None or kept.seq < cut)
        if cut is not None and not shown:
            shown = tuple(kept for kept in new if kept.seq == cut)
        more = len(shown) < len(new)
        return Changes(shown, shown[-1].seq if more else handbook.version or 0, more)

    def history(self, handbook_id: HandbookId) -> Sequence[Entry]:
        return counting(self.all_entries(handbook_id))

    def entry[E: Entry](self, kind: type[E], handbook_id: HandbookId, entry_id: str) -> Kept[E] | None:
        found = self._of_kind(kind, self.all_entries(handbook_id))
        return next((one for one in found if kind_of(kind).id_of(one.entry) == entry_id), None)

    def versions[E: Entry](self, kind: type[E], handbook_id: HandbookId, entry_id: str) -> Sequence[Kept[E]]:
        found = self._of_kind(kind, self.earlier.get(handbook_id, []))
        return [one for one in found if kind_of(kind).id_of(one.entry) == entry_id]

    def mark(self, handbook_id: HandbookId, own_id: str) -> Mark | None:
        return self.marks.get((handbook_id, own_id))

    def used_ids(self, ids: Collection[tuple[HandbookId, str]]) -> set[tuple[HandbookId, str]]:
        return {one for one in ids if one in self.marks}

    def note(self, entry: AuditEntry) -> None:
        self.audited.append(entry)

    def marked_entry(self, handbook_id: HandbookId, mark: Mark) -> Kept[Entry] | None:
        return next((one for one in self.filed.get(handbook_id, []) if _key(one) == mark.key), None)

    @staticmethod
    def _of_kind[E: Entry](kind: type[E], filed: Sequence[Kept[Entry]]) -> list[Kept[E]]:
        return [cast("Kept[E]", one) for one in filed if isinstance(one.entry, kind)]

    def of_account(self, account_id: AccountId, limit: int, position: Position | None = None) -> Page[Handbook]:
        return _paged([book for book in self.books.values() if account_id in book.guardians], limit, position)

    def of_commune(self, commune_code: CommuneCode, limit: int, position: Position | None = None) -> Page[Handbook]:
        return _paged([book for book in self.books.values() if book.commune_code == commune_code], limit, position)

    def change_lives(self, changes: Sequence[LifeChange], receipt: Receipt, result: object) -> None:
        assert result is not None
        for change in changes:
            stored = self.books.get(change.handbook.handbook_id)
            if (stored.version if stored else None) != change.handbook.version:
                raise ConflictError
        self._keep(receipt)
        event = first_version(changes[0].entries[0])
        self._mark(changes[0].handbook.handbook_id, receipt, _key(event))
        for change in changes:
            book, version = change.handbook, (change.handbook.version or 0) + 1
            self.books[book.handbook_id] = replace(book, version=version, replanned_by=None)
            filed = self.filed.setdefault(book.handbook_id, [])
            filed += [first_version(entry, version) for entry in change.entries]
            self.audited.append(change.audit)

    def of_shard(self, shard: int, limit: int, position: Position | None = None) -> Page[Handbook]:
        found = sorted(book_id for book_id in self.books if reforecast_shard_of(book_id) == shard)
        return _paged([self.books[book_id] for book_id in found], limit, position)

    def save_next_contact(self, handbook: Handbook, on: date | None, replanned_by: str) -> None:
        if self.books[handbook.handbook_id].version != handbook.version:
            raise ConflictError
        self.calls.append("save_next_contact")
        saved = replace(handbook, next_contact_on=on, replanned_by=replanned_by)
        self.books[handbook.handbook_id] = replace(saved, version=(handbook.version or 0) + 1)

    def _keep(self, receipt: Receipt) -> None:
        if receipt.key and receipt.identity in self.kept:
            raise ConflictError
        if receipt.key:
            self.kept.add(receipt.identity)

    def _mark(self, handbook_id: HandbookId, receipt: Receipt, key: str) -> None:
        if receipt.named is None:
            return
        if (handbook_id, receipt.named.id) in self.marks:
            raise ConflictError
        self.marks[handbook_id, receipt.named.id] = Mark(key, receipt.named.said)

    def _check(self, handbook: Handbook, conflict: type[ConflictError]) -> None:
        if self.books[handbook.handbook_id].version != handbook.version:
            raise conflict

    def _replace(self, handbook: Handbook, entry: AuditEntry, conflict: type[ConflictError]) -> None:
        self._check(handbook, conflict)
        self.books[handbook.handbook_id] = replace(handbook, version=(handbook.version or 0) + 1, replanned_by=None)
        self.audited.append(entry)


class FakeAuditLog:
    """The access log of reads."""

    def __init__(self) -> None:
        self.entries: list[AuditEntry] = []
        self.lookups: list[Lookup] = []
        self.refusals: list[tuple[Refusal, int]] = []

    def record(self, entry: AuditEntry) -> None:
        self.entries.append(entry)

    def refuse(self, refusal: Refusal, times: int = 1) -> None:
        self.refusals.append((refusal, times))

    def record_all(self, entries: Sequence[AuditEntry]) -> None:
        self.entries += entries

    def record_lookup(self, lookup: Lookup, shown: Sequence[AuditEntry]) -> None:
        self.lookups.append(lookup)
        self.entries += shown

    def page(self, handbooks: Sequence[HandbookId], limit: int, position: Position | None = None) -> Page[AuditEntry]:
        found = [entry for entry in reversed(self.entries) if entry.handbook_id in handbooks]
        return _paged(found, limit, position)


class FakeDirectory:
    """Units, staff and accounts. `faster` becomes the account of a number just before one is added: a lost race."""

    def __init__(self, *accounts: Account, units: Sequence[Unit] = UNITS, staff: Sequence[Staff] = ()) -> None:
        self.units = {unit.unit_id: unit for unit in units}
        self.people = {person.staff_id: person for person in staff}
        self.accounts = {account.account_id: account for account in accounts}
        self.by_phone = {index_of(account.phone): account.account_id for account in accounts}
        self.faster: AccountId | None = None
        self.calls: list[str] = []

    def unit(self, unit_id: UnitId) -> Unit | None:
        return self.units.get(unit_id)

    def staff(self, staff_id: StaffId) -> Staff | None:
        return self.people.get(staff_id)

    def account(self, account_id: AccountId) -> Account | None:
        return self.accounts.get(account_id)

    def accounts_of(self, account_ids: Sequence[AccountId]) -> Mapping[AccountId, Account]:
        return {one: self.accounts[one] for one in account_ids if one in self.accounts}

    def account_of_phone(self, index: PhoneIndex) -> AccountId | None:
        self.calls.append("account_of_phone")
        return self.by_phone.get(index)

    def add_account(self, account: Account, index: PhoneIndex) -> None:
        self.calls.append("add_account")
        if self.faster is not None:
            self.by_phone[index] = self.faster
        if index in self.by_phone:
            raise ConflictError
        self.accounts[account.account_id] = account
        self.by_phone[index] = account.account_id

    def set_preferences(self, account_id: AccountId, preferences: Preferences, based_on: int) -> None:
        account = self.accounts[account_id]
        if account.preferences_version != based_on:
            raise StaleVersionError
        self.accounts[account_id] = replace(account, preferences=preferences, preferences_version=based_on + 1)


class FakeCodes:
    """Serial numbers, what they were used for, and the segments of stock, which `ordered` serials make one by one."""

    def __init__(self, ordered: Mapping[int, BatchId] | None = None, next_serial: int = 1) -> None:
        self.stock = [Segment(batch, serial, serial, version=1) for serial, batch in sorted((ordered or {}).items())]
        self.uses: dict[int, CodeUse] = {}
        self.statements: list[Statement] = []
        self.next_serial = next_serial
        self.calls: list[str] = []

    def reserve(self, count: int) -> int:
        self.calls.append("reserve")
        first = self.next_serial
        self.next_serial += count
        return first

    def used(self, serial: int) -> CodeUse | None:
        self.calls.append("used")
        return self.uses.get(serial)

    def segment(self, serial: int) -> Segment | None:
        self.calls.append("segment")
        return next((one for one in self.stock if one.common(serial, serial)), None)

    def segments(self, first: int, last: int) -> list[Segment]:
        self.calls.append("segments")
        return [one for one in self.stock if one.common(first, last)]

    def state_of(self, serial: int) -> CodeState | None:
        found = self.used(serial) or self.segment(serial)
        return found.state if found else None

    def restate(self, statement: Statement) -> Restated:
        self.calls.append("restate")
        pieces = [(one, restate(one, statement)) for one in self.stock]
        if any(made != (one,) for one, made in pieces):
            self.statements.append(statement)
        self.stock = [replace(piece, version=(piece.version or 0) + 1) for _, made in pieces for piece in made]
        stated = sum(one.common(statement.first, statement.last) for one in self.stock if stands(one, statement))
        return Restated(stated, statement.last - statement.first + 1 - stated)

    def used_between(self, first: int, last: int) -> list[int]:
        return sorted(serial for serial in self.uses if first <= serial <= last)

    def bind(
        self, serial: int, segment: Segment, handbook: Handbook, entry: AuditEntry, receipt: Receipt, result: object
    ) -> None:
        self.calls.append("bind")
        assert result is not None
        assert entry.handbook_id == handbook.handbook_id
        assert receipt.identity
        if segment not in self.stock:
            raise ConflictError
        self.register(serial, handbook.handbook_id)

    def end(
        self, serial: int, use: CodeUse, state: CodeState, handbook: Handbook, entry: AuditEntry, receipt: Receipt
    ) -> None:
        self.calls.append("end")
        assert entry.handbook_id == handbook.handbook_id == use.handbook_id
        assert receipt.identity
        if self.uses[serial] != use:
            raise ConflictError
        self.uses[serial] = replace(use, state=state, version=use.version + 1)

    def replace(
        self,
        old: tuple[int, CodeUse],
        new: tuple[int, Segment | None],
        handbook: Handbook,
        entry: AuditEntry,
        receipt: Receipt,
    ) -> None:
        if new[0] in self.uses or (new[1] is not None and new[1] not in self.stock):
            raise ConflictError
        self.end(*old, CodeState.REPLACED, handbook, entry, receipt)
        self.register(new[0], handbook.handbook_id)

    def register(self, serial: int, handbook_id: HandbookId) -> None:
        self.calls.append("register")
        if serial in self.uses:
            raise ConflictError
        self.uses[serial] = CodeUse(CodeState.BOUND, handbook_id, 1)

    def keep(self, receipt: Receipt, result: object) -> None:
        self.calls.append("keep")
        assert receipt.render(result)


class FakeKeys:
    """Key versions, the current one first."""

    def __init__(self, *keys: CodeKey) -> None:
        self.keys = keys or (KEY,)

    def current(self) -> CodeKey:
        return self.keys[0]

    def all(self) -> Mapping[int, CodeKey]:
        return {key.version: key for key in self.keys}


class FakeSms:
    """The text messages that went out. While `down`, none is taken."""

    def __init__(self) -> None:
        self.sent: list[tuple[PhoneE164, str]] = []
        self.down = False

    def send(self, phone: PhoneE164, text: str) -> None:
        if self.down:
            raise UnavailableError("Throttling")
        self.sent.append((phone, text))


class FakeQueue:
    """Messages in the order they were sent, with their delay."""

    def __init__(self) -> None:
        self.sent: list[tuple[Mapping[str, object], int]] = []

    def send(self, messages: Sequence[Mapping[str, object]], delay_seconds: int = 0) -> None:
        self.sent += [(message, delay_seconds) for message in messages]
