"""Read the state of vaccination and nothing else: what a school that the family shared with needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.domain.access import Action
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.usecases.admit import admit_reader
from handbook.usecases.context import Context
from handbook.usecases.ports import AuditLog, Records
from handbook.usecases.recommend import forecast_of

if TYPE_CHECKING:
    from handbook.domain.immunization import Forecast, Schedule


@dataclass(frozen=True, slots=True)
class VaccinationState:
    """A child's doses, and the forecast that says which groups are complete and which are late."""

    handbook: Handbook
    forecast: Forecast


def read_vaccinations(
    handbook_id: HandbookId, context: Context, *, records: Records, audit: AuditLog, schedule: Schedule
) -> VaccinationState:
    """Say as of today what was given and what is late. Raises: NotFoundError, ForbiddenError."""
    handbook = admit_reader(context, Action.READ_VACCINATIONS, handbook_id, records, audit)
    return VaccinationState(handbook, forecast_of(handbook, schedule, context.today))
