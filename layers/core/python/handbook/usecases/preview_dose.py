"""Say what a dose would mean, before it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.domain.access import Action
from handbook.domain.ids import DoseId, HandbookId
from handbook.usecases.admit import admit_reader
from handbook.usecases.assess_dose import Assessed, DoseCommand, assess_dose, dose_of
from handbook.usecases.context import Context
from handbook.usecases.judge_doses import ServiceSchedule
from handbook.usecases.ports import AuditLog, Records

if TYPE_CHECKING:
    from handbook.domain.immunization import Schedule

_NOT_RECORDED = DoseId("preview")


def preview_dose(
    handbook_id: HandbookId,
    command: DoseCommand,
    context: Context,
    *,
    records: Records,
    audit: AuditLog,
    schedule: Schedule,
    service: ServiceSchedule,
) -> Assessed:
    """Judge a dose as recording it would, and write nothing but who asked. Raises: as `record_dose`, save conflicts."""
    handbook = admit_reader(context, Action.PREVIEW_DOSE, handbook_id, records, audit)
    dose = dose_of(command, _NOT_RECORDED, handbook, context, schedule)
    return assess_dose(dose, handbook, context.today, schedule=schedule, service=service, ahead=True)
