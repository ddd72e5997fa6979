"""What all entries of a handbook have in common, and how each is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from handbook.domain.ids import HandbookId
from handbook.domain.reasons import ChangeReason


class Entry(Protocol):
    """Something that was recorded: a dose, a measurement, a finding.

    Each also has an id and a local day of its own name; `recorded_at` is when it reached us, `recorded_by` who
    wrote it.
    """

    @property
    def recorded_at(self) -> datetime:
        """Instant at which the entry reached us."""

    @property
    def recorded_by(self) -> str:
        """Account or member of staff who wrote it."""


type EntryStatus = Literal["recorded", "amended", "entered_in_error"]
"""As it was written first, corrected since, or said to be a mistake: then it stays visible and counts no more."""


@dataclass(frozen=True, slots=True)
class Kept[E: Entry]:
    """An entry with where it is in its life.

    `version` counts from 1, and every earlier one is kept beside it. `changed_at`, `changed_by` and `reason` are of
    the change that made this version. `seq` is the version that the handbook got with that change: it orders all
    changes of one handbook, and is 0 until storage has written it. `kept_in` names the handbook that it was recorded in
    where that was merged into the one that was read.
    """

    entry: E
    changed_at: datetime
    changed_by: str
    version: int = 1
    status: EntryStatus = "recorded"
    reason: ChangeReason | None = None
    seq: int = 0
    kept_in: HandbookId | None = None

    @property
    def counts(self) -> bool:
        """Say whether rules and lists of what was done look at it."""
        return self.status != "entered_in_error"


type Moved = tuple[Kept[Entry] | None, Kept[Entry]]
"""A version and the one after it; nothing before it for an entry that is new."""


def first_version[E: Entry](entry: E, seq: int = 0) -> Kept[E]:
    """Keep an entry as it was recorded."""
    return Kept(entry, entry.recorded_at, entry.recorded_by, seq=seq)


def counting[E: Entry](kept: Iterable[Kept[E]]) -> tuple[E, ...]:
    """Give the entries that count, in their order."""
    return tuple(one.entry for one in kept if one.counts)
