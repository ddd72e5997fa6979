"""What is refused of a delivery."""

from handbook.domain.calendar import local_date
from handbook.domain.encounters.codes import check_code
from handbook.domain.encounters.encounter import Baby, Delivery, Encounter
from handbook.domain.encounters.situation import Situation
from handbook.domain.errors import DeliveryRecordedError, InvalidFieldError

MOST_BABIES = 6


def check_delivery(encounter: Encounter, delivery: Delivery, situation: Situation) -> None:
    """Refuse a second delivery of one pregnancy, an impossible time, and babies that contradict themselves.

    Raises: DeliveryRecordedError, InvalidFieldError, ImplausibleValueError.
    """
    if situation.delivery is not None and situation.delivery != encounter.entry_id:
        raise DeliveryRecordedError
    at = delivery.delivered_at
    if at is not None and (local_date(at) != encounter.visited_on or at > encounter.recorded_at):
        raise InvalidFieldError("delivery.delivered_at")
    if not 1 <= len(delivery.babies) <= MOST_BABIES:
        raise InvalidFieldError("delivery.babies")
    for place, baby in enumerate(delivery.babies):
        _check_baby(baby, f"delivery.babies.{place}")
    if situation.birth_date is not None and all(baby.outcome == "stillborn" for baby in delivery.babies):
        raise InvalidFieldError("delivery.babies")


def _check_baby(baby: Baby, place: str) -> None:
    check_code("birth_outcome", baby.outcome, f"{place}.outcome")
    check_code("placement_after_birth", baby.placement, f"{place}.placement")
    # No form asks these of a baby who did not live.
    for name in ("breastfed_within_1_hour", "vitamin_k1", "placement"):
        if baby.outcome == "stillborn" and getattr(baby, name):
            raise InvalidFieldError(f"{place}.{name}")
