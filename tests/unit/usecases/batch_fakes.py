"""Orders and their files, kept in memory, with the guarantees of storage/batches.py and gateways/files.py."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from handbook.domain.batch_reports import Report
from handbook.domain.batch_work import is_open
from handbook.domain.errors import ConflictError
from handbook.domain.ids import BatchId, UnitId
from handbook.domain.orders import Batch
from handbook.domain.paging import Page, Position
from handbook.domain.receipts import Receipt
from handbook.usecases.tend_batch import Tended, tend_batch
from tests.builders import DEPARTMENT, NOW, PRINTER, STATION
from tests.fakes import FakeCodes, FakeKeys


class KilledError(BaseException):
    """The worker was ended from outside; no code of ours catches this."""


class FakeBatches:
    """Orders guarded by their version. `killed_at` ends the worker right before that save, counted from 1."""

    def __init__(self, *batches: Batch) -> None:
        self.stored = {batch.batch_id: batch for batch in batches}
        self.receipts: list[Receipt] = []
        self.links: list[tuple[BatchId, str, str]] = []
        self.saves = 0
        self.killed_at: int | None = None
        self.bindings: dict[BatchId, int] = {}
        self.told: dict[BatchId, list[Report]] = {}

    def add(self, batch: Batch, receipt: Receipt) -> None:
        if batch.batch_id in self.stored:
            raise ConflictError
        self.stored[batch.batch_id] = replace(batch, version=1)
        self.receipts.append(receipt)

    def get(self, batch_id: BatchId) -> Batch | None:
        return self.stored.get(batch_id)

    def bound(self, batch_ids: Sequence[BatchId]) -> Mapping[BatchId, int]:
        return {batch_id: self.bindings.get(batch_id, 0) for batch_id in batch_ids}

    def open_ones(self) -> Iterator[Batch]:
        return (batch for batch in list(self.stored.values()) if is_open(batch))

    def save(self, batch: Batch) -> None:
        self.saves += 1
        if self.saves == self.killed_at:
            raise KilledError
        if self.stored[batch.batch_id].version != batch.version:
            raise ConflictError
        self.stored[batch.batch_id] = batch.stored()

    def save_end(self, batch: Batch, result: object, receipt: Receipt) -> None:
        assert result is not None
        self.save(batch)
        self.receipts.append(receipt)

    def save_report(
        self, batch: Batch, report: Report, instead_of: Report | None, result: object, receipt: Receipt
    ) -> None:
        assert result is not None
        self.save(batch)
        kept = self.told.setdefault(batch.batch_id, [])
        if instead_of is not None:
            kept[kept.index(instead_of)] = replace(instead_of, replaced_by=report.report_id)
        kept.append(report)
        self.receipts.append(receipt)

    def report(self, batch_id: BatchId, report_id: str) -> Report | None:
        return next((one for one in self.told.get(batch_id, []) if one.report_id == report_id), None)

    def reports(self, batch_id: BatchId, limit: int, position: Position | None = None) -> Page[Report]:
        assert position is None
        return Page(tuple(self.told.get(batch_id, [])[:limit]))

    def of_party(self, unit_id: UnitId, limit: int, position: Position | None = None) -> Page[Batch]:
        assert position is None
        found = [b for b in self.stored.values() if unit_id in {b.vendor_id, b.ordered_by_unit, b.unit_id}]
        return Page(tuple(found[:limit]))

    def note_links(self, batch: Batch, actor_id: str, at: str) -> None:
        self.links.append((batch.batch_id, actor_id, at))


class FakeUpload:
    """Bytes on their way into the bucket."""

    def __init__(self, killed_at_byte: int | None = None) -> None:
        self.data = bytearray()
        self.size_bytes = 0
        self._killed_at_byte = killed_at_byte

    @property
    def sha256(self) -> str:
        return sha256(self.data).hexdigest()

    def write(self, data: bytes) -> None:
        self.data += data
        self.size_bytes += len(data)
        if self._killed_at_byte is not None and self.size_bytes > self._killed_at_byte:
            raise KilledError


class FakeFiles:
    """A bucket in which an object appears whole or not at all; `written` lists every object that was finished."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.kinds: dict[str, str] = {}
        self.written: list[str] = []
        self.killed_after: int | None = None
        """Ends the worker once that many objects were finished, before it notes the last."""
        self.killed_at_byte: int | None = None
        """Ends the worker in the middle of an object, which then never appears."""

    @contextmanager
    def upload(self, key: str, content_type: str) -> Iterator[FakeUpload]:
        upload = FakeUpload(self.killed_at_byte)
        yield upload
        if self.killed_after is not None and len(self.written) + 1 >= self.killed_after:
            self.killed_after = None
            self._keep(key, content_type, upload)
            raise KilledError
        self._keep(key, content_type, upload)

    def _keep(self, key: str, content_type: str, upload: FakeUpload) -> None:
        self.objects[key] = bytes(upload.data)
        self.kinds[key] = content_type
        self.written.append(key)

    def remove(self, keys: Sequence[str]) -> None:
        for key in keys:
            self.objects.pop(key, None)

    def link(self, key: str, name: str, seconds: int) -> str:
        return f"https://files.example/{key}?as={name}&for={seconds}"


def times_written(files: FakeFiles) -> Sequence[int]:
    """How often each object was made."""
    return [files.written.count(key) for key in files.objects]


BATCH = BatchId("batch-00-1")


def order(quantity: int = 145, **facts: Any) -> Batch:
    batch = Batch(BATCH, PRINTER, STATION, "manager", DEPARTMENT, NOW, quantity, first_serial=1, version=1)
    return replace(batch, **facts)


def generated(batches: FakeBatches, files: FakeFiles, told: list[Batch] | None = None) -> Batch:
    """Let a worker tend the order until nothing is due."""
    tended = tend(batches, files, told)
    assert tended is not None
    assert not tended.work_left
    return tended.batch


def tend(
    batches: FakeBatches,
    files: FakeFiles,
    told: list[Batch] | None = None,
    may_go_on: Callable[[], bool] = lambda: True,
    now: datetime = NOW,
    codes: FakeCodes | None = None,
) -> Tended | None:
    return tend_batch(
        BATCH,
        batches=batches,
        codes=codes or FakeCodes(),
        files=files,
        keys=FakeKeys(),
        host="SOMEVABE.VN",
        now=lambda: now,
        may_go_on=may_go_on,
        progress=(told if told is not None else []).append,
    )
