"""Orders of printed codes; domain/batches.py says how they split into files."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from handbook.domain.access import BatchRights
from handbook.domain.ids import BatchId, UnitId

MOST_CODES = 1_000_000


class BatchState(StrEnum):
    """Progress of an order."""

    ORDERED = "ordered"
    GENERATING = "generating"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class FinishedFile:
    """One file that lies in the bucket under `key`; a manifest holds no codes of its own."""

    key: str
    name: str
    content_type: str
    size_bytes: int
    sha256: str
    codes: int


@dataclass(frozen=True, slots=True)
class Batch:
    """An order of `quantity` consecutive serial numbers for one unit, printed by one vendor."""

    batch_id: BatchId
    vendor_id: UnitId
    unit_id: UnitId
    ordered_by: str
    ordered_by_unit: UnitId
    ordered_at: datetime
    quantity: int
    first_serial: int
    due_on: date | None = None
    state: BatchState = BatchState.ORDERED
    files: tuple[FinishedFile, ...] = ()
    version: int | None = None

    @property
    def rights(self) -> BatchRights:
        """What the access policy looks at."""
        return BatchRights(vendor_id=self.vendor_id, ordered_by_unit=self.ordered_by_unit)

    @property
    def last_serial(self) -> int:
        """Serial number of the last code."""
        return self.first_serial + self.quantity - 1

    @property
    def codes_done(self) -> int:
        """Codes that lie in finished sheets."""
        return sum(file.codes for file in self.files)
