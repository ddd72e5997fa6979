"""What all entries of a handbook have in common."""

from datetime import datetime
from typing import Protocol


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
