"""Orders and their files, kept in memory, with the guarantees of storage/batches.py and gateways/files.py."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256

from handbook.domain.errors import ConflictError
from handbook.domain.ids import BatchId, UnitId
from handbook.domain.orders import Batch
from handbook.domain.paging import Page, Position
from handbook.domain.receipts import Receipt


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

    def add(self, batch: Batch, receipt: Receipt) -> None:
        if batch.batch_id in self.stored:
            raise ConflictError
        self.stored[batch.batch_id] = replace(batch, version=1)
        self.receipts.append(receipt)

    def get(self, batch_id: BatchId) -> Batch | None:
        return self.stored.get(batch_id)

    def save(self, batch: Batch) -> None:
        self.saves += 1
        if self.saves == self.killed_at:
            raise KilledError
        if self.stored[batch.batch_id].version != batch.version:
            raise ConflictError
        self.stored[batch.batch_id] = replace(batch, version=(batch.version or 0) + 1)

    def of_party(self, unit_id: UnitId, limit: int, position: Position | None = None) -> Page[Batch]:
        assert position is None
        found = [b for b in self.stored.values() if unit_id in {b.vendor_id, b.ordered_by_unit}]
        return Page(tuple(found[:limit]))

    def note_links(self, batch: Batch, actor_id: str, at: str) -> None:
        self.links.append((batch.batch_id, actor_id, at))


class FakeUpload:
    """Bytes on their way into the bucket."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.size_bytes = 0

    @property
    def sha256(self) -> str:
        return sha256(self.data).hexdigest()

    def write(self, data: bytes) -> None:
        self.data += data
        self.size_bytes += len(data)


class FakeFiles:
    """A bucket in which an object appears whole or not at all; `written` lists every object that was finished."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.kinds: dict[str, str] = {}
        self.written: list[str] = []

    @contextmanager
    def upload(self, key: str, content_type: str) -> Iterator[FakeUpload]:
        upload = FakeUpload()
        yield upload
        self.objects[key] = bytes(upload.data)
        self.kinds[key] = content_type
        self.written.append(key)

    def link(self, key: str, name: str, seconds: int) -> str:
        return f"https://files.example/{key}?as={name}&for={seconds}"


def times_written(files: FakeFiles) -> Sequence[int]:
    """How often each object was made."""
    return [files.written.count(key) for key in files.objects]
