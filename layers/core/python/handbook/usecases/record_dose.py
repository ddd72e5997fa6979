"""Record a vaccine dose and answer with its evaluation and the new forecast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from handbook.domain.access import Action
from handbook.domain.doses import Dose
from handbook.domain.errors import UnknownProductError
from handbook.domain.handbook import DoseFact, check_event_date
from handbook.domain.ids import DoseId, HandbookId
from handbook.domain.receipts import Receipt
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.ports import NewId, Records
from handbook.usecases.recommend import forecast_of
from handbook.usecases.schedule_contact import with_contact_after

if TYPE_CHECKING:
    from handbook.domain.immunization import DoseOutcome, Forecast, Schedule


@dataclass(frozen=True, slots=True)
class RecordDose:
    """What was given."""

    product: str
    administered_on: date
    kind: Literal["administered", "historical"] = "administered"
    lot_number: str | None = None


@dataclass(frozen=True, slots=True)
class DoseRecorded:
    """The entry, whether it counts, and what is next."""

    dose: Dose
    outcome: DoseOutcome
    forecast: Forecast


def record_dose(
    handbook_id: HandbookId,
    command: RecordDose,
    context: Context,
    receipt: Receipt,
    *,
    records: Records,
    schedule: Schedule,
    new_id: NewId,
) -> DoseRecorded:
    """Write a dose, valid or not: refused is only what cannot have happened.

    Raises: NotFoundError, UnknownProductError, DateInFutureError, DateBeforeBirthError, ConflictError.
    """
    handbook, ground = admit(context, Action.RECORD_DOSE, handbook_id, records)
    if command.product not in schedule.products:
        raise UnknownProductError("product")
    check_event_date(command.administered_on, handbook.profile.birth_date, context.today, "administered_on")
    dose = Dose(
        dose_id=DoseId(new_id()),
        product=command.product,
        administered_on=command.administered_on,
        recorded_at=context.now,
        recorded_by=context.actor.id,
        kind=command.kind,
        lot_number=command.lot_number,
        unit_id=context.actor.unit_id,
    )
    counted = handbook.with_dose(DoseFact(dose.dose_id, dose.product, dose.administered_on))
    found = forecast_of(counted, schedule, context.today)
    outcome = next(o for o in found.evaluation.doses if o.dose_id == dose.dose_id)
    recorded = DoseRecorded(dose, outcome, found)
    records.add_entry(
        dose,
        context.audit(Action.RECORD_DOSE, ground, handbook_id),
        receipt,
        recorded,
        changed=with_contact_after(counted, found, context.today),
    )
    return recorded
