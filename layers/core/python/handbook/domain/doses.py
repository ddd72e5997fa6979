"""Doses as recorded. Whether a dose counts is decided by handbook.domain.immunization, never here."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from handbook.domain.ids import DoseId


@dataclass(frozen=True, slots=True)
class Dose:
    """One administered dose.

    `historical` doses are copied from paper or told by the family; `recorded_at` is when the entry reached us.
    """

    dose_id: DoseId
    product: str
    administered_on: date
    recorded_at: datetime
    recorded_by: str
    kind: Literal["administered", "historical"]
    lot_number: str | None = None
    unit_id: str | None = None
