"""Ask the immunization rules about a handbook."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from handbook.domain.handbook import Handbook, Profile

if TYPE_CHECKING:
    from handbook.domain.immunization import Forecast, Person, Schedule

# The engine is imported by the requests that ask it: it is a tenth of a cold start, and most requests do not.


def person_of(profile: Profile) -> Person:
    """Give what the rules need to know of a child."""
    from handbook.domain.immunization import Person  # noqa: PLC0415

    return Person(
        birth_date=profile.birth_date,
        sex=profile.sex.value,
        commune_code=profile.commune_code,
        province_code=profile.province_code,
        gestation_days=profile.gestation_days,
    )


def forecast_of(handbook: Handbook, schedule: Schedule, on: date) -> Forecast:
    """Evaluate every dose of a handbook and forecast the next ones as of a day."""
    from handbook.domain.immunization import AdministeredDose, forecast  # noqa: PLC0415

    doses = [AdministeredDose(d.dose_id, d.product, d.administered_on) for d in handbook.doses]
    return forecast(schedule, person_of(handbook.profile), doses, on)


def recommended_dates(found: Forecast) -> Iterable[date]:
    """List the days on which something is recommended and not refused: what reminders go by."""
    from handbook.domain.immunization import DueState  # noqa: PLC0415

    open_states = {DueState.DUE, DueState.UPCOMING, DueState.OVERDUE}
    return [
        group.recommended.on
        for group in found.groups
        if group.recommended and group.due_state in open_states and group.refused_on is None
    ]
