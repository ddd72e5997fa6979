"""Doses as recorded. Whether a dose counts is decided by handbook.domain.immunization, never here."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from handbook.domain.ids import DoseId, NotGivenId
from handbook.domain.partial_days import Precision

type DoseKind = Literal["administered", "historical"]


@dataclass(frozen=True, slots=True)
class Dose:
    """One dose that was given.

    `historical` doses are copied from paper or told by the family; `recorded_at` is when the entry reached us,
    `administered_at` the instant of the injection where it is known. With a `precision` of month or year,
    `administered_on` is the first day of that month or year. `site`, `route` and `session` are codes of
    reference/vaccination; `unit_id` is the post of who recorded it, `facility_name` where a historical dose was given.
    """

    dose_id: DoseId
    product: str
    administered_on: date
    recorded_at: datetime
    recorded_by: str
    kind: DoseKind
    lot_number: str | None = None
    unit_id: str | None = None
    precision: Precision = "day"
    administered_at: datetime | None = None
    expires_on: date | None = None
    site: str | None = None
    route: str | None = None
    volume_ml: float | None = None
    session: str | None = None
    facility_name: str | None = None


@dataclass(frozen=True, slots=True)
class NotGiven:
    """A dose that was meant to be given and was not. It never counts as a dose.

    `reason` is a code of reference/vaccination; `until` the day before which the family refuses or the child is
    deferred, None when that was not said.
    """

    not_given_id: NotGivenId
    product: str
    on: date
    reason: str
    recorded_at: datetime
    recorded_by: str
    until: date | None = None
    unit_id: str | None = None
