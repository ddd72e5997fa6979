"""A handbook whose processing a family had restricted: it stays in the care of its area, and with nobody else."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Restriction:
    """Since when a handbook is restricted, and by which request."""

    since: datetime
    request_id: str
