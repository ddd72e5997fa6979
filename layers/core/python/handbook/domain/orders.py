"""Orders of printed codes; domain/batch_files.py says which files they become, batch_states.py how they live."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Self

from handbook.domain.batch_states import BatchEvent, BatchState, after
from handbook.domain.errors import WrongBatchStateError
from handbook.domain.ids import BatchId, UnitId
from handbook.domain.label_layout import Layout
from handbook.domain.label_layouts import DEFAULT_LAYOUT
from handbook.domain.serial_runs import Run, size
from handbook.domain.stock_access import BatchRights

MOST_CODES = 1_000_000
FILES_STAY = timedelta(days=90)
"""From the last file on; the bucket's own lifecycle is longer, and a test holds it so."""
FILES_STAY_WHEN_PRINTED = timedelta(days=7)
"""Once the vendor confirmed that every code is printed or spoiled: time to fetch a damaged file again."""


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
class Step:
    """That an order came into a state, when, and by whom."""

    state: BatchState
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Said:
    """Who says something, when, in which request."""

    at: datetime
    actor_id: str
    request_id: str


@dataclass(frozen=True, slots=True)
class Tally:
    """Labels as people reported them: good prints, sent off, arrived; with the last instant of the last two."""

    printed: int = 0
    shipped: int = 0
    received: int = 0
    shipped_at: datetime | None = None
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """An order of `quantity` consecutive serial numbers for one unit, printed by one vendor.

    Layout and key version are those of the day of the order, so that each file is the same whenever it is made.
    `spoiled` are merged runs of serial numbers, `all_printed_at` is when no code was left to print. `revision` counts
    what people did to the order, so that nobody loses a race against a worker who makes a file a second; `version`
    counts every write. `said` is the last that a person did to it: what follows for the codes is said in those words,
    by whomever it is written down.
    """

    batch_id: BatchId
    vendor_id: UnitId
    unit_id: UnitId
    ordered_by: str
    ordered_by_unit: UnitId
    ordered_at: datetime
    quantity: int
    first_serial: int
    due_on: date | None = None
    layout_id: str = DEFAULT_LAYOUT
    layout: Layout = Layout()  # noqa: RUF009 - frozen
    with_svg: bool = False
    key_version: int = 1
    state: BatchState = BatchState.ORDERED
    files: tuple[FinishedFile, ...] = ()
    files_removed_at: datetime | None = None
    steps: tuple[Step, ...] = ()
    tally: Tally = Tally()
    spoiled: tuple[Run, ...] = ()
    all_printed_at: datetime | None = None
    revision: int = 1
    said: Said | None = None
    version: int | None = None

    @property
    def rights(self) -> BatchRights:
        """What the access policy looks at."""
        return BatchRights(self.vendor_id, self.ordered_by_unit, self.unit_id)

    @property
    def last_serial(self) -> int:
        """Serial number of the last code."""
        return self.first_serial + self.quantity - 1

    @property
    def codes_done(self) -> int:
        """Codes that lie in finished sheets."""
        return sum(file.codes for file in self.files)

    @property
    def codes_spoiled(self) -> int:
        """Codes that the vendor named as spoiled; all of them are void."""
        return size(self.spoiled)

    @property
    def is_printed(self) -> bool:
        """Say whether the vendor accounted for every code, printed or spoiled."""
        return self.tally.printed + self.codes_spoiled >= self.quantity

    def moved(self, event: BatchEvent, at: datetime, by: str) -> Self:
        """Let an event happen; the step is kept when the state changes.

        Raises: WrongBatchStateError when it cannot happen in this state.
        """
        state = after(self.state, event)
        if state is None:
            raise WrongBatchStateError("state")
        steps = self.steps if state is self.state else (*self.steps, Step(state, at, by))
        return replace(self, state=state, steps=steps)

    def stored(self) -> Self:
        """Give the order as it is once it was written: a version later."""
        return replace(self, version=(self.version or 0) + 1)

    def reached(self, state: BatchState) -> datetime | None:
        """When the order came into a state for the first time; None when it never did."""
        return next((step.at for step in self.steps if step.state is state), None)

    @property
    def files_until(self) -> datetime | None:
        """From when on the files are not given out any more and may be removed; None while they are being made."""
        ended = self.reached(BatchState.CANCELLED) or self.reached(BatchState.CLOSED)
        if ended is not None:
            return ended
        ready = self.reached(BatchState.READY)
        if ready is None:
            return None
        confirmed = self.all_printed_at + FILES_STAY_WHEN_PRINTED if self.all_printed_at else ready + FILES_STAY
        return min(ready + FILES_STAY, confirmed)
