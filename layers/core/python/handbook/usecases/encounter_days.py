"""What a handbook says of the days that encounters lie between, and of the care that is due."""

from datetime import date, timedelta

from handbook.domain.calendar import local_date
from handbook.domain.care_plan import CareCase
from handbook.domain.encounters.encounter import Encounter, SickVisit
from handbook.domain.encounters.situation import Situation
from handbook.domain.errors import NoPregnancyError
from handbook.domain.handbook import Handbook
from handbook.domain.life import POSTPARTUM, Happening, LifeState, check_before_end
from handbook.domain.recordable import check_recordable
from handbook.usecases.context import Context

MOTHERS = frozenset({"antenatal", "delivery", "postpartum"})
"""Kinds of encounters that are of the mother; a sick visit says whose it is."""


def is_mothers(encounter: Encounter) -> bool:
    """Say whether an encounter is one of the mother."""
    details = encounter.details
    return encounter.kind in MOTHERS or (isinstance(details, SickVisit) and details.subject == "mother")


def check_in_care(encounter: Encounter, handbook: Handbook) -> None:
    """Refuse what is dated after the care of mother or child ended, and the mother's in the handbook of a further twin.

    After the death of a child its mother is cared for as after any birth. Raises: DateAfterEndError, DateAfterSixError,
    NoPregnancyError.
    """
    if not is_mothers(encounter):
        return check_recordable(handbook, encounter.visited_on, "visited_on", routine=True)
    if handbook.pregnancy_in is not None:
        raise NoPregnancyError("kind")
    return check_before_end(encounter.visited_on, _mother_until(handbook), "visited_on")


def situation_of(handbook: Handbook, context: Context) -> Situation:
    """Give the days that a new encounter is judged by, as of the request."""
    delivery = next((one.encounter_id for one in handbook.care_contacts if one.kind == "delivery"), None)
    born = handbook.child.birth_date if handbook.child else None
    return Situation(context.today, _pregnant_from(handbook), born or _pregnancy_ended(handbook), born, delivery)


def care_case_of(handbook: Handbook, *, mother: bool = True) -> CareCase:
    """Give the dates that the plan of care is made from; without those of the mother where they are not to be told."""
    born = handbook.child.birth_date if handbook.child else None
    mothers = mother and handbook.pregnancy_in is None
    return CareCase(
        pregnant_from=_pregnant_from(handbook) if mothers else None,
        ended_on=(born or _pregnancy_ended(handbook)) if mothers else None,
        birth_date=born,
        child_until=handbook.ended_on if born else None,
        mother_until=_mother_until(handbook),
        known_since=local_date(handbook.created_at),
    )


def _pregnant_from(handbook: Handbook) -> date | None:
    if handbook.pregnancy is not None:
        return handbook.pregnancy.day_zero
    child = handbook.child
    if child is None or child.gestation_days is None:
        return None
    return child.birth_date - timedelta(days=child.gestation_days)


def _pregnancy_ended(handbook: Handbook) -> date | None:
    return handbook.ended_on if handbook.child is None and handbook.state is LifeState.PREGNANCY_ENDED else None


def _mother_until(handbook: Handbook) -> date | None:
    died = next((fact.on for fact in handbook.life if fact.happening is Happening.MATERNAL_DEATH), None)
    if died is not None or handbook.ended_on is None:
        return died
    ended = handbook.child.birth_date if handbook.child else handbook.ended_on
    return max(handbook.ended_on, ended + POSTPARTUM)
