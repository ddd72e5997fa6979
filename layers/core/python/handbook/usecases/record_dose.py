"""Record a vaccine dose and answer with its evaluation, the warnings and the new forecast."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handbook.domain.access import Action
from handbook.domain.doses import Dose
from handbook.domain.ids import DoseId, HandbookId
from handbook.domain.receipts import Receipt
from handbook.usecases.admit import admit
from handbook.usecases.assess_dose import Assessed, DoseCommand, assess_dose, dose_of
from handbook.usecases.context import Context
from handbook.usecases.judge_doses import ServiceSchedule
from handbook.usecases.ports import NewId, Records
from handbook.usecases.replay import recorded_before
from handbook.usecases.schedule_contact import with_contact_after

if TYPE_CHECKING:
    from handbook.domain.immunization import Schedule


def record_dose(
    handbook_id: HandbookId,
    command: DoseCommand,
    context: Context,
    receipt: Receipt,
    *,
    records: Records,
    schedule: Schedule,
    service: ServiceSchedule,
    new_id: NewId,
) -> Assessed:
    """Write a dose, valid or not, whatever the warnings: refused is only what cannot have happened.

    One read and one transaction: the summary holds what evaluation and warnings need of every earlier dose.
    With an id of the client's own it is written once, and then answered as it is kept.
    Raises: NotFoundError, UnknownProductError, DateInFutureError, DateBeforeBirthError, InvalidFieldError,
    IdTakenError, ConflictError.
    """
    handbook, ground = admit(context, Action.RECORD_DOSE, handbook_id, records)
    access = context.audit(Action.RECORD_DOSE, ground, handbook.handbook_id)
    earlier = recorded_before(Dose, receipt, access, records)
    if earlier is not None:
        before = handbook.without_dose(earlier.entry.dose_id)
        told = assess_dose(earlier.entry, before, context.today, schedule=schedule, service=service, ahead=False)
        return replace(told, earlier=earlier)
    dose = dose_of(command, DoseId(receipt.id_or(new_id)), handbook, context, schedule)
    assessed = assess_dose(dose, handbook, context.today, schedule=schedule, service=service, ahead=False)
    records.add_entry(
        dose,
        access,
        receipt,
        assessed,
        changed=with_contact_after(assessed.handbook, assessed.explained.forecast, context.today),
    )
    return assessed
