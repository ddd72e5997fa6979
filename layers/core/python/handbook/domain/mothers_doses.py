"""Tetanus doses of the mother: hers and not the child's, and judged by the schedule for women."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from handbook.domain.calendar import local_date
from handbook.domain.handbook import DoseFact
from handbook.domain.ids import DoseId, EntryId
from handbook.domain.partial_days import Precision, last_possible


@dataclass(frozen=True, slots=True)
class MothersDose:
    """One dose that the mother was given, in this pregnancy or long before; `product` is one of the women's schedule.

    Where only the month or the year is known, `administered_on` is the first day that may be meant. `source` says on
    whose side it was recorded; doses from before that was kept have none.
    """

    entry_id: EntryId
    administered_on: date
    recorded_at: datetime
    recorded_by: str
    product: str
    precision: Precision = "day"
    historical: bool = False
    lot_number: str | None = None
    facility_name: str | None = None
    source: Literal["family", "staff"] | None = None

    @property
    def fact(self) -> DoseFact:
        """Give what evaluation needs of it."""
        latest = min(last_possible(self.administered_on, self.precision), local_date(self.recorded_at))
        return DoseFact(
            DoseId(self.entry_id),
            self.product,
            self.administered_on,
            latest_on=latest if self.precision != "day" else None,
            lot_number=self.lot_number,
            historical=self.historical,
        )
