"""Ask the immunization rules about a handbook."""

from collections.abc import Iterable
from datetime import date

from handbook.domain.handbook import Handbook, Profile
from handbook.domain.immunization import (
    AdministeredDose,
    DueState,
    Forecast,
    Person,
    Schedule,
    forecast,
)

_OPEN = {DueState.DUE, DueState.UPCOMING, DueState.OVERDUE}


def person_of(profile: Profile) -> Person:
    """Give what the rules need to know of a child."""
    return Person(
        birth_date=profile.birth_date,
        sex=profile.sex.value,
        commune_code=profile.commune_code,
        province_code=profile.province_code,
        gestation_days=profile.gestation_days,
    )


def forecast_of(handbook: Handbook, schedule: Schedule, on: date) -> Forecast:
    """Evaluate every dose of a handbook and forecast the next ones as of a day."""
    doses = [AdministeredDose(d.dose_id, d.product, d.administered_on) for d in handbook.doses]
    return forecast(schedule, person_of(handbook.profile), doses, on)


def recommended_dates(found: Forecast) -> Iterable[date]:
    """List the days on which something is recommended and not refused: what reminders go by."""
    return [
        group.recommended.on
        for group in found.groups
        if group.recommended and group.due_state in _OPEN and group.refused_on is None
    ]
